import { expectArgument, isWithin } from "../check-argument";
import { blockOf, expectDescription, type Names, type PlannedRule, peersOf, planRules, versionOf } from "./flows";
import { reaches } from "./reachability";
import type { SecurityGroupsArgs } from "./security-groups-args";

/** What a table comes to, once all of it is checked. */
export interface Plan {
  readonly rules: readonly PlannedRule[];
  /** What can't be told of `never`. */
  readonly warnings: readonly string[];
}

/**
 * Plans the rules of a table and refuses what AWS, our rules or `never` would.
 *
 * @param together groups that an interface has together
 */
export function planTable(args: SecurityGroupsArgs, together: readonly (readonly string[])[] = []): Plan {
  expectQuotas(args);
  const names = namesOf(args);
  const rules = planRules(args.flows, names);
  const needing = rules.find(({ peer }) => peer.kind === "vpc" && peer.value === "vpc");
  const isKnown = needing === undefined || args.vpcCidr !== undefined;
  expectArgument(isKnown, "vpcCidr", `the VPC's block, which ${needing?.name} needs`, args.vpcCidr);
  for (const group of names.groups) expectFewRules(group, rules, args);
  return { rules, warnings: checkNever(args, names, rules, together) };
}

/** The groups all of whose tags are among these, in order of their names. */
export function matchingGroups(tags: { [key: string]: string }, groups: SecurityGroupsArgs["groups"]): string[] {
  return Object.entries(groups)
    .filter(([, { match }]) => match && Object.entries(match).every(([key, value]) => tags[key] === value))
    .map(([group]) => group)
    .sort();
}

const reserved = /^(internet|vpc)(-ipv[46])?$|^(pl|sg)-/;

function namesOf(args: SecurityGroupsArgs): Names {
  const { groups, external = {}, prefixLists = {}, vpcCidr, vpcIpv6Cidr } = args;
  const kinds = { groups: Object.keys(groups), external: Object.keys(external), prefixLists: Object.keys(prefixLists) };
  expectArgument(kinds.groups.length > 0, "groups", "at least one group", groups);
  const seen = new Set<string>();
  for (const [kind, names] of Object.entries(kinds)) {
    for (const name of names) {
      const isName = /^[a-z0-9][a-z0-9-]{0,59}$/.test(name) && !reserved.test(name);
      expectArgument(isName, kind, "names of a to z, 0 to 9 and -, not internet, vpc, pl-… or sg-…", name);
      expectArgument(!seen.has(name), kind, "other names than those of `groups` and `external`", name);
      seen.add(name);
    }
  }
  for (const [name, { description, match }] of Object.entries(groups)) {
    if (description !== undefined) expectDescription(description, `groups.${name}.description`);
    const hasTags = match === undefined || Object.keys(match).length > 0;
    expectArgument(hasTags, `groups.${name}.match`, "at least one tag: none would match everything", match);
  }
  const ids = Object.entries(prefixLists).map(([name, { prefixListId }]) => [name, textOf(prefixListId)] as const);
  expectOnce(Object.values(external), "external");
  expectOnce(
    ids.map(([, id]) => id),
    "prefixLists",
  );
  return {
    groups: kinds.groups,
    external: kinds.external,
    prefixLists: Object.fromEntries(ids),
    vpc: {
      ipv4: vpcBlock(vpcCidr, "vpcCidr", 16, 28),
      ipv6: vpcBlock(vpcIpv6Cidr, "vpcIpv6Cidr", 44, 60),
      hasIpv6: vpcIpv6Cidr !== undefined,
    },
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** EC2 refuses the same rule a second time, whatever it is called here. */
function expectOnce(ids: readonly unknown[], argument: string): void {
  const twice = ids.map(textOf).find((id, at, all) => id !== undefined && all.indexOf(id) !== at);
  expectArgument(twice === undefined, argument, "each id once", twice);
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
function vpcBlock(value: unknown, argument: string, widest: number, narrowest: number): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const block = blockOf(text, argument);
  const isOfVersion = block.includes(":") === widest > 32;
  const isSize = isOfVersion && isWithin(Number(block.split("/")[1]), widest, narrowest);
  expectArgument(isSize, argument, `a block of /${widest} to /${narrowest}`, text);
  return block;
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html#vpc-limits-security-groups */
function expectQuotas({ rulesPerGroup = 60, groupsPerInterface = 5, prefixLists = {} }: SecurityGroupsArgs): void {
  expectArgument(isWithin(rulesPerGroup, 1, 1000), "rulesPerGroup", "1 to 1000", rulesPerGroup);
  expectArgument(isWithin(groupsPerInterface, 1, 16), "groupsPerInterface", "1 to 16", groupsPerInterface);
  const product = rulesPerGroup * groupsPerInterface;
  expectArgument(product <= 1000, "rulesPerGroup", "at most 1000, times `groupsPerInterface`", product);
  for (const [name, { maxEntries }] of Object.entries(prefixLists)) {
    expectArgument(isWithin(maxEntries, 1, 1000), `prefixLists.${name}.maxEntries`, "1 to 1000", maxEntries);
  }
}

/** The quota counts each version of IP for itself; a rule that names a group or a prefix list counts for both. */
function expectFewRules(group: string, rules: readonly PlannedRule[], args: SecurityGroupsArgs): void {
  const { rulesPerGroup = 60, prefixLists = {} } = args;
  const weightOf = ({ peer }: PlannedRule) =>
    peer.kind === "prefixList" ? (prefixLists[peer.value]?.maxEntries ?? 1) : 1;
  for (const direction of ["ingress", "egress"] as const) {
    for (const [other, version] of [
      ["ipv6", "IPv4"],
      ["ipv4", "IPv6"],
    ] as const) {
      const counted = rules.filter(
        (rule) => rule.group === group && rule.direction === direction && versionOf(rule.peer) !== other,
      );
      const count = counted.reduce((sum, rule) => sum + weightOf(rule), 0);
      const few = `at most ${rulesPerGroup} ${direction} rules of ${group} for ${version} (\`rulesPerGroup\`)`;
      expectArgument(count <= rulesPerGroup, "flows", few, count);
    }
  }
}

/** Refuses what must never be; gives warnings of what can't be told. */
function checkNever(
  { never = [] }: SecurityGroupsArgs,
  names: Names,
  rules: readonly PlannedRule[],
  together: readonly (readonly string[])[],
): string[] {
  return never.flatMap((pair, index) => {
    const path = `never[${index}]`;
    peersOf(pair.from, `${path}.from`, names);
    peersOf(pair.to, `${path}.to`, names);
    const found = reaches({ rules, names, together }, pair);
    const way = found.answer === "yes" ? found.path.join(" > ") : "";
    expectArgument(found.answer !== "yes", path, `no way from ${pair.from} to ${pair.to}`, way);
    return found.answer === "cannotTell"
      ? [`whether ${pair.from} reaches ${pair.to} can't be told: it depends on ${found.because}`]
      : [];
  });
}
