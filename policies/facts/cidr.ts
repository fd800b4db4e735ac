import * as ipaddr from "ipaddr.js";
import { NotKnown, type Value } from "../core/value";
import { intersect, type Range, size, subtract } from "./address-range";
import { listed } from "./listed";

export type Family = "IPv4" | "IPv6";

/** Some addresses of one family, and what the program calls them. */
export interface Addresses {
  readonly text: string;
  readonly family: Family;
  readonly ranges: readonly Range[];
}

const bits = { IPv4: 32, IPv6: 128 } as const;

/** Every address of a family. */
export const everyAddress: Readonly<Record<Family, Range>> = {
  IPv4: { first: 0n, last: (1n << 32n) - 1n },
  IPv6: { first: 0n, last: (1n << 128n) - 1n },
};

const seen = new Map<string, Addresses | undefined>();

/**
 * The addresses of a CIDR block, whatever address of it is written before the slash. Undefined when it is no block.
 * Stacks repeat a few blocks over and over, so each text is parsed once.
 */
export function parseCidr(text: string): Addresses | undefined {
  if (!seen.has(text)) seen.set(text, parse(text));
  return seen.get(text);
}

function parse(text: string): Addresses | undefined {
  const family = text.includes(":") ? "IPv6" : "IPv4";
  // EC2 takes no abbreviated IPv4 such as `10/8`, which the parser would.
  const isValid = family === "IPv6" ? ipaddr.isValidCIDR(text) : ipaddr.IPv4.isValidCIDRFourPartDecimal(text);
  if (!isValid) return undefined;
  const [address, prefix] = ipaddr.parseCIDR(text);
  const written = address.toByteArray().reduce((number, byte) => (number << 8n) | BigInt(byte), 0n);
  const width = 1n << BigInt(bits[family] - prefix);
  const first = written - (written % width);
  return { text, family, ranges: [{ first, last: first + width - 1n }] };
}

/** The block that a property holds; undefined when it holds none. What is no CIDR block can't be judged. */
export function readCidr(value: Value<any>): Addresses | undefined {
  const text = value.string()?.trim() ?? "";
  if (text === "") return undefined;
  const addresses = parseCidr(text);
  if (!addresses) throw new NotKnown(`${value.path} is not a CIDR block, so it can't be judged`);
  return addresses;
}

/**
 * Where a packet from the internet can come from. IPv4: all but what IANA's special-purpose registry says is not
 * globally reachable (RFC 6890), multicast and reserved. IPv6: global unicast, 2000::/3, is all that IANA has given out.
 */
const internet: Readonly<Record<Family, readonly Range[]>> = {
  IPv4: subtract(
    [everyAddress.IPv4],
    [
      "0.0.0.0/8",
      "10.0.0.0/8",
      "100.64.0.0/10",
      "127.0.0.0/8",
      "169.254.0.0/16",
      "172.16.0.0/12",
      "192.168.0.0/16",
      "224.0.0.0/3",
    ].flatMap((text) => parseCidr(text)?.ranges ?? []),
  ),
  IPv6: parseCidr("2000::/3")?.ranges ?? [],
};

/** Whether all addresses of one block are in another. */
export function isIn(inner: Addresses, outer: Addresses): boolean {
  return inner.family === outer.family && subtract(inner.ranges, outer.ranges).length === 0;
}

/** Whether two blocks have an address in common. */
export function overlap(a: Addresses, b: Addresses): boolean {
  return a.family === b.family && intersect(a.ranges, b.ranges).length > 0;
}

/** Whether some of these addresses are of the internet, however few. */
export function isReachable({ family, ranges }: Addresses): boolean {
  return intersect(ranges, internet[family]).length > 0;
}

/**
 * The most addresses that a list may name without being public: a /8 of IPv4, a /32 of IPv6. AWS calls a bucket policy
 * public when it admits more (Amazon S3 User Guide, "The meaning of public").
 */
const widest: Readonly<Record<Family, bigint>> = { IPv4: 1n << 24n, IPv6: 1n << 96n };

const families: readonly Family[] = ["IPv4", "IPv6"];

/** Whether these addresses, taken together, are so many that they are the internet rather than somebody's networks. */
export function isPublic(sources: readonly Addresses[]): boolean {
  return families.some((family) => isWide(sources, family));
}

function isWide(sources: readonly Addresses[], family: Family): boolean {
  const ranges = sources.flatMap((source) => (source.family === family ? source.ranges : []));
  let upperBound = 0n;
  for (const { first, last } of ranges) upperBound += last - first + 1n;
  // Most lists are far too small, which needs no arithmetic of sets.
  return upperBound > widest[family] && size(intersect(ranges, internet[family])) > widest[family];
}

/**
 * What makes these addresses public, in words: the blocks that are wide in themselves, or else all that are wide together.
 * Undefined when they are not public.
 */
export function publicPart(sources: readonly Addresses[]): string | undefined {
  const phrases = families.flatMap((family) => {
    if (!isWide(sources, family)) return [];
    const members = distinct(sources.filter((source) => source.family === family));
    const wide = members.filter((source) => isWide([source], family));
    if (wide.length > 0) return wide.map(({ text }) => text);
    const texts = members.map(({ text }) => text);
    return [`${listed(texts, 4)} together`];
  });
  return phrases.length > 0 ? listed(phrases) : undefined;
}

/** One for each text: what stands in two places may be cut down in one of them. */
function distinct(sources: readonly Addresses[]): Addresses[] {
  const byText = new Map<string, Addresses>();
  for (const source of sources) {
    const ranges = [...(byText.get(source.text)?.ranges ?? []), ...source.ranges];
    byText.set(source.text, { ...source, ranges });
  }
  return [...byText.values()];
}
