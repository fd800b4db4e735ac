import * as assert from "node:assert/strict";
import fc from "fast-check";
import { Vpc, type VpcArgs } from "../../../components";
import { deploy } from "../../support/deploy";

/** Inputs of everything that AWS would make, by type and name. */
async function made(args: VpcArgs): Promise<Map<string, unknown>> {
  const resources = await deploy(() => {
    new Vpc("net", args);
  });
  const own = resources.filter(({ type }) => type.startsWith("aws:"));
  return new Map(own.map(({ type, name, inputs }) => [`${type} ${name}`, inputs]));
}

const rest: fc.Arbitrary<Omit<VpcArgs, "zones">> = fc.record({
  cidr: fc.constantFrom("10.0.0.0/16", "10.0.0.0/20"),
  nat: fc.constantFrom("none" as const, "regional" as const, "perZone" as const),
  publicSubnets: fc.constantFrom(undefined, true),
  ipv6: fc.boolean(),
  endpoints: fc.constantFrom(undefined, ["ecr.api", "logs"]),
  dnsFirewall: fc.constantFrom(undefined, { domains: ["example.com"] }),
});

const zones = (letters: readonly string[]) => letters.map((letter) => `eu-west-1${letter}`);
const some = fc.shuffledSubarray(Array.from("abcd"), { minLength: 2 });

describe("Vpc, when its zones change", () => {
  it("changes no resource of the zones that stay, and removes none but those of the zones that leave", async () => {
    await fc.assert(
      fc.asyncProperty(rest, some, some, async (args, first, second) => {
        const [before, after] = [
          await made({ ...args, zones: zones(first) }),
          await made({ ...args, zones: zones(second) }),
        ];
        const leaving = new RegExp(`-(${first.filter((letter) => !second.includes(letter)).join("|") || "none"})(-|$)`);
        for (const [key, inputs] of before) {
          if (after.has(key)) assert.deepEqual(after.get(key), inputs, key);
          else assert.match(key, leaving);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("changes nothing at all when they are only listed in another order", async () => {
    const args = { nat: "single", ipv6: true, transit: { gatewayId: "tgw-1", cidrs: ["10.8.0.0/16"] } } as const;
    const shuffled = (order: string) =>
      made({ ...args, transit: { ...args.transit, cidrs: [...args.transit.cidrs] }, zones: zones(Array.from(order)) });
    assert.deepEqual(await shuffled("cab"), await shuffled("abc"));
  });

  it("adds a zone's link subnet to the transit attachment in place, and changes nothing else", async () => {
    const transit = { gatewayId: "tgw-1", cidrs: ["10.8.0.0/16", "10.9.0.0/16"] };
    const [before, after] = [
      await made({ zones: zones(["a", "c"]), transit }),
      await made({ zones: zones(["a", "b", "c"]), transit }),
    ];
    const changed = [...before].filter(([key, inputs]) => JSON.stringify(after.get(key)) !== JSON.stringify(inputs));
    assert.deepEqual(
      changed.map(([key]) => key),
      ["aws:ec2transitgateway/vpcAttachment:VpcAttachment net"],
    );
  });

  it("keeps a zone's gateway, address and routes when a single NAT gateway becomes one per zone", async () => {
    const [before, after] = [
      await made({ zones: zones(["a", "b"]), nat: "single" }),
      await made({ zones: zones(["a", "b"]), nat: "perZone" }),
    ];
    const changed = [...before].filter(([key, inputs]) => JSON.stringify(after.get(key)) !== JSON.stringify(inputs));
    assert.deepEqual(
      changed.map(([key]) => key),
      ["aws:ec2/route:Route net-private-b-internet"],
    );
  });
});
