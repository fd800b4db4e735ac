import * as assert from "node:assert/strict";
import fc from "fast-check";
import { type Flow, planRules } from "../../../components/network/flows";
import { reaches } from "../../../components/network/reachability";

const names = { groups: ["alb", "web", "db", "jobs"], external: ["partner"] };

function answer(flows: readonly Flow[], from: string, to: string, indirect = false, vpcCidr?: string) {
  const found = reaches({ rules: planRules(flows, names), names, vpcCidr }, { from, to, indirect });
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
    ["itself, without a flow", shop, "web", "web", false, undefined, "no"],
    ["itself, by a flow", [{ from: "web", to: "web", port: 7000 }], "web", "web", false, undefined, "web > web"],
  ] as const) {
    it(`${title}: ${expected}`, () => assert.equal(answer(flows, from, to, indirect, vpcCidr), expected));
  }

  it("agrees, for groups alone, with every path tried out", () => {
    const group = fc.constantFrom(...names.groups);
    const flow = fc.record({ from: group, to: group, port: fc.constantFrom(80, 443) });
    fc.assert(
      fc.property(fc.array(flow, { maxLength: 8 }), group, group, (flows, from, to) => {
        const reached = new Set<string>();
        for (let size = -1; size !== reached.size;) {
          size = reached.size;
          for (const each of flows) if (each.from === from || reached.has(each.from)) reached.add(each.to);
        }
        assert.equal(answer(flows, from, to, true) !== "no", reached.has(to));
      }),
    );
  });
});
