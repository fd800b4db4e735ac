import { retentions } from "../audit/log-group";
import { expectArgument, isWithin } from "../check-argument";
import { Architecture } from "../compute/function";
import { architectureOf } from "../compute/instance-type";
import { isNetwork, isPrivateNetwork, lettersFor, prefixes, prefixOf, type Tier } from "./address-plan";
import { EncryptionMode, Nat, PublicAccess, type VpcArgs } from "./vpc-args";

export interface Zone {
  /** Such as `eu-west-1a`. */
  readonly name: string;
  /** Its last letter, which places its subnets and names them. */
  readonly letter: string;
}

/** What a network consists of, before anything is declared. */
export interface Layout {
  readonly region: string;
  /** By letter, so that the order in which they were listed decides nothing. */
  readonly zones: readonly Zone[];
  readonly tiers: readonly Tier[];
  /** Absent when an IPAM pool gives it. */
  readonly cidr?: string;
  readonly ipamPrefix?: number;
  readonly nat: Nat;
  /** The zones that have a NAT gateway of their own, or the NAT instance. */
  readonly natZones: readonly Zone[];
  readonly natInstanceType: string;
  readonly hasInternetGateway: boolean;
  readonly hasIpv6: boolean;
  /** Services with an interface endpoint. */
  readonly endpoints: readonly string[];
}

/** Reads the arguments of a VPC, and refuses what can't be built. */
export function layoutOf(args: VpcArgs): Layout {
  const addresses = readAddresses(args);
  const zones = readZones(args.zones, addresses.ipamPrefix ?? prefixOf(addresses.cidr ?? ""));
  const nat = readOneOf("nat", Nat, args.nat) ?? Nat.None;
  const natZones = readNatZones(args, nat, zones);
  expectArgument(
    args.publicSubnets !== false || natZones.length === 0,
    "publicSubnets",
    `absent, since \`nat\` ${nat} needs them`,
    args.publicSubnets,
  );
  readOneOf("encryptionControl", EncryptionMode, args.encryptionControl);
  readOneOf("publicAccessExclusion", PublicAccess, args.publicAccessExclusion);
  checkTransit(args, nat);
  checkFlowLogs(args);
  checkNames(args);
  const hasPublic = args.publicSubnets === true || natZones.length > 0;
  return {
    ...addresses,
    region: zones[0]?.name.slice(0, -1) ?? "",
    zones,
    tiers: ["private", "data", ...(hasPublic ? ["public" as const] : []), ...(args.transit ? ["link" as const] : [])],
    nat,
    natZones,
    natInstanceType: readNatInstanceType(args, nat),
    hasInternetGateway: hasPublic || nat !== Nat.None,
    hasIpv6: args.ipv6 === true,
    endpoints: readEndpoints(args.endpoints, nat),
  };
}

function readAddresses({ cidr, ipamPoolId, ipamPrefix }: VpcArgs): Pick<Layout, "cidr" | "ipamPrefix"> {
  const size = `from /${prefixes.least} to /${prefixes.most}`;
  if (ipamPoolId !== undefined) {
    expectArgument(cidr === undefined, "cidr", "absent, since `ipamPoolId` gives the addresses", cidr);
    const prefix = ipamPrefix ?? prefixes.least;
    expectArgument(isWithin(prefix, prefixes.least, prefixes.most), "ipamPrefix", size, ipamPrefix);
    return { ipamPrefix: prefix };
  }
  expectArgument(ipamPrefix === undefined, "ipamPrefix", "absent without `ipamPoolId`", ipamPrefix);
  const own = cidr ?? "10.0.0.0/16";
  const isRight = isPrivateNetwork(own) && isWithin(prefixOf(own), prefixes.least, prefixes.most);
  expectArgument(isRight, "cidr", `a block of private addresses ${size}, such as 10.0.0.0/16`, cidr);
  return { cidr: own };
}

// Local zones, such as us-west-2-lax-1a, have no NAT gateways and few services, and their letters say nothing.
const zoneName = /^[a-z]{2}(?:-[a-z]+)+-\d[a-z]$/;

function readZones(names: readonly string[], prefix: number): Zone[] {
  expectArgument(names.length >= 2 && names.length <= 6, "zones", "2 to 6 zones", names);
  for (const name of names) {
    expectArgument(zoneName.test(name), "zones", "availability zones such as eu-west-1a", name);
    const letters = lettersFor(prefix);
    const room = `zones ${letters[0]} to ${letters.at(-1)}, for which a /${prefix} has room`;
    expectArgument(letters.includes(name.slice(-1)), "zones", room, name);
  }
  const regions = new Set(names.map((name) => name.slice(0, -1)));
  expectArgument(regions.size === 1, "zones", "zones of one region", names);
  expectArgument(new Set(names).size === names.length, "zones", "zones that differ", names);
  return [...names].sort().map((name) => ({ name, letter: name.slice(-1) }));
}

function readNatZones({ natZone }: VpcArgs, nat: Nat, zones: readonly Zone[]): readonly Zone[] {
  const isInOne = nat === Nat.Single || nat === Nat.Instance;
  expectArgument(natZone === undefined || isInOne, "natZone", "absent unless `nat` is single or instance", natZone);
  if (nat === Nat.PerZone) return zones;
  if (!isInOne) return [];
  const chosen = zones.filter(({ name }) => name === (natZone ?? zones[0]?.name));
  expectArgument(chosen.length === 1, "natZone", `one of ${zones.map(({ name }) => name).join(", ")}`, natZone);
  return chosen;
}

/**
 * Where encryption is enforced, instances must encrypt their traffic, and burstable ones can't.
 * https://docs.aws.amazon.com/vpc/latest/tgw/tgw-encryption-support.html
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/data-protection.html#encryption-transit
 */
function readNatInstanceType({ natInstanceType, encryptionControl }: VpcArgs, nat: Nat): string {
  const type = natInstanceType ?? "t4g.nano";
  if (nat !== Nat.Instance) {
    const expected = "absent unless `nat` is instance";
    expectArgument(natInstanceType === undefined, "natInstanceType", expected, natInstanceType);
    return type;
  }
  const isGraviton = architectureOf(type) === Architecture.Arm64;
  expectArgument(isGraviton, "natInstanceType", "a type with a Graviton processor, such as t4g.nano", type);
  const isEncrypting = encryptionControl !== EncryptionMode.Enforce || !type.startsWith("t");
  expectArgument(isEncrypting, "natInstanceType", "a type that encrypts its traffic, such as c7gn.medium", type);
  return type;
}

/**
 * What Session Manager needs where there is no way out. Agents since 3.3.40.0 don't use ec2messages any more.
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/setup-create-vpc.html
 */
const sessionManager = ["ssm", "ssmmessages"];

function readEndpoints(endpoints: readonly string[] | undefined, nat: Nat): readonly string[] {
  for (const endpoint of endpoints ?? []) {
    const isRight = /^[a-z0-9][a-z0-9.-]*$/.test(endpoint) && !endpoint.startsWith("com.");
    expectArgument(
      isRight,
      "endpoints",
      "names such as ssm or ecr.api, without com.amazonaws and the region",
      endpoint,
    );
    const isGateway = endpoint === "s3" || endpoint === "dynamodb";
    expectArgument(!isGateway, "endpoints", "other services than s3 and dynamodb, which every VPC has", endpoint);
  }
  expectArgument(new Set(endpoints).size === (endpoints ?? []).length, "endpoints", "names that differ", endpoints);
  return [...(endpoints ?? (nat === Nat.None ? sessionManager : []))].sort();
}

function checkTransit({ transit, ipv6 }: VpcArgs, nat: Nat): void {
  if (transit === undefined) return;
  const { cidrs } = transit;
  const expected = "one or more blocks that differ, such as 10.0.0.0/8";
  expectArgument(cidrs.length > 0 && new Set(cidrs).size === cidrs.length, "transit.cidrs", expected, cidrs);
  for (const cidr of cidrs) {
    expectArgument(isNetwork(cidr), "transit.cidrs", "blocks such as 10.0.0.0/8", cidr);
    expectArgument(ipv6 === true || !cidr.includes(":"), "transit.cidrs", "IPv4 blocks, since `ipv6` is off", cidr);
    const isFree = nat === Nat.None || prefixOf(cidr) > 0;
    expectArgument(isFree, "transit.cidrs", `less than everything, since \`nat\` ${nat} leads to the internet`, cidr);
  }
}

/** A bucket has no retention of the log's, and a key of its own. */
function checkFlowLogs({ flowLogs: { retentionInDays, keyArn, bucketArn } = {} }: VpcArgs): void {
  const isOffered = retentions.includes(retentionInDays ?? 365);
  expectArgument(isOffered, "flowLogs.retentionInDays", `one of ${retentions.join(", ")}`, retentionInDays);
  if (bucketArn === undefined) return;
  const expected = "absent, since `flowLogs.bucketArn` takes the logs";
  expectArgument(retentionInDays === undefined, "flowLogs.retentionInDays", expected, retentionInDays);
  expectArgument(keyArn === undefined, "flowLogs.keyArn", expected, "a key");
}

function checkNames({
  trustedAccountIds = [],
  dnsFirewall: { domains = [], managedDomainListIds = [] } = {},
}: VpcArgs) {
  checkEach("trustedAccountIds", trustedAccountIds, /^\d{12}$/, "account ids of 12 digits");
  const domain = /^(?:\*\.?)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/i;
  checkEach("dnsFirewall.domains", domains, domain, "domains such as example.com or *.example.com");
  const list = "ids such as rslvr-fdl-0123456789abcdef";
  checkEach("dnsFirewall.managedDomainListIds", managedDomainListIds, /^rslvr-fdl-[0-9a-z]+$/, list);
}

function checkEach(name: string, values: readonly string[], pattern: RegExp, expected: string): void {
  for (const value of values) expectArgument(pattern.test(value), name, expected, value);
  expectArgument(new Set(values).size === values.length, name, "values that differ", values);
}

function readOneOf<T extends string>(name: string, values: Readonly<Record<string, T>>, value?: T): T | undefined {
  const all = Object.values(values);
  expectArgument(value === undefined || all.includes(value), name, `one of ${all.join(", ")}`, value);
  return value;
}
