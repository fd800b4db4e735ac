import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument } from "../check-argument";
import { expectDescription, type Flow, type PlannedRule, versionOf } from "./flows";
import { matchingGroups, planTable } from "./group-table";
import type { SecurityGroupsArgs } from "./security-groups-args";

/** What the methods need, hidden from the schema for other languages. */
interface State {
  readonly name: string;
  readonly args: SecurityGroupsArgs;
  readonly groups: Readonly<Record<string, aws.ec2.SecurityGroup>>;
  /** Names of the rules that there are. */
  readonly made: ReadonlySet<string>;
  /** Groups that instances have together. */
  readonly together: readonly (readonly string[])[];
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
    // The groups are called after the component, and EC2 takes no group's name that looks like an id.
    expectArgument(!/^sg(-|$)/i.test(name), "name", "a name that doesn't begin with sg-", name);
    expectDescription(`${name} group`, "name");
    const { rules, warnings } = planTable(args);
    super("guardrails:index:SecurityGroups", name, args, opts);
    for (const warning of warnings) void pulumi.log.warn(warning, this);

    const groups = Object.fromEntries(
      Object.entries(args.groups).map(([group, { description = `${name} ${group}` }]) => [
        group,
        new aws.ec2.SecurityGroup(
          `${name}-${group}`,
          // Groups that name each other could not be deleted otherwise.
          { vpcId: args.vpcId, description, revokeRulesOnDelete: true, tags: args.tags },
          { parent: this },
        ),
      ]),
    );
    const state = { name, args, groups, made: new Set(rules.map((rule) => rule.name)), together: [] };
    const made = rules.map((rule) => ({ rule, resource: makeRule(rule, state, this) }));
    for (const [group, { id: securityGroupId }] of args.shared === true ? [] : Object.entries(groups)) {
      const idsOf = (direction: PlannedRule["direction"]) =>
        made
          .filter(({ rule }) => rule.group === group && rule.direction === direction)
          .map(({ resource }) => resource.securityGroupRuleId);
      new aws.ec2.VpcSecurityGroupRulesExclusive(
        `${name}-${group}`,
        { securityGroupId, ingressRuleIds: idsOf("ingress"), egressRuleIds: idsOf("egress") },
        { parent: this },
      );
    }

    states.set(this, state);
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
    const state = stateOf(this);
    const { groups, groupsPerInterface = 5 } = state.args;
    const matching = matchingGroups(tags, groups);
    const matches = Object.entries(groups).flatMap(([group, { match }]) =>
      match ? [`${group} ${JSON.stringify(match)}`] : [],
    );
    expectArgument(matching.length > 0, "tags", `tags that a group matches (${matches.join(", ")})`, tags);
    const few = `tags that match at most ${groupsPerInterface} groups, got ${matching.join(", ")} of`;
    expectArgument(matching.length <= groupsPerInterface, "tags", few, tags);
    const isKnown = matching.length === 1 || state.together.some((known) => known.join() === matching.join());
    if (!isKnown) update(this, { ...state, together: [...state.together, matching] });
    return matching.map((group) => this.id(group));
  }

  /**
   * Adds a flow to the table of groups that are `shared`; the others would remove its rules. Checked as the table is.
   *
   * @returns the groups
   */
  allow(flow: Flow): this {
    const state = stateOf(this);
    const { shared = false, flows } = state.args;
    expectArgument(shared, "shared", "true where flows are added: the groups keep no rules but their table's", shared);
    update(this, { ...state, args: { ...state.args, flows: [...flows, flow] } });
    return this;
  }
}

function stateOf(groups: SecurityGroups): State {
  const state = states.get(groups);
  if (!state) throw new Error("a SecurityGroups without its groups");
  return state;
}

/** Checks the table as it is now, and makes the rules that it has more. */
function update(component: SecurityGroups, state: State): void {
  const before = stateOf(component);
  const told = planTable(before.args, before.together).warnings;
  const { rules, warnings } = planTable(state.args, state.together);
  for (const warning of warnings) if (!told.includes(warning)) void pulumi.log.warn(warning, component);
  for (const rule of rules) if (!state.made.has(rule.name)) makeRule(rule, state, component);
  states.set(component, { ...state, made: new Set(rules.map(({ name }) => name)) });
}

function makeRule(
  rule: PlannedRule,
  { name, args, groups }: State,
  parent: SecurityGroups,
): aws.vpc.SecurityGroupIngressRule | aws.vpc.SecurityGroupEgressRule {
  const { protocol, first, last } = rule;
  const isIcmp = protocol.startsWith("icmp");
  const Rule = rule.direction === "ingress" ? aws.vpc.SecurityGroupIngressRule : aws.vpc.SecurityGroupEgressRule;
  return new Rule(
    `${name}-${rule.name}`,
    {
      securityGroupId: (groups[rule.group] as aws.ec2.SecurityGroup).id,
      description: rule.description,
      ipProtocol: protocol === "all" ? "-1" : protocol,
      // EC2 takes -1 as every type and code.
      fromPort: isIcmp ? -1 : first,
      toPort: isIcmp ? -1 : last,
      ...peerOf(rule, args, groups),
      tags: args.tags,
    },
    { parent },
  );
}

function peerOf(
  { peer }: PlannedRule,
  { vpcCidr, vpcIpv6Cidr, external = {}, prefixLists = {} }: SecurityGroupsArgs,
  groups: State["groups"],
): Partial<aws.vpc.SecurityGroupIngressRuleArgs> {
  const { kind, value } = peer;
  if (kind === "group") return { referencedSecurityGroupId: groups[value]?.id };
  if (kind === "external") return { referencedSecurityGroupId: external[value] };
  if (kind === "prefixList") return { prefixListId: prefixLists[value]?.prefixListId ?? value };
  if (versionOf(peer) === "ipv6") return { cidrIpv6: kind === "vpc" ? vpcIpv6Cidr : value };
  return { cidrIpv4: kind === "vpc" ? vpcCidr : value };
}
