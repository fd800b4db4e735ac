import fc from "fast-check";
import { Vpc, type VpcArgs } from "../../../components";
import { keyArn, tags, testComponent } from "../../support/component";

const zones = ["eu-west-1a", "eu-west-1b"];

const zonesOf = (letters: string) =>
  fc
    .subarray(Array.from(letters), { minLength: 2, maxLength: Math.min(6, letters.length) })
    .chain((chosen) =>
      fc.shuffledSubarray(chosen, { minLength: chosen.length }).map((all) => all.map((letter) => `eu-west-1${letter}`)),
    );

const maybe = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

const addresses: fc.Arbitrary<Pick<VpcArgs, "zones" | "cidr" | "ipamPoolId" | "ipamPrefix">> = fc.oneof(
  fc.record({ zones: zonesOf("abcdefgh"), cidr: fc.constantFrom(undefined, "172.16.0.0/16", "10.1.32.0/19") }),
  fc.record({ zones: zonesOf("abcd"), cidr: fc.constantFrom("100.64.16.0/20", "192.168.4.0/22") }),
  fc.record({
    zones: zonesOf("abcd"),
    ipamPoolId: fc.constant("ipam-pool-0123456789abcdef0"),
    ipamPrefix: fc.constantFrom(undefined, 16, 19, 20, 22),
  }),
);

const ways: fc.Arbitrary<Pick<VpcArgs, "nat" | "publicSubnets" | "ipv6">> = fc.record({
  nat: fc.constantFrom(undefined, "none", "regional", "perZone", "single"),
  publicSubnets: fc.constantFrom(undefined, true),
  ipv6: maybe(fc.boolean()),
});

const flowLogs: fc.Arbitrary<VpcArgs["flowLogs"]> = fc.oneof(
  fc.constant(undefined),
  fc.record({ retentionInDays: fc.constantFrom(undefined, 90, 731), keyArn }),
  fc.record({ bucketArn: fc.constant("arn:aws:s3:::central-logs") }),
);

const extras: fc.Arbitrary<Partial<VpcArgs>> = fc.record({
  endpoints: fc.constantFrom(undefined, [], ["ssm"], ["ecr.api", "sts", "logs"]),
  organizationId: fc.constantFrom(undefined, "o-abcdefghij"),
  trustedAccountIds: fc.constantFrom(undefined, ["210987654321"]),
  flowLogs,
  dnsFirewall: maybe(
    fc.record({
      block: maybe(fc.boolean()),
      domains: fc.constantFrom(undefined, [], ["example.com", "*.example.net"]),
      managedDomainListIds: fc.constantFrom(undefined, ["rslvr-fdl-2c46f2ecbfec4dcc"]),
    }),
  ),
  encryptionControl: fc.constantFrom(undefined, "monitor", "enforce"),
  publicAccessExclusion: fc.constantFrom(undefined, "allow-egress", "allow-bidirectional"),
  tags,
});

const accepted: fc.Arbitrary<VpcArgs> = fc.tuple(addresses, ways, extras).chain(([where, how, more]) => {
  const args: VpcArgs = { ...where, ...how, ...more };
  const cidrs = [["10.0.0.0/8"], ["10.8.0.0/16", "10.9.0.0/16"], ["10.0.0.0/8", ...(how.ipv6 ? ["fd00::/8"] : [])]];
  if ((how.nat ?? "none") === "none") cidrs.push(["0.0.0.0/0"]);
  return fc
    .record({
      transit: maybe(fc.record({ gatewayId: fc.constant("tgw-0123456789abcdef0"), cidrs: fc.constantFrom(...cidrs) })),
      // An instance is among the exceptions.
      natZone: how.nat === "single" ? maybe(fc.constantFrom(...where.zones)) : fc.constant(undefined),
    })
    .map((rest) => ({ ...args, ...rest }));
});

testComponent<VpcArgs>("Vpc", {
  make: (name, args) => new Vpc(name, args),
  least: { zones },
  accepted,
  exceptions: {
    "a NAT instance": [{ zones, nat: "instance" }, ["ec2-instance-no-public-ip"]],
    "a NAT instance with all else": [
      {
        ...{ zones, nat: "instance", natZone: "eu-west-1b", natInstanceType: "c7gn.medium" },
        ...{ ipv6: true, publicSubnets: true, encryptionControl: "enforce", tags: { Owner: "shop" } },
        ...{ ipamPoolId: "ipam-pool-0123456789abcdef0", endpoints: ["ssm"], organizationId: "o-abcdefghij" },
        transit: { gatewayId: "tgw-0123456789abcdef0", cidrs: ["10.0.0.0/8"] },
      },
      ["ec2-instance-no-public-ip"],
    ],
  },
  refused: {
    "one zone": [{ zones: ["eu-west-1a"] }, /expected `zones` to be 2 to 6 zones, got \["eu-west-1a"\]/],
    "seven zones": [{ zones: Array.from("abcdefg").map((letter) => `eu-west-1${letter}`) }, /2 to 6 zones/],
    "a zone twice": [{ zones: ["eu-west-1a", "eu-west-1a"] }, /zones that differ/],
    "zones of two regions": [{ zones: ["eu-west-1a", "eu-west-2b"] }, /zones of one region/],
    "a local zone": [
      { zones: ["us-west-2a", "us-west-2-lax-1a"] },
      /availability zones such as eu-west-1a, got "us-west-2-lax-1a"/,
    ],
    "the id of a zone": [{ zones: ["euw1-az1", "euw1-az2"] }, /availability zones such as eu-west-1a/],
    "a letter beyond h": [
      { zones: ["eu-west-1a", "eu-west-1i"] },
      /zones a to h, for which a \/16 has room, got "eu-west-1i"/,
    ],
    "a letter beyond d in a small block": [
      { zones: ["us-east-1a", "us-east-1e"], cidr: "10.0.0.0/20" },
      /zones a to d, for which a \/20 has room/,
    ],
    "a block that is too small": [
      { zones, cidr: "10.0.0.0/24" },
      /from \/16 to \/22, such as 10.0.0.0\/16, got "10.0.0.0\/24"/,
    ],
    "a block that is too large": [{ zones, cidr: "10.0.0.0/8" }, /from \/16 to \/22/],
    "a block of public addresses": [{ zones, cidr: "52.0.0.0/16" }, /private addresses/],
    "a block with an address inside": [{ zones, cidr: "10.0.0.1/16" }, /private addresses/],
    "no block": [{ zones, cidr: "10.0.0.0" }, /private addresses/],
    "a block and a pool": [{ zones, cidr: "10.0.0.0/16", ipamPoolId: "ipam-pool-1" }, /`cidr` to be absent/],
    "a prefix without a pool": [{ zones, ipamPrefix: 16 }, /`ipamPrefix` to be absent/],
    "a prefix that is too long": [{ zones, ipamPoolId: "ipam-pool-1", ipamPrefix: 24 }, /from \/16 to \/22, got 24/],
    "an unknown NAT": [
      { zones, nat: "gateway" as "none" },
      /`nat` to be one of none, regional, perZone, single, instance, got "gateway"/,
    ],
    "a NAT's zone that isn't there": [
      { zones, nat: "single", natZone: "eu-west-1c" },
      /one of eu-west-1a, eu-west-1b, got "eu-west-1c"/,
    ],
    "a NAT's zone without one": [
      { zones, natZone: "eu-west-1a" },
      /`natZone` to be absent unless `nat` is single or instance, got "eu-west-1a"/,
    ],
    "a NAT instance's zone that isn't there": [
      { zones, nat: "instance", natZone: "eu-west-1c" },
      /one of eu-west-1a, eu-west-1b, got "eu-west-1c"/,
    ],
    "a NAT instance's type without one": [
      { zones, nat: "single", natInstanceType: "t4g.nano" },
      /`natInstanceType` to be absent unless `nat` is instance, got "t4g.nano"/,
    ],
    "a NAT instance of another architecture": [
      { zones, nat: "instance", natInstanceType: "t3.nano" },
      /`natInstanceType` to be a type with a Graviton processor, such as t4g.nano, got "t3.nano"/,
    ],
    "a NAT instance of no type": [{ zones, nat: "instance", natInstanceType: "nano" }, /such as t4g.nano, got "nano"/],
    "a NAT instance that can't encrypt where that is enforced": [
      { zones, nat: "instance", encryptionControl: "enforce" },
      /`natInstanceType` to be a type that encrypts its traffic, such as c7gn.medium, got "t4g.nano"/,
    ],
    "zonal gateways without public subnets": [
      { zones, nat: "perZone", publicSubnets: false },
      /`publicSubnets` to be absent, since `nat` perZone needs them/,
    ],
    "a NAT instance without public subnets": [
      { zones, nat: "instance", publicSubnets: false },
      /`publicSubnets` to be absent, since `nat` instance needs them/,
    ],
    "an endpoint's name with spaces": [{ zones, endpoints: ["Systems Manager"] }, /names such as ssm/],
    "an endpoint's whole name": [{ zones, endpoints: ["com.amazonaws.eu-west-1.ssm"] }, /without com.amazonaws/],
    "an endpoint that is there anyway": [{ zones, endpoints: ["s3"] }, /other services than s3 and dynamodb/],
    "an endpoint twice": [{ zones, endpoints: ["ssm", "ssm"] }, /names that differ/],
    "no account's id": [{ zones, trustedAccountIds: ["1234"] }, /account ids of 12 digits/],
    "days that CloudWatch Logs doesn't offer": [
      { zones, flowLogs: { retentionInDays: 100 } },
      /flowLogs.retentionInDays/,
    ],
    "a bucket with retention": [
      { zones, flowLogs: { retentionInDays: 90, bucketArn: "arn:aws:s3:::logs" } },
      /to be absent/,
    ],
    "a bucket with a key": [{ zones, flowLogs: { keyArn: "arn", bucketArn: "arn:aws:s3:::logs" } }, /to be absent/],
    "what is no domain": [{ zones, dnsFirewall: { domains: ["https://example.com"] } }, /domains such as example.com/],
    "what is no domain list": [{ zones, dnsFirewall: { managedDomainListIds: ["Malware"] } }, /rslvr-fdl/],
    "a transit gateway to nowhere": [{ zones, transit: { gatewayId: "tgw-1", cidrs: [] } }, /transit.cidrs/],
    "a transit block with an address inside": [
      { zones, transit: { gatewayId: "tgw-1", cidrs: ["10.0.0.1/8"] } },
      /blocks such as/,
    ],
    "an IPv6 transit block without IPv6": [
      { zones, transit: { gatewayId: "tgw-1", cidrs: ["fd00::/8"] } },
      /`ipv6` is off/,
    ],
    "a NAT instance beside a transit gateway to everywhere": [
      { zones, nat: "instance", transit: { gatewayId: "tgw-1", cidrs: ["0.0.0.0/0"] } },
      /less than everything, since `nat` instance leads to the internet/,
    ],
    "two ways to the internet": [
      { zones, nat: "regional", transit: { gatewayId: "tgw-1", cidrs: ["0.0.0.0/0"] } },
      /less than everything/,
    ],
    "an unknown encryption mode": [{ zones, encryptionControl: "on" as "monitor" }, /one of monitor, enforce/],
    "an unknown exclusion": [{ zones, publicAccessExclusion: "all" as "allow-egress" }, /one of allow-egress/],
  },
});
