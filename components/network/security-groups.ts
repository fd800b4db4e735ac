import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument, isWithin } from "../check-argument";
import { type Flow, type Names, type PlannedRule, peersOf, planRules } from "./flows";
import { type Never, reaches } from "./reachability";

/** A group of the table. */
export interface Group {
  /**
   * What it is for. Can't be changed later.
   * @default - the component's name and the group's
   */
  description?: string;
  /**
   * Tags of the instances that belong to it: `idsFor` gives the groups all of whose tags an instance has.
   * @default - instances get it by name only
   */
  match?: { [key: string]: string };
}

export interface SecurityGroupsArgs {
  /** The VPC of the groups. */
  vpcId: pulumi.Input<string>;
  /**
   * The VPC's IPv4 block, for flows from or to `vpc`.
   * @default - no flow may name `vpc`
   */
  vpcCidr?: pulumi.Input<string>;
  /** The groups by name: up to 60 of a to z, 0 to 9 and `-`. */
  groups: { [name: string]: Group };
  /** All traffic that is wanted; nothing else is possible. */
  flows: Flow[];
  /**
   * What the flows must not come to, in whatever combination; checked before anything is made. What can't be told, because of a
   * prefix list or of groups from elsewhere, is warned of.
   * @default - nothing is checked
   */
  never?: Never[];
  /**
   * Ids of groups that are managed elsewhere, by the names that flows use for them. They get no rules from here.
   * @default - none
   */
  external?: { [name: string]: pulumi.Input<string> };
  /**
   * Lets others add rules to the groups. Without it, the next update removes whatever rule isn't of this table.
   * @default false
   */
  shared?: boolean;
  /**
   * Rules that AWS allows in a group, for each direction and each version of IP: the account's quota.
   * @default 60
   */
  rulesPerGroup?: number;
  /**
   * Groups that AWS allows on an instance's interface: the account's quota, up to 16.
   * @default 5
   */
  groupsPerInterface?: number;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** What the methods need, hidden from the schema for other languages. */
interface State {
  readonly groups: Readonly<Record<string, aws.ec2.SecurityGroup>>;
  readonly args: SecurityGroupsArgs;
}

const states = new WeakMap<SecurityGroups, State>();

/**
 * Security groups and all that may pass between them, as one table. Children: security group and exclusive rules
 * `<name>-<group>`; ingress rules `<name>-<group>-from-<peer>-<protocol>-<port>` and egress
 * rules `<name>-<group>-to-…`, where the internet is `internet-ipv4` and `internet-ipv6`.
 */
export class SecurityGroups extends pulumi.ComponentResource {
  /** The ids of the groups, by name. */
  readonly ids: pulumi.Output<{ [name: string]: string }>;

  constructor(name: string, args: SecurityGroupsArgs, opts?: pulumi.ComponentResourceOptions) {
    const { groups: wanted, flows, never = [], external = {}, shared = false, tags } = args;
    const names = namesOf(args);
    const rules = planRules(flows, names);
    checkPeers(rules, args);
    checkQuota(rules, args);
    const warnings = checkNever(never, rules, names, args);
    super("guardrails:index:SecurityGroups", name, args, opts);
    const child = { parent: this };
    for (const warning of warnings) void pulumi.log.warn(warning, this);

    const groups = Object.fromEntries(
      Object.entries(wanted).map(([group, { description = `${name} ${group}` }]) => [
        group,
        new aws.ec2.SecurityGroup(
          `${name}-${group}`,
          // Groups that name each other could not be deleted otherwise.
          { vpcId: args.vpcId, description, revokeRulesOnDelete: true, tags },
          child,
        ),
      ]),
    );
    const made = rules.map((rule) => ({ rule, resource: makeRule(name, rule, groups, args, child) }));
    if (!shared) {
      for (const [group, { id: securityGroupId }] of Object.entries(groups)) {
        const idsOf = (direction: PlannedRule["direction"]) =>
          made
            .filter(({ rule }) => rule.group === group && rule.direction === direction)
            .map(({ resource }) => resource.securityGroupRuleId);
        new aws.ec2.VpcSecurityGroupRulesExclusive(
          `${name}-${group}`,
          { securityGroupId, ingressRuleIds: idsOf("ingress"), egressRuleIds: idsOf("egress") },
          child,
        );
      }
    }

    states.set(this, { groups, args: { ...args, external } });
    this.ids = pulumi.output(Object.fromEntries(Object.entries(groups).map(([group, { id }]) => [group, id])));
    this.registerOutputs({ ids: this.ids });
  }

  /** The id of a group. */
  id(group: string): pulumi.Output<string> {
    const { groups } = stateOf(this);
    const found = groups[group];
    expectArgument(found !== undefined, "group", `one of ${Object.keys(groups).join(", ")}`, group);
    return (found as aws.ec2.SecurityGroup).id;
  }

  /** The ids of the groups for whatever has these tags: those all of whose `match` is among them. */
  idsFor(tags: { [key: string]: string }): pulumi.Output<string>[] {
    const { groups, args } = stateOf(this);
    const matching = matchingGroups(tags, args.groups);
    const matches = Object.entries(args.groups).flatMap(([group, { match }]) =>
      match ? [`${group} ${JSON.stringify(match)}`] : [],
    );
    expectArgument(matching.length > 0, "tags", `tags that a group matches (${matches.join(", ")})`, tags);
    const { groupsPerInterface = 5 } = args;
    const few = `tags that match at most ${groupsPerInterface} groups, got ${matching.join(", ")} of`;
    expectArgument(matching.length <= groupsPerInterface, "tags", few, tags);
    return matching.map((group) => (groups[group] as aws.ec2.SecurityGroup).id);
  }
}

function stateOf(groups: SecurityGroups): State {
  const state = states.get(groups);
  if (!state) throw new Error("a SecurityGroups without its groups");
  return state;
}

/** The groups all of whose tags are among these, in order of their names. */
export function matchingGroups(tags: { [key: string]: string }, groups: SecurityGroupsArgs["groups"]): string[] {
  return Object.entries(groups)
    .filter(([, { match }]) => match && Object.entries(match).every(([key, value]) => tags[key] === value))
    .map(([group]) => group)
    .sort();
}

const reserved = ["internet", "vpc"];

function namesOf({ groups, external = {}, rulesPerGroup = 60, groupsPerInterface = 5 }: SecurityGroupsArgs): Names {
  const names = { groups: Object.keys(groups), external: Object.keys(external) };
  expectArgument(names.groups.length > 0, "groups", "at least one group", groups);
  for (const name of [...names.groups, ...names.external]) {
    const isName = /^[a-z0-9][a-z0-9-]{0,59}$/.test(name) && !name.startsWith("pl-") && !reserved.includes(name);
    expectArgument(isName, "groups", "names of a to z, 0 to 9 and -, not internet, vpc or pl-…", name);
  }
  const twice = names.external.find((name) => names.groups.includes(name));
  expectArgument(twice === undefined, "external", "other names than `groups`", twice);
  for (const [name, { description = "", match }] of Object.entries(groups)) {
    const isText = /^[\w .:/()#,@[\]+=&;{}!$*-]{0,255}$/.test(description);
    expectArgument(isText, `groups.${name}.description`, "up to 255 characters that EC2 takes", description);
    const hasTags = match === undefined || Object.keys(match).length > 0;
    expectArgument(hasTags, `groups.${name}.match`, "at least one tag: none would match everything", match);
  }
  expectArgument(isWithin(rulesPerGroup, 1, 1000), "rulesPerGroup", "1 to 1000", rulesPerGroup);
  expectArgument(isWithin(groupsPerInterface, 1, 16), "groupsPerInterface", "1 to 16", groupsPerInterface);
  return names;
}

function checkPeers(rules: readonly PlannedRule[], { vpcCidr }: SecurityGroupsArgs): void {
  const needing = rules.find(({ peer }) => peer.kind === "vpc");
  const isKnown = needing === undefined || vpcCidr !== undefined;
  expectArgument(isKnown, "vpcCidr", `the VPC's block, which ${needing?.name} needs`, vpcCidr);
}

/**
 * The quota counts each version of IP for itself; a rule that names a group or a prefix list counts for both.
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups
 */
function checkQuota(rules: readonly PlannedRule[], { groups, rulesPerGroup = 60 }: SecurityGroupsArgs): void {
  for (const group of Object.keys(groups)) {
    for (const direction of ["ingress", "egress"] as const) {
      const own = rules.filter((rule) => rule.group === group && rule.direction === direction);
      const ipv6Only = own.filter(({ peer }) => peer.kind === "cidr" && peer.value.includes(":")).length;
      const ipv4Only = own.filter(
        ({ peer }) => peer.kind === "vpc" || (peer.kind === "cidr" && !peer.value.includes(":")),
      ).length;
      const count = own.length - Math.min(ipv4Only, ipv6Only);
      const few = `at most ${rulesPerGroup} ${direction} rules of ${group} for a version of IP (\`rulesPerGroup\`)`;
      expectArgument(count <= rulesPerGroup, "flows", few, count);
    }
  }
}

/** Refuses what must never be; gives warnings of what can't be told. */
function checkNever(
  never: readonly Never[],
  rules: readonly PlannedRule[],
  names: Names,
  { vpcCidr }: SecurityGroupsArgs,
): string[] {
  const topology = { rules, names, vpcCidr: typeof vpcCidr === "string" ? vpcCidr : undefined };
  return never.flatMap((pair, index) => {
    const path = `never[${index}]`;
    peersOf(pair.from, `${path}.from`, names);
    peersOf(pair.to, `${path}.to`, names);
    const found = reaches(topology, pair);
    expectArgument(
      found.answer !== "yes",
      path,
      `no way from ${pair.from} to ${pair.to}`,
      found.answer === "yes" ? found.path.join(" > ") : "",
    );
    return found.answer === "cannotTell"
      ? [`whether ${pair.from} reaches ${pair.to} can't be told: it depends on ${found.because}`]
      : [];
  });
}

function makeRule(
  name: string,
  rule: PlannedRule,
  groups: Readonly<Record<string, aws.ec2.SecurityGroup>>,
  { vpcCidr, external = {}, tags }: SecurityGroupsArgs,
  child: pulumi.CustomResourceOptions,
): aws.vpc.SecurityGroupIngressRule | aws.vpc.SecurityGroupEgressRule {
  const { peer, protocol, first, last } = rule;
  const isIcmp = protocol.startsWith("icmp");
  const args = {
    securityGroupId: (groups[rule.group] as aws.ec2.SecurityGroup).id,
    description: rule.description,
    ipProtocol: protocol === "all" ? "-1" : protocol,
    fromPort: isIcmp ? -1 : first,
    toPort: isIcmp ? -1 : last,
    cidrIpv4:
      peer.kind === "vpc" ? vpcCidr : peer.kind === "cidr" && !peer.value.includes(":") ? peer.value : undefined,
    cidrIpv6: peer.kind === "cidr" && peer.value.includes(":") ? peer.value : undefined,
    prefixListId: peer.kind === "prefixList" ? peer.value : undefined,
    referencedSecurityGroupId:
      peer.kind === "group" ? groups[peer.value]?.id : peer.kind === "external" ? external[peer.value] : undefined,
    tags,
  };
  const Rule = rule.direction === "ingress" ? aws.vpc.SecurityGroupIngressRule : aws.vpc.SecurityGroupEgressRule;
  return new Rule(`${name}-${rule.name}`, args, child);
}
