import ipaddr from "ipaddr.js";

/** Whether a CIDR block is every address of its version of IP. */
export function isEveryAddress(block: string): boolean {
  return block === "0.0.0.0/0" || block === "::/0";
}

/** Whether two CIDR blocks have an address in common; blocks of different versions of IP have none. */
export function isOverlapping(a: string, b: string): boolean {
  return prefixOf(a) <= prefixOf(b) ? isWithin(b, a) : isWithin(a, b);
}

/** Whether all addresses of one CIDR block are in another. */
export function isWithin(inner: string, outer: string): boolean {
  const [address, prefix] = ipaddr.parseCIDR(inner);
  const [network, width] = ipaddr.parseCIDR(outer);
  return address.kind() === network.kind() && prefix >= width && address.match(network, width);
}

/** What IANA's special-purpose registry says is not globally reachable (RFC 6890), multicast and reserved. */
const notPublic = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
  "224.0.0.0/3",
];

/** Whether a CIDR block holds addresses of the internet; of IPv6, IANA has given out 2000::/3 only. */
export function isPublic(block: string): boolean {
  if (block.includes(":")) return isOverlapping(block, "2000::/3");
  return !notPublic.some((special) => isWithin(block, special));
}

function prefixOf(block: string): number {
  return ipaddr.parseCIDR(block)[1];
}
