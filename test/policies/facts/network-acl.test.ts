import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { Value } from "../../../policies/core/value";
import { parseCidr, isPublic } from "../../../policies/facts/cidr";
import { admitted, type Entry, readEntry } from "../../../policies/facts/network-acl";

const written = fc.record({
  action: fc.constantFrom("allow", "deny"),
  protocol: fc.constantFrom("-1", "tcp", "udp"),
  fromPort: fc.constantFrom(0, 22, 23),
  toPort: fc.constantFrom(22, 80),
  // Few and wide, so that entries overlap.
  cidrBlock: fc
    .tuple(fc.constantFrom("0.0.0.0", "64.0.0.0", "128.0.0.0"), fc.integer({ min: 0, max: 4 }))
    .map(([address, prefix]) => `${address}/${prefix}`),
});
const acl = fc
  .array(written, { maxLength: 6 })
  .map((entries) => entries.map((entry, index) => numbered(entry, index + 1)));

function numbered(entry: object, ruleNo: number): Entry {
  return readEntry(new Value({ "": { ...entry, ruleNo } }, ""), "ruleNo", "action");
}

/** What EC2 does with a packet to TCP port 22, by its own description: the first entry that matches decides. */
function lets(entries: readonly Entry[], address: bigint): boolean {
  const first = entries.find(
    ({ ports, addresses }) =>
      ports &&
      (ports.protocol === "all" || (ports.protocol === "tcp" && ports.from <= 22 && 22 <= ports.to)) &&
      addresses?.some(({ ranges }) => ranges.some((range) => range.first <= address && address <= range.last)),
  );
  return first?.action === "allow";
}

describe("network ACLs", () => {
  it("admit the internet exactly when the first matching entries of its sixteenths allow enough of it", () => {
    const sixteenths = Array.from({ length: 16 }, (_, index) => index * 16);
    fc.assert(
      fc.property(acl, (entries) => {
        const through = sixteenths.filter((octet) => lets(entries, BigInt(octet) << 24n));
        const open = isPublic(through.flatMap((octet) => parseCidr(`${octet}.0.0.0/4`) ?? []));
        assert.equal(admitted(entries, 22) !== undefined, open);
      }),
    );
  });

  it("do not depend on the order in which entries are written", () => {
    fc.assert(
      fc.property(acl, (entries) => {
        assert.equal(admitted([...entries].reverse(), 22), admitted(entries, 22));
      }),
    );
  });

  it("admit nobody after a denial of everybody", () => {
    fc.assert(
      fc.property(acl, (entries) => {
        const wall = { action: "deny", protocol: "-1", cidrBlock: "0.0.0.0/0" };
        assert.equal(admitted([...entries, numbered(wall, 0)], 22), undefined);
      }),
    );
  });
});
