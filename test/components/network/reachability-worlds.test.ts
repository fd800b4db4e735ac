import * as assert from "node:assert/strict";
import fc from "fast-check";
import { type Flow, type Names, type PlannedRule, planRules } from "../../../components/network/flows";
import { reaches } from "../../../components/network/reachability";

/**
 * A network so small that every world can be tried out: a VPC of four addresses, one instance of each group at one of them, a
 * host without groups at every address. Written without a look at the answers: packets from address to address.
 */
const vpc = ["10.0.0.0", "10.0.0.1", "10.0.0.2", "10.0.0.3"];
const addresses = [...vpc, "10.9.0.1", "8.8.8.8"];
const blocks: Readonly<Record<string, readonly string[]>> = {
  "10.0.0.0/31": ["10.0.0.0", "10.0.0.1"],
  "10.0.0.1/32": ["10.0.0.1"],
  "10.0.0.0/8": [...vpc, "10.9.0.1"],
  "10.9.0.0/16": ["10.9.0.1"],
  "8.8.8.0/24": ["8.8.8.8"],
  vpc,
  internet: ["8.8.8.8"],
};
const groups = ["a", "b", "c"];
const names: Names = { groups, external: [], prefixLists: {}, vpc: { ipv4: "10.0.0.0/30", hasIpv6: false } };

interface Host {
  readonly address: string;
  readonly group?: string;
}

type World = readonly Host[];

const worlds: World[] = vpc.flatMap((a) =>
  vpc.flatMap((b) =>
    vpc.map((c) => [
      ...[a, b, c].map((address, at) => ({ address, group: groups[at] })),
      ...addresses.map((address) => ({ address })),
    ]),
  ),
);

function isAt(host: Host, end: string): boolean {
  return groups.includes(end) ? host.group === end : (blocks[end] ?? []).includes(host.address);
}

function isPeer({ peer }: PlannedRule, host: Host): boolean {
  if (peer.value === "0.0.0.0/0") return true;
  return peer.value === "::/0" ? false : isAt(host, peer.value);
}

function ports(rules: readonly PlannedRule[], direction: string, host: Host, other: Host): number[] | undefined {
  if (host.group === undefined) return undefined;
  return rules
    .filter((rule) => rule.group === host.group && rule.direction === direction && isPeer(rule, other))
    .map(({ first }) => first ?? 0);
}

function passes(rules: readonly PlannedRule[], from: Host, to: Host): boolean {
  const sent = ports(rules, "egress", from, to);
  const taken = ports(rules, "ingress", to, from);
  // Between hosts that this table knows nothing of, nothing is said.
  if (!sent && !taken) return false;
  return sent && taken ? sent.some((port) => taken.includes(port)) : (sent ?? taken ?? []).length > 0;
}

function isReached(world: World, rules: readonly PlannedRule[], from: string, to: string, indirect: boolean): boolean {
  const reached = world.filter((host) => isAt(host, from));
  for (const here of reached) {
    if (world.some((host) => isAt(host, to) && passes(rules, here, host))) return true;
    // Only members of groups pass on: what other hosts do can't be told, and the answer says so.
    if (!indirect) continue;
    reached.push(...world.filter((host) => host.group && !reached.includes(host) && passes(rules, here, host)));
  }
  return false;
}

describe("an answer about reaching, beside every world that a small table allows", () => {
  const end = fc.constantFrom(...groups, ...Object.keys(blocks));
  const flow: fc.Arbitrary<Flow> = fc
    .record({ from: end, to: end, port: fc.constantFrom(80, 443) })
    .filter(({ from, to }) => groups.includes(from) || groups.includes(to))
    .map((each) =>
      each.from === "internet" || each.to === "internet" ? { ...each, port: 443, reason: "test" } : each,
    );
  const cases = [fc.array(flow, { maxLength: 6 }), end, end] as const;
  const options = { numRuns: 400 };

  for (const indirect of [false, true]) {
    it(`is never wrong${indirect ? " by way of others" : ""}: yes is so in each world, no in none`, () => {
      const counts = { yes: 0, no: 0, cannotTell: 0 };
      fc.assert(
        fc.property(...cases, (flows, from, to) => {
          const rules = planRules(flows, names);
          const { answer } = reaches({ rules, names }, { from, to, indirect });
          counts[answer] += 1;
          const truths = worlds.map((world) => isReached(world, rules, from, to, indirect));
          if (answer === "yes") assert.ok(truths.every(Boolean));
          if (answer === "no") assert.ok(!truths.some(Boolean));
        }),
        options,
      );
      for (const count of Object.values(counts)) assert.ok(count > 10, JSON.stringify(counts));
    });
  }

  it("is uncertain only where groups meet blocks within the VPC, if asked directly", () => {
    const whole = ["10.0.0.0/8", "10.9.0.0/16", "8.8.8.0/24", "vpc", "internet", ...groups];
    fc.assert(
      fc.property(...cases, (flows, from, to) => {
        fc.pre([from, to, ...flows.flatMap((each) => [each.from, each.to])].every((name) => whole.includes(name)));
        assert.notEqual(reaches({ rules: planRules(flows, names), names }, { from, to }).answer, "cannotTell");
      }),
      options,
    );
  });
});
