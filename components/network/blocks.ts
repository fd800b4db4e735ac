import ipaddr from "ipaddr.js";
import { isReachable, parseCidr } from "../../policies/facts/cidr";

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

/** Whether a CIDR block holds addresses of the internet. */
export function isPublic(block: string): boolean {
  const addresses = parseCidr(block);
  return addresses !== undefined && isReachable(addresses);
}

function prefixOf(block: string): number {
  return ipaddr.parseCIDR(block)[1];
}
