import { isEveryAddress, isInside, isOverlapping, isPublic } from "./blocks";
import { isPeer, type Names, type Peer, versionOf } from "./flows";
import type { Party } from "./reachability";
import { cannotTell, no, type Verdict, yes } from "./verdict";

/** Whether a rule that names a peer means a party, or someone of it. */
export function admits(names: Names, peer: Peer, party: Party): Verdict {
  if ("groups" in party) return admitsGroups(names, peer, party.name, party.groups);
  const { peer: other, name } = party;
  if (name === "internet") return admitsInternet(names, peer, other);
  if (isPeer(peer, other)) return yes;
  // Hosts elsewhere have none of the groups.
  if (peer.kind === "group") return no;
  return admitsOutside(names, peer, other);
}

function admitsGroups({ vpc }: Names, peer: Peer, name: string, groups: readonly string[]): Verdict {
  if (peer.kind === "group") return groups.includes(peer.value) ? yes : no;
  // Every group is within the VPC.
  if (peer.kind === "vpc") return yes;
  // An interface could have it besides; what this table doesn't say is taken not to be.
  if (peer.kind === "external") return no;
  if (peer.kind === "prefixList") return unknownList(peer);
  if (isEveryAddress(peer.value)) return yes;
  const own = versionOf(peer) === "ipv6" ? vpc.ipv6 : vpc.ipv4;
  if (own === undefined) return unknownVpc(peer.value);
  if (isInside(own, peer.value)) return yes;
  return isOverlapping(own, peer.value) ? cannotTell(`whether members of ${name} have addresses in ${peer.value}`) : no;
}

/**
 * The internet is what has a public address and is not of the VPC. Rules that name groups go by private addresses
 * (Amazon VPC User Guide, "Security group rules").
 */
function admitsInternet({ vpc }: Names, peer: Peer, every: Peer): Verdict {
  if (peer.kind === "prefixList") return unknownList(peer);
  if (peer.kind !== "cidr" || versionOf(peer) !== versionOf(every)) return no;
  const isOwn = [vpc.ipv4, vpc.ipv6].some((own) => own !== undefined && isInside(peer.value, own));
  return isPublic(peer.value) && !isOwn ? yes : no;
}

/** Two peers, neither of which is a group of this table: whether they have a host in common. */
function admitsOutside({ vpc }: Names, peer: Peer, other: Peer): Verdict {
  const pair = [peer, other];
  const everything = pair.find(({ kind, value }) => kind === "cidr" && isEveryAddress(value));
  if (everything) return pair.some((one) => isOtherVersion(one, everything)) ? no : yes;
  const list = pair.find(({ kind }) => kind === "prefixList");
  if (list) return unknownList(list);
  const external = pair.find(({ kind }) => kind === "external");
  if (external) return cannotTell(`where the members of ${external.value} are`);
  if (isOtherVersion(peer, other)) return no;
  const blocks = pair.map(({ kind, value }) => (kind === "cidr" ? value : value === "vpc" ? vpc.ipv4 : vpc.ipv6));
  const [a, b] = blocks;
  if (a === undefined || b === undefined) return unknownVpc(a ?? b ?? "");
  return isOverlapping(a, b) ? yes : no;
}

function isOtherVersion(a: Peer, b: Peer): boolean {
  const [one, other] = [versionOf(a), versionOf(b)];
  return one !== undefined && other !== undefined && one !== other;
}

function unknownList({ value }: Peer): Verdict {
  return cannotTell(`the contents of ${value}`);
}

function unknownVpc(block: string): Verdict {
  return cannotTell(`whether ${block} holds addresses of the VPC`);
}
