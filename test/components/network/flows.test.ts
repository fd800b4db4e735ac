import * as assert from "node:assert/strict";
import fc from "fast-check";
import { type Flow, type Names, planRules } from "../../../components/network/flows";

const names: Names = {
  groups: ["alb", "web", "db"],
  external: ["partner"],
  prefixLists: { storage: undefined, offices: "pl-0ff1ce" },
  vpc: { hasIpv6: false },
};
const peer = fc.constantFrom(
  ...["alb", "web", "db", "partner", "storage", "vpc", "10.1.0.0/16", "fd00::/8", "pl-6da54004"],
);
const flow: fc.Arbitrary<Flow> = fc
  .record({ from: peer, to: peer, port: fc.constantFrom(80, 443, 5432) })
  .filter(({ from, to }) => names.groups.includes(from) || names.groups.includes(to));
const flows = fc.array(flow, { maxLength: 20 });

describe("the rules of a table of flows", () => {
  it("are the same in whatever order the flows stand, and however often", () => {
    fc.assert(
      fc.property(flows, fc.array(fc.nat()), (table, order) => {
        const other = [...table]
          .map((each, at) => [order[at] ?? 0, each] as const)
          .sort(([a], [b]) => a - b)
          .map(([, each]) => each);
        assert.deepEqual(planRules([...other, ...table.slice(0, 3)], names), planRules(table, names));
      }),
    );
  });

  it("carry out each flow at each end that is a group, and nothing else", () => {
    fc.assert(
      fc.property(flows, (table) => {
        const wanted = new Set(
          table.flatMap(({ from, to, port }) => [
            ...(names.groups.includes(from) ? [`${from} egress ${to} ${port}`] : []),
            ...(names.groups.includes(to) ? [`${to} ingress ${from} ${port}`] : []),
          ]),
        );
        const rules = planRules(table, names);
        const planned = rules.map((rule) => `${rule.group} ${rule.direction} ${rule.peer.value} ${rule.first}`);
        assert.deepEqual(planned.sort(), [...wanted].sort());
        assert.equal(new Set(rules.map(({ name }) => name)).size, rules.length);
      }),
    );
  });

  it("are two for the internet, one of each version of IP", () => {
    const rules = planRules([{ from: "internet", to: "alb", port: 443, reason: "customers" }], names);
    assert.deepEqual(
      rules.map(({ name, description }) => [name, description]),
      [
        ["alb-from-internet-ipv4-tcp-443", "customers"],
        ["alb-from-internet-ipv6-tcp-443", "customers"],
      ],
    );
  });

  it("are two for a VPC that has both versions of IP", () => {
    const rules = planRules([{ from: "vpc", to: "alb", port: 443 }], { ...names, vpc: { hasIpv6: true } });
    assert.deepEqual(
      rules.map(({ name }) => name),
      ["alb-from-vpc-ipv6-tcp-443", "alb-from-vpc-tcp-443"],
    );
  });

  it("come once for what EC2 takes for one: a block that is the VPC's, a list by name and by id", () => {
    const known: Names = { ...names, vpc: { ipv4: "10.1.0.0/16", hasIpv6: false } };
    const flows = ["vpc", "10.1.0.0/16", "offices", "pl-0ff1ce"].map((from) => ({ from, to: "alb", port: 443 }));
    assert.deepEqual(
      planRules(flows, known).map(({ name }) => name),
      ["alb-from-offices-tcp-443", "alb-from-vpc-tcp-443"],
    );
  });

  it("are refused where two would have one name, for one would be lost", () => {
    const groups = ["a", "a-from-b", "b-from-c", "c"];
    const flows = [
      { from: "b-from-c", to: "a", port: 1 },
      { from: "c", to: "a-from-b", port: 1 },
    ];
    assert.throws(() => planRules(flows, { ...names, groups }), /names that tell rules apart.*a-from-b-from-c-tcp-1/);
  });

  it("let each version of IP have its own ICMP", () => {
    const of = (protocol: string) =>
      planRules([{ from: "internet", to: "alb", protocol, reason: "path MTU" }], names).map(
        ({ peer: { value } }) => value,
      );
    assert.deepEqual([of("icmp"), of("icmpv6")], [["0.0.0.0/0"], ["::/0"]]);
  });

  it("keep both reasons of a rule that two flows ask for", () => {
    const rules = planRules(
      ["b", "a"].map((reason) => ({ from: "web", to: "db", port: 5432, reason })),
      names,
    );
    assert.deepEqual([...new Set(rules.map(({ description }) => description))], ["a; b"]);
  });
});
