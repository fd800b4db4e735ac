import * as assert from "node:assert/strict";
import { type Flow, type Names, planRules } from "../../../components/network/flows";
import { reaches } from "../../../components/network/reachability";

const groups = ["alb", "web", "db", "jobs"];

function answer(flows: readonly Flow[], from: string, to: string, indirect = false, ipv4?: string) {
  const names: Names = { groups, external: ["partner"], prefixLists: {}, vpc: { ipv4, hasIpv6: false } };
  const found = reaches({ rules: planRules(flows, names), names }, { from, to, indirect });
  return found.answer === "yes" ? found.path.join(" > ") : found.answer === "no" ? "no" : found.because;
}

const shop: Flow[] = [
  { from: "internet", to: "alb", port: 443, reason: "customers" },
  { from: "alb", to: "web", port: 8080 },
  { from: "web", to: "db", port: 5432 },
];

describe("whether one end reaches another", () => {
  for (const [title, flows, from, to, indirect, vpcCidr, expected] of [
    ["a flow of its own", shop, "alb", "web", false, undefined, "alb > web"],
    ["the way back is none", shop, "web", "alb", false, undefined, "no"],
    ["several flows, asked directly", shop, "internet", "db", false, undefined, "no"],
    ["several flows, by way of others", shop, "internet", "db", true, undefined, "internet > alb > web > db"],
    ["a database without a way out", shop, "db", "internet", true, undefined, "no"],
    [
      "two flows by way of the VPC that meet",
      [
        { from: "jobs", to: "vpc", port: 5432 },
        { from: "vpc", to: "db", port: 5432 },
      ],
      "jobs",
      "db",
      false,
      undefined,
      "jobs > db",
    ],
    [
      "two flows by way of the VPC, of other ports",
      [
        { from: "jobs", to: "vpc", port: 80 },
        { from: "vpc", to: "db", port: 5432 },
      ],
      "jobs",
      "db",
      false,
      undefined,
      "no",
    ],
    [
      "a block that holds the VPC",
      [{ from: "10.0.0.0/8", to: "db", port: 5432 }],
      "vpc",
      "db",
      false,
      "10.3.0.0/16",
      "vpc > db",
    ],
    [
      "a block beside the VPC",
      [{ from: "10.0.0.0/16", to: "db", port: 5432 }],
      "vpc",
      "db",
      false,
      "10.3.0.0/16",
      "no",
    ],
    [
      "a block, and a VPC whose own isn't known yet",
      [{ from: "10.0.0.0/16", to: "db", port: 5432 }],
      "vpc",
      "db",
      false,
      undefined,
      "whether 10.0.0.0/16 holds addresses of the VPC",
    ],
    [
      "a public block, asked of the internet",
      [{ from: "8.8.8.0/24", to: "db", port: 5432 }],
      "internet",
      "db",
      false,
      undefined,
      "internet > db",
    ],
    [
      "a private block, asked of the internet",
      [{ from: "10.0.0.0/8", to: "db", port: 5432 }],
      "internet",
      "db",
      false,
      undefined,
      "no",
    ],
    [
      "a prefix list",
      [{ from: "pl-12", to: "db", port: 5432 }],
      "internet",
      "db",
      false,
      undefined,
      "the contents of pl-12",
    ],
    [
      "a group from elsewhere",
      [{ from: "partner", to: "db", port: 5432 }],
      "partner",
      "db",
      false,
      undefined,
      "partner > db",
    ],
    [
      "hosts of the VPC that may pass something on",
      [{ from: "db", to: "vpc", port: 53, protocol: "udp" }],
      "db",
      "internet",
      true,
      undefined,
      "what vpc passes on",
    ],
    ["the VPC, by one of its groups", shop, "internet", "vpc", false, undefined, "internet > vpc (alb)"],
    [
      "the VPC, out of one of its groups",
      [{ from: "web", to: "internet", port: 443, reason: "packages" }],
      "vpc",
      "internet",
      false,
      undefined,
      "vpc (web) > internet",
    ],
    [
      "a block that holds a group, by that group",
      shop,
      "10.0.0.0/8",
      "db",
      false,
      "10.3.0.0/16",
      "10.0.0.0/8 (web) > db",
    ],
    [
      "a block that may hold a group",
      shop,
      "10.3.7.0/24",
      "db",
      false,
      "10.3.0.0/16",
      "whether members of web have addresses in 10.3.7.0/24",
    ],
    [
      "members of one group, by way of the VPC",
      [
        { from: "web", to: "vpc", port: 7000 },
        { from: "vpc", to: "web", port: 7000 },
      ],
      "web",
      "web",
      false,
      undefined,
      "web > web",
    ],
    [
      "a block that is public but for a part",
      [{ from: "192.0.0.0/8", to: "db", port: 5432 }],
      "internet",
      "db",
      false,
      undefined,
      "internet > db",
    ],
    [
      "a public block that is the VPC's own",
      [{ from: "52.1.7.0/24", to: "db", port: 5432 }],
      "internet",
      "db",
      false,
      "52.1.0.0/16",
      "no",
    ],
    [
      "a partner that may pass on what the internet sends",
      [{ from: "partner", to: "db", port: 5432 }],
      "internet",
      "db",
      true,
      undefined,
      "whether internet reaches partner by rules from elsewhere",
    ],
    ["itself, without a flow", shop, "web", "web", false, undefined, "no"],
    ["itself, by a flow", [{ from: "web", to: "web", port: 7000 }], "web", "web", false, undefined, "web > web"],
  ] as const) {
    it(`${title}: ${expected}`, () => assert.equal(answer(flows, from, to, indirect, vpcCidr), expected));
  }

  it("adds up the rules of groups that an interface has together", () => {
    const names: Names = { groups, external: [], prefixLists: {}, vpc: { hasIpv6: false } };
    const topology = { rules: planRules(shop, names), names, together: [["alb", "db"]] };
    assert.deepEqual(reaches(topology, { from: "internet", to: "db" }), {
      answer: "yes",
      path: ["internet", "db (alb+db)"],
    });
  });
});
