import ipaddr from "ipaddr.js";

export const tiers = ["private", "data", "public", "link"] as const;
export type Tier = (typeof tiers)[number];

/** Blocks of one tier: block number `first + slot` of those that are `narrower` bits longer than the VPC's own prefix. */
interface Blocks {
  readonly narrower: number;
  readonly first: number;
}

interface AddressPlan {
  /** The zones for which there is room, by their letters. */
  readonly letters: string;
  readonly blocks: Readonly<Record<Tier, Blocks>>;
}

/*
 * Both plans draw the same borders, in 64ths of the VPC: 0 to 31 private, 32 to 39 public, 40 to 47 data, then link; the rest
 * is kept free. Where a subnet lies depends on its tier and on its zone's letter alone. Neither plan may ever change: a
 * subnet whose addresses change is replaced, with everything in it.
 */
const eightZones: AddressPlan = {
  letters: "abcdefgh",
  blocks: {
    private: { narrower: 4, first: 0 },
    public: { narrower: 6, first: 32 },
    data: { narrower: 6, first: 40 },
    link: { narrower: 9, first: 384 },
  },
};

const fourZones: AddressPlan = {
  letters: "abcd",
  blocks: {
    private: { narrower: 3, first: 0 },
    public: { narrower: 5, first: 16 },
    data: { narrower: 5, first: 20 },
    link: { narrower: 6, first: 48 },
  },
};

/** A VPC has a prefix of 16 to 28 bits, and so has a subnet: /22 is the last that leaves link subnets their 28. */
export const prefixes = { least: 16, most: 22 } as const;

/** The plan of a VPC with a prefix of so many bits: from /20 on there is room for four zones only. */
function planFor(prefix: number): AddressPlan {
  return prefix < 20 ? eightZones : fourZones;
}

/** The letters of the zones for which a VPC with a prefix of so many bits has room. */
export function lettersFor(prefix: number): string {
  return planFor(prefix).letters;
}

/** The IPv4 block of a zone's subnet. */
export function subnetCidr(vpcCidr: string, tier: Tier, letter: string): string {
  const [address, prefix] = ipaddr.IPv4.parseCIDR(vpcCidr);
  const { letters, blocks } = planFor(prefix);
  const { narrower, first } = blocks[tier];
  const length = prefix + narrower;
  const base = address.toByteArray().reduce((number, byte) => number * 256 + byte, 0);
  const start = base + (first + letters.indexOf(letter)) * 2 ** (32 - length);
  return `${[24, 16, 8, 0].map((shift) => (start >>> shift) & 255).join(".")}/${length}`;
}

/** The IPv6 block of a zone's subnet: a /64 of the /56 that AWS gives a VPC, whose last eight bits number them. */
export function subnetIpv6Cidr(vpcCidr: string, tier: Tier, letter: string): string {
  const bytes = ipaddr.IPv6.parseCIDR(vpcCidr)[0].toByteArray();
  bytes[7] = tiers.indexOf(tier) * 8 + eightZones.letters.indexOf(letter);
  return `${new ipaddr.IPv6(bytes).toString()}/64`;
}

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"] as const;

/** The addresses that the internet does not route: RFC 1918 and RFC 6598. */
export const privateNetworks: readonly string[] = privateRanges;

/** Whether a text is an IPv4 block of private addresses with its first address before the slash, as EC2 wants it. */
export function isPrivateNetwork(cidr: string): boolean {
  if (!isNetwork(cidr) || cidr.includes(":")) return false;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(cidr);
  return privateRanges.some((range) => {
    const [first, bits] = ipaddr.IPv4.parseCIDR(range);
    return bits <= prefix && address.match(first, bits);
  });
}

/** Whether a text is a block, IPv4 or IPv6, with its first address before the slash. */
export function isNetwork(cidr: string): boolean {
  if (ipaddr.IPv6.isValidCIDR(cidr)) {
    return ipaddr.IPv6.networkAddressFromCIDR(cidr).toString() === ipaddr.IPv6.parseCIDR(cidr)[0].toString();
  }
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(cidr)) return false;
  return `${ipaddr.IPv4.networkAddressFromCIDR(cidr).toString()}/${prefixOf(cidr)}` === cidr;
}

/** The number after the slash. */
export function prefixOf(cidr: string): number {
  return Number(cidr.split("/")[1]);
}
