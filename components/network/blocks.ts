import { type Addresses, isIn, isReachable, overlap, parseCidr } from "../../policies/facts/cidr";

/** Whether a CIDR block is every address of its version of IP. */
export function isEveryAddress(block: string): boolean {
  return block === "0.0.0.0/0" || block === "::/0";
}

/** Whether two CIDR blocks have an address in common; blocks of different versions of IP have none. */
export function isOverlapping(a: string, b: string): boolean {
  return overlap(addressesOf(a), addressesOf(b));
}

/** Whether all addresses of one CIDR block are in another. */
export function isInside(inner: string, outer: string): boolean {
  return isIn(addressesOf(inner), addressesOf(outer));
}

/** Whether a CIDR block holds addresses of the internet. */
export function isPublic(block: string): boolean {
  return isReachable(addressesOf(block));
}

/** The arguments were checked before. */
function addressesOf(block: string): Addresses {
  const addresses = parseCidr(block);
  if (!addresses) throw new Error(`not a CIDR block: ${block}`);
  return addresses;
}
