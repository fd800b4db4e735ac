import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { intersect, type Range, size, subtract, union } from "../../../policies/facts/address-range";
import { everyAddress, isPublic, parseCidr, publicPart } from "../../../policies/facts/cidr";

const block = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => parsed(`${address}/${prefix}`));
const block6 = fc
  .tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }))
  .map(([address, prefix]) => parsed(`${address}/${prefix}`));
const blocks = fc.array(fc.oneof(block, block6), { maxLength: 12 });
// Small numbers, so that ranges touch and overlap often.
const range = fc
  .tuple(fc.bigInt({ min: 0n, max: 40n }), fc.bigInt({ min: 0n, max: 10n }))
  .map(([first, length]) => ({ first, last: first + length }));
const ranges = fc.array(range, { maxLength: 8 });

function parsed(text: string) {
  const addresses = parseCidr(text);
  assert.ok(addresses, `${text} is a CIDR block`);
  return addresses;
}

function members(list: readonly Range[]): Set<bigint> {
  const found = new Set<bigint>();
  for (const { first, last } of list) for (let member = first; member <= last; member += 1n) found.add(member);
  return found;
}

describe("address ranges", () => {
  it("add up, subtract and intersect as the sets of their members do", () => {
    fc.assert(
      fc.property(ranges, ranges, (a, b) => {
        const [inA, inB] = [members(a), members(b)];
        assert.deepEqual(members(union(a)), new Set([...inA].sort((x, y) => Number(x - y))));
        assert.deepEqual(members(subtract(a, b)), new Set([...inA].filter((member) => !inB.has(member))));
        assert.deepEqual(members(intersect(a, b)), new Set([...inA].filter((member) => inB.has(member))));
        assert.equal(size(a), BigInt(inA.size));
      }),
    );
  });

  it("are apart from each other once united", () => {
    fc.assert(
      fc.property(ranges, (list) => {
        const united = union(list);
        united.slice(1).forEach((next, index) => assert.ok(next.first > (united[index]?.last ?? 0n) + 1n));
      }),
    );
  });
});

describe("CIDR blocks", () => {
  it("never cover more addresses than there are", () => {
    fc.assert(
      fc.property(fc.array(block), (list) => {
        assert.ok(size(list.flatMap((addresses) => addresses.ranges)) <= size([everyAddress.IPv4]));
      }),
    );
  });

  it("are as wide as their prefix says, whatever host is written", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
        assert.equal(size(parsed(`${address}/${prefix}`).ranges), 1n << BigInt(32 - prefix));
      }),
    );
  });

  it("stay public when more are added", () => {
    fc.assert(fc.property(blocks, blocks, (some, more) => !isPublic(some) || isPublic([...some, ...more])));
  });

  it("stay public when one is widened", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 1, max: 32 }), (address, prefix) => {
        return !isPublic([parsed(`${address}/${prefix}`)]) || isPublic([parsed(`${address}/${prefix - 1}`)]);
      }),
    );
  });

  it("are public in any order, or in none, and whether repeated or not", () => {
    fc.assert(
      fc.property(blocks, (list) => {
        assert.equal(isPublic([...list].reverse()), isPublic(list));
        assert.equal(isPublic([...list, ...list]), isPublic(list));
      }),
    );
  });

  it("are as public in two halves as in one", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 31 }), (octet, prefix) => {
        const whole = parsed(`${octet}.0.0.0/${prefix}`);
        const { first, last } = whole.ranges[0] as Range;
        const middle = first + (last - first) / 2n;
        const half = (a: bigint, b: bigint) => ({ ...whole, ranges: [{ first: a, last: b }] });
        assert.equal(isPublic([half(first, middle), half(middle + 1n, last)]), isPublic([whole]));
      }),
    );
  });

  it("are named exactly when they are public", () => {
    fc.assert(fc.property(blocks, (list) => (publicPart(list) !== undefined) === isPublic(list)));
  });

  for (const text of [
    "0.0.0.0/0",
    "1.2.3.4/0",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "52.0.0.0/7",
    "::/0",
    "2000::/3",
    "2600::/12",
  ]) {
    it(`${text} is public`, () => assert.ok(isPublic([parsed(text)])));
  }
  for (const text of [
    "52.0.0.0/8",
    "10.0.0.0/8",
    "224.0.0.0/3",
    "100.64.0.0/10",
    "2600:1f00::/32",
    "fc00::/7",
    "fe80::/10",
  ]) {
    it(`${text} is not public`, () => assert.ok(!isPublic([parsed(text)])));
  }
  for (const text of [
    "",
    "everyone",
    "0/0",
    "10.1/16",
    "0.0.0.0",
    "0.0.0.0/33",
    "::/129",
    "01.0.0.0/8",
    "1.2.3.4/-1",
  ]) {
    it(`"${text}" is no block`, () => assert.equal(parseCidr(text), undefined));
  }
});
