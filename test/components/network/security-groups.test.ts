import * as assert from "node:assert/strict";
import fc from "fast-check";
import { type Flow, SecurityGroups, type SecurityGroupsArgs } from "../../../components";
import { matchingGroups, planTable } from "../../../components/network/group-table";
import { tags, testComponent } from "../../support/component";
import { deploy, findingsOf } from "../../support/deploy";

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

const port = fc.integer({ min: 0, max: 65535 });
const ports = fc.tuple(port, port).map(([a, b]) => ({ port: Math.min(a, b), toPort: Math.max(a, b) }));
const what: fc.Arbitrary<Partial<Flow>> = fc.oneof(
  port.map((only) => ({ port: only })),
  ports,
  ports.map((range) => ({ ...range, protocol: "udp" })),
  fc.constantFrom({ protocol: "icmp" }, { protocol: "icmpv6" }, { protocol: "all" }),
);
const publicly = fc.constantFrom<Partial<Flow>>({ port: 80 }, { port: 443 }, { protocol: "icmp" });
const blocks = ["10.1.0.0/16", "192.168.7.0/24", "100.64.0.0/10", "198.18.7.7/32", "fd00:1::/32", "2001:db8::/32"];

/** A table of any groups, and of flows between them and whatever a flow may name. */
const table: fc.Arbitrary<SecurityGroupsArgs> = fc
  .uniqueArray(fc.constantFrom("alb", "web", "db", "cache", "jobs", "mail", "a1", "b-2"), { minLength: 1 })
  .chain((names) => {
    const group = fc.constantFrom(...names);
    const near = fc.constantFrom("vpc", "partner", ...blocks);
    const away = fc.constantFrom("storage", "offices", "pl-6da54004");
    const flowOf = (from: fc.Arbitrary<string>, to: fc.Arbitrary<string>, traffic = what) =>
      fc
        .record({ from, to, traffic, reason: fc.constantFrom("customers", "updates: (see #7)") })
        .map(({ traffic: kind, ...ends }) => ({ ...ends, ...kind }));
    const flow = fc.oneof(
      flowOf(group, fc.oneof(group, near, away, fc.constant("internet"))),
      flowOf(near, group),
      flowOf(fc.constant("internet"), group, publicly),
    );
    const end = fc.oneof(group, near, fc.constant("internet"));
    const match = fc.dictionary(fc.constantFrom("role", "place"), fc.constantFrom("web", "eu"), {
      minKeys: 1,
      noNullPrototype: true,
    });
    return fc.record(
      {
        vpcId: fc.constant("vpc-1"),
        vpcCidr: fc.constant("10.0.0.0/16"),
        vpcIpv6Cidr: fc.constant("2001:db8:0:1a00::/56"),
        groups: fc
          .tuple(
            ...names.map(() =>
              fc.record({ description: fc.constantFrom("front", "what (it) is = for"), match }, { requiredKeys: [] }),
            ),
          )
          .map((made) => Object.fromEntries(made.map((each, at) => [names[at], each]))),
        flows: fc.array(flow, { maxLength: 20 }),
        external: fc.constant({ partner: "sg-9" }),
        prefixLists: fc.constant({
          storage: { prefixListId: "pl-63a5400a", maxEntries: 1 },
          offices: { prefixListId: "pl-0ff1ce", maxEntries: 20 },
        }),
        never: fc.array(fc.record({ from: end, to: end, indirect: fc.boolean() }), { maxLength: 2 }),
        shared: fc.boolean(),
        rulesPerGroup: fc.constantFrom(60, 100),
        groupsPerInterface: fc.constantFrom(5, 10),
        tags,
      },
      { requiredKeys: ["vpcId", "groups", "flows", "external", "prefixLists"] },
    );
  });

/** Those that are accepted without a warning, which would stand in the middle of the tests' output. */
const accepted = table.filter((args) => {
  try {
    return planTable(args).warnings.length === 0;
  } catch {
    return false;
  }
});

testComponent<SecurityGroupsArgs>("SecurityGroups", {
  make: (name, args) => new SecurityGroups(name, args),
  least: shop,
  accepted,
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
    "the internet for a reason that is none": [
      { ...shop, flows: [{ from: "internet", to: "alb", port: 443, reason: " " }] },
      /expected `flows\[0\].reason` to be a reason, as it is about the internet, got " "/,
    ],
    "UDP from the internet": [
      { ...shop, flows: [{ from: "internet", to: "alb", port: 443, protocol: "udp", reason: "HTTP/3" }] },
      /expected `flows\[0\]` to be TCP port 80 or 443, the only ones that may face the internet, got "udp 443"/,
    ],
    "a range from the internet that begins and ends well": [
      { ...shop, flows: [{ from: "internet", to: "alb", port: 80, toPort: 443, reason: "web" }] },
      /expected `flows\[0\]` to be TCP port 80 or 443.*, got "tcp 80 to 443"/,
    ],
    "more quota than AWS gives": [
      { ...shop, rulesPerGroup: 201 },
      /expected `rulesPerGroup` to be at most 1000, times `groupsPerInterface`, got 1005/,
    ],
    "a prefix list that takes up the quota": [
      {
        ...shop,
        prefixLists: { edge: { prefixListId: "pl-3b927c52", maxEntries: 55 } },
        flows: [1, 2, 3, 4, 5, 6].map((at) => ({ from: at === 6 ? "edge" : `10.0.${at}.0/24`, to: "web", port: 443 })),
        rulesPerGroup: 59,
      },
      /expected `flows` to be at most 59 ingress rules of web for IPv4 \(`rulesPerGroup`\), got 60/,
    ],
    "a VPC's block that no VPC has": [
      { ...shop, vpcCidr: "10.0.0.0/8" },
      /expected `vpcCidr` to be a block of \/16 to \/28, got "10.0.0.0\/8"/,
    ],
    "a group from elsewhere under two names": [
      { ...shop, external: { partner: "sg-9", friend: "sg-9" } },
      /expected `external` to be each id once, got "sg-9"/,
    ],
    "one name for two things": [
      { ...shop, external: { web: "sg-9" } },
      /expected `external` to be other names than those of `groups` and `external`, got "web"/,
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
      /expected `flows\[0\].reason` to be 1 to 255/,
    ],
    "a flow about a VPC whose block is missing": [
      { ...shop, vpcCidr: undefined, flows: [{ from: "vpc", to: "alb", port: 443 }] },
      /expected `vpcCidr` to be the VPC's block, which alb-from-vpc-tcp-443 needs/,
    ],
    "more rules than AWS allows": [
      { ...shop, flows: Array.from({ length: 61 }, (_, at) => ({ from: `10.0.${at}.0/24`, to: "web", port: 443 })) },
      /expected `flows` to be at most 60 ingress rules of web for IPv4 \(`rulesPerGroup`\), got 61/,
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

  it("refuse to join groups where their rules together come to what must never be", async () => {
    const groups = { alb: { match: { face: "public" } }, db: { match: { role: "db" } } };
    const errors: string[] = [];
    await deploy(() => {
      const made = new SecurityGroups("shop", { ...shop, groups, flows: shop.flows.slice(0, 1) });
      assert.equal(made.idsFor({ role: "db" }).length, 1);
      try {
        made.idsFor({ role: "db", face: "public" });
      } catch (error) {
        errors.push((error as Error).message);
      }
    });
    assert.deepEqual(errors, ['expected `never[0]` to be no way from internet to db, got "internet > db (alb+db)"']);
  });

  it("take further flows when they are shared, held to the same table, and make each rule once", async () => {
    const declared = await deploy(() => {
      const made = new SecurityGroups("shop", { ...shop, shared: true });
      made.allow({ from: "alb", to: "web", port: 9000 }).allow({ from: "alb", to: "web", port: 9000 });
      assert.throws(() => made.allow({ from: "web", to: "mail", port: 25 }), /expected `flows\[\d\].to` to be one of/);
      assert.throws(
        () => made.allow({ from: "db", to: "internet", port: 443, reason: "updates" }),
        /expected `never\[1\]` to be no way from db to internet, got "db > internet"/,
      );
      const closed = new SecurityGroups("other", shop);
      assert.throws(() => closed.allow({ from: "alb", to: "web", port: 9000 }), /expected `shared` to be true/);
    });
    const added = declared.map(({ name }) => name).filter((name) => /9000|25|db-to/.test(name));
    assert.deepEqual(added.sort(), ["shop-alb-to-web-tcp-9000", "shop-web-from-alb-tcp-9000"]);
  });

  it("warn of what can't be told, once", async () => {
    const warnings: unknown[] = [];
    const { warn } = console;
    console.warn = (text) => warnings.push(text);
    try {
      await deploy(() => {
        const flows = [...shop.flows, { from: "pl-1", to: "db", port: 5432 }];
        new SecurityGroups("shop", { ...shop, flows, shared: true }).allow({ from: "alb", to: "web", port: 9000 });
      });
    } finally {
      console.warn = warn;
    }
    assert.deepEqual(warnings, [
      "warning: [runtime] whether internet reaches db can't be told: it depends on the contents of pl-1",
    ]);
  });

  it("leave our rules uncertain, and no more, where a prefix list of another stack is let in", async () => {
    const flows = [{ from: "pl-1", to: "web", port: 8443 }];
    const findings = await findingsOf(() => {
      new SecurityGroups("shop", { ...shop, flows });
    });
    assert.ok(findings.length > 0);
    for (const finding of findings) assert.match(finding, /^undetermined .* shop-web-from-pl-1-tcp-8443: prefixListId/);
  });

  it("refuse a name that EC2 would take for an id (CreateSecurityGroup, GroupName)", async () => {
    await deploy(() => {
      assert.throws(() => new SecurityGroups("sg", shop), /expected `name` to be a name that doesn't begin with sg-/);
    });
  });

  it("have no rules of their own: what AWS opens at first, the provider closes (@pulumi/aws, SecurityGroup)", async () => {
    const declared = await deploy(() => {
      new SecurityGroups("shop", shop);
    });
    for (const { type, inputs } of declared) {
      if (type === "aws:ec2/securityGroup:SecurityGroup") assert.ok(!("ingress" in inputs || "egress" in inputs));
    }
  });

  it("give their ids by name", async () => {
    let ids: Record<string, string> | undefined;
    await deploy(() => void new SecurityGroups("shop", shop).ids.apply((all) => (ids = all)));
    assert.deepEqual(ids, { alb: "shop-alb-id", web: "shop-web-id", db: "shop-db-id" });
  });
});
