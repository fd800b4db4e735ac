import * as assert from "node:assert/strict";
import fc from "fast-check";
import { type Flow, SecurityGroups, type SecurityGroupsArgs } from "../../../components";
import { matchingGroups } from "../../../components/network/security-groups";
import { tags, testComponent } from "../../support/component";
import { deploy } from "../../support/deploy";

const shop: SecurityGroupsArgs = {
  vpcId: "vpc-1",
  vpcCidr: "10.0.0.0/16",
  groups: { alb: {}, web: { match: { role: "web" } }, db: { match: { role: "db" } } },
  flows: [
    { from: "internet", to: "alb", port: 443, reason: "customers" },
    { from: "alb", to: "web", port: 8080 },
    { from: "web", to: "db", port: 5432 },
    { from: "web", to: "internet", port: 443, reason: "packages" },
  ],
  never: [
    { from: "internet", to: "db" },
    { from: "db", to: "internet", indirect: true },
  ],
};

const groupNames = ["alb", "web", "db", "cache"];
const group = fc.constantFrom(...groupNames);
const port = fc.record({ port: fc.integer({ min: 0, max: 65000 }) }).chain(({ port: first }) =>
  fc.record({
    port: fc.constant(first),
    toPort: fc.option(fc.integer({ min: first, max: 65535 }), { nil: undefined }),
  }),
);
const what = fc.oneof(
  port,
  port.map((ports) => ({ ...ports, protocol: "udp" })),
  fc.constantFrom({ protocol: "icmp" }, { protocol: "all" }),
);
const near = fc.constantFrom("vpc", "10.1.0.0/16", "192.168.7.0/24", "100.64.0.0/10", "198.18.7.7/32", "partner");
const flow: fc.Arbitrary<Flow> = fc.oneof(
  fc.record({ from: group, to: fc.oneof(group, near) }).chain((ends) => what.map((ports) => ({ ...ends, ...ports }))),
  fc.record({ from: near, to: group }).chain((ends) => what.map((ports) => ({ ...ends, ...ports }))),
  fc.record({
    from: group,
    to: fc.constantFrom("internet", "pl-6da54004"),
    port: fc.integer({ min: 0, max: 65535 }),
    reason: fc.constant("updates"),
  }),
  fc.record({
    from: fc.constant("internet"),
    to: group,
    port: fc.constantFrom(80, 443),
    reason: fc.constant("customers"),
  }),
  fc.constant({ from: "internet", to: "alb", protocol: "icmp", reason: "path MTU" }),
);

testComponent<SecurityGroupsArgs>("SecurityGroups", {
  make: (name, args) => new SecurityGroups(name, args),
  least: shop,
  accepted: fc.record(
    {
      vpcId: fc.constant("vpc-1"),
      vpcCidr: fc.constant("10.0.0.0/16"),
      groups: fc.constant({
        alb: { description: "front" },
        web: { match: { role: "web" } },
        db: { match: { role: "db" } },
        cache: {},
      }),
      flows: fc.array(flow, { maxLength: 12 }),
      external: fc.constant({ partner: "sg-9" }),
      never: fc.constant([{ from: "pl-1", to: "cache" }].slice(1)),
      shared: fc.boolean(),
      rulesPerGroup: fc.constantFrom(60, 100),
      groupsPerInterface: fc.constantFrom(5, 16),
      tags,
    },
    { requiredKeys: ["vpcId", "vpcCidr", "groups", "flows", "external"] },
  ),
  refused: {
    "a flow to a group that doesn't exist": [
      { ...shop, flows: [{ from: "alb", to: "wbe", port: 80 }] },
      /expected `flows\[0\].to` to be one of alb, web, db, internet, vpc, a CIDR block or a prefix list.*, got "wbe"/,
    ],
    "SSH from the internet": [
      { ...shop, flows: [{ from: "internet", to: "alb", port: 22, reason: "hurry" }] },
      /expected `flows\[0\]` to be TCP port 80 or 443, the only ones that may face the internet, got "tcp 22"/,
    ],
    "half of the internet by another name": [
      { ...shop, flows: [{ from: "0.0.0.0/1", to: "alb", port: 22 }] },
      /expected `flows\[0\].from` to be `internet`, which so wide a block is, got "0.0.0.0\/1"/,
    ],
    "the internet without a reason": [
      { ...shop, flows: [{ from: "internet", to: "alb", port: 443 }] },
      /expected `flows\[0\].reason` to be a reason, as it is about the internet/,
    ],
    "a flow between strangers": [
      { ...shop, flows: [{ from: "vpc", to: "internet", port: 443, reason: "no" }] },
      /expected `flows\[0\]` to be from or to a group of this table, got "vpc to internet"/,
    ],
    "a block with addresses of a host": [
      { ...shop, flows: [{ from: "10.0.0.1/8", to: "alb", port: 443 }] },
      /expected `flows\[0\].from` to be 10.0.0.0\/8, got "10.0.0.1\/8"/,
    ],
    "ports the wrong way round": [
      { ...shop, flows: [{ from: "alb", to: "web", port: 90, toPort: 80 }] },
      /expected `flows\[0\].toPort` to be 90 \(`port`\) to 65535, got 80/,
    ],
    "a protocol without ports that has one": [
      { ...shop, flows: [{ from: "alb", to: "web", port: 8, protocol: "icmp" }] },
      /expected `flows\[0\].port` to be absent: icmp has none, got 8/,
    ],
    "no port": [{ ...shop, flows: [{ from: "alb", to: "web" }] }, /expected `flows\[0\].port` to be 0 to 65535/],
    "a group named internet": [{ ...shop, groups: { internet: {} } }, /expected `groups` to be names of a to z/],
    "a match that matches everything": [
      { ...shop, groups: { ...shop.groups, all: { match: {} } } },
      /expected `groups.all.match` to be at least one tag/,
    ],
    "a reason that EC2 refuses": [
      { ...shop, flows: [{ from: "internet", to: "alb", port: 443, reason: "l'été" }] },
      /expected `flows\[0\].reason` to be up to 255/,
    ],
    "a flow about a VPC whose block is missing": [
      { ...shop, vpcCidr: undefined, flows: [{ from: "vpc", to: "alb", port: 443 }] },
      /expected `vpcCidr` to be the VPC's block, which alb-from-vpc-tcp-443 needs/,
    ],
    "more rules than AWS allows": [
      { ...shop, flows: Array.from({ length: 61 }, (_, at) => ({ from: `10.0.${at}.0/24`, to: "web", port: 443 })) },
      /expected `flows` to be at most 60 ingress rules of web for a version of IP \(`rulesPerGroup`\), got 61/,
    ],
    "what must never be, directly": [
      { ...shop, never: [{ from: "web", to: "db" }] },
      /expected `never\[0\]` to be no way from web to db, got "web > db"/,
    ],
    "what must never be, by way of others": [
      { ...shop, never: [{ from: "internet", to: "db", indirect: true }] },
      /expected `never\[0\]` to be no way from internet to db, got "internet > alb > web > db"/,
    ],
  },
});

describe("the groups of SecurityGroups", () => {
  const types = async (args: SecurityGroupsArgs) =>
    (
      await deploy(() => {
        new SecurityGroups("shop", args);
      })
    ).map(({ type, name }) => `${type.split(":")[2]} ${name}`);

  it("are closed to the rules of others, unless they are shared (@pulumi/aws, VpcSecurityGroupRulesExclusive)", async () => {
    const exclusive = "VpcSecurityGroupRulesExclusive shop-web";
    assert.ok((await types(shop)).includes(exclusive));
    assert.ok(!(await types({ ...shop, shared: true })).includes(exclusive));
  });

  it("are found by tags: an instance has every group all of whose tags it has", () => {
    const groups = { web: { match: { role: "web" } }, eu: { match: { role: "web", place: "eu" } }, alb: {} };
    assert.deepEqual(matchingGroups({ role: "web", place: "us" }, groups), ["web"]);
    assert.deepEqual(matchingGroups({ place: "eu", role: "web", more: "x" }, groups), ["eu", "web"]);
    assert.deepEqual(matchingGroups({ place: "eu" }, groups), []);
  });

  it("say which tags they match when none does, and refuse more groups than an interface takes", async () => {
    const errors: string[] = [];
    await deploy(() => {
      const six = Object.fromEntries(["a", "b", "c", "d", "e", "f"].map((name) => [name, { match: { role: "web" } }]));
      const groups = new SecurityGroups("shop", { vpcId: "vpc-1", groups: six, flows: [] });
      for (const given of [{ role: "mail" }, { role: "web" }]) {
        try {
          groups.idsFor(given);
        } catch (error) {
          errors.push((error as Error).message);
        }
      }
    });
    assert.match(
      errors[0]!,
      /expected `tags` to be tags that a group matches \(a \{"role":"web"\}.*\), got \{"role":"mail"\}/,
    );
    assert.match(errors[1]!, /expected `tags` to be tags that match at most 5 groups, got a, b, c, d, e, f of/);
  });

  it("give their ids by name", async () => {
    let ids: Record<string, string> | undefined;
    await deploy(() => void new SecurityGroups("shop", shop).ids.apply((all) => (ids = all)));
    assert.deepEqual(ids, { alb: "shop-alb-id", web: "shop-web-id", db: "shop-db-id" });
  });
});
