import ipaddr from "ipaddr.js";
import { type Names, type Peer, peersOf, type PlannedRule, type Ports } from "./flows";

/** Who must not reach whom. */
export interface Never {
  /** A group, one of `external`, `internet`, `vpc`, a CIDR block or the id of a prefix list. */
  from: string;
  /** As `from`. */
  to: string;
  /**
   * Not by way of other groups either. What hosts outside of this table's groups pass on can't be told.
   * @default false
   */
  indirect?: boolean;
}

/** Whether traffic can pass, as far as a table of flows tells. */
export type Reachability =
  | { readonly answer: "yes"; /** From one end to the other. */ readonly path: readonly string[] }
  | { readonly answer: "no" }
  | { readonly answer: "cannotTell"; readonly because: string };

/** What the rules are asked about. */
export interface Topology {
  readonly rules: readonly PlannedRule[];
  readonly names: Names;
  /** The VPC's block; undefined while it is not known. */
  readonly vpcCidr?: string;
}

/**
 * Whether a packet passes from one end to the other: between two groups an egress rule and an ingress rule must both let it; an
 * end that is no group lets everything pass, as its rules aren't known here. Instances of two groups are taken for different
 * ones. Replies, and what an instance passes on by itself, are no reaching.
 */
export function reaches(topology: Topology, { from, to, indirect = false }: Never): Reachability {
  const paths: string[][] = [[from]];
  const seen = new Set([from]);
  let because: string | undefined;
  for (let path = paths.shift(); path; path = paths.shift()) {
    const here = path.at(-1) ?? from;
    const step = passes(topology, here, to);
    if (step.answer === "yes" && (path.length > 1 || from !== to || hasSelfRule(topology, from))) {
      return { answer: "yes", path: [...path, to] };
    }
    if (step.answer === "cannotTell") because ??= step.because;
    if (!indirect) break;
    because ??= unseen(topology, here, from);
    for (const group of topology.names.groups) {
      if (seen.has(group) || group === to) continue;
      const next = passes(topology, here, group);
      if (next.answer === "cannotTell") because ??= next.because;
      if (next.answer !== "yes") continue;
      seen.add(group);
      paths.push([...path, group]);
    }
  }
  return because === undefined ? { answer: "no" } : { answer: "cannotTell", because };
}

function hasSelfRule({ rules }: Topology, group: string): boolean {
  return rules.some((rule) => rule.group === group && rule.peer.value === group);
}

type Verdict = { readonly answer: "yes" | "no" } | { readonly answer: "cannotTell"; readonly because: string };

const yes: Verdict = { answer: "yes" };
const no: Verdict = { answer: "no" };

/** Whether one packet passes directly. */
function passes(topology: Topology, from: string, to: string): Verdict {
  const { rules, names } = topology;
  const isGroup = (name: string) => names.groups.includes(name);
  const sending = rules.filter(({ group, direction }) => group === from && direction === "egress");
  const taking = rules.filter(({ group, direction }) => group === to && direction === "ingress");
  const sends = isGroup(from) ? sending.map((rule) => ({ rule, verdict: covers(topology, rule.peer, to) })) : undefined;
  const takes = isGroup(to) ? taking.map((rule) => ({ rule, verdict: covers(topology, rule.peer, from) })) : undefined;
  if (sends && takes) return any(sends.flatMap((sent) => takes.map((taken) => both(sent, taken))));
  return any((sends ?? takes ?? []).map(({ verdict }) => verdict));
}

interface Judged {
  readonly rule: Ports;
  readonly verdict: Verdict;
}

function both(sent: Judged, taken: Judged): Verdict {
  if (!overlap(sent.rule, taken.rule)) return no;
  const verdicts = [sent.verdict, taken.verdict];
  return verdicts.find(({ answer }) => answer === "no") ?? verdicts.find(({ answer }) => answer !== "yes") ?? yes;
}

function any(verdicts: readonly Verdict[]): Verdict {
  return verdicts.find(({ answer }) => answer === "yes") ?? verdicts.find(({ answer }) => answer !== "no") ?? no;
}

function overlap(a: Ports, b: Ports): boolean {
  if (a.protocol === "all" || b.protocol === "all") return true;
  if (a.protocol !== b.protocol) return false;
  const [first, last] = [Math.max(a.first ?? 0, b.first ?? 0), Math.min(a.last ?? 65535, b.last ?? 65535)];
  return first <= last;
}

/** Whether a rule's peer lets an end of a flow through. */
function covers(topology: Topology, peer: Peer, end: string): Verdict {
  const { names } = topology;
  const ends = peersOf(end, "never", names);
  return any(ends.map((one) => (end === "internet" ? coversInternet(peer, one) : coversPeer(topology, peer, one))));
}

/** The internet is what has a public address: members of groups have private ones, besides. */
function coversInternet(peer: Peer, { value }: Peer): Verdict {
  if (peer.kind === "prefixList") return cannotTell(`the contents of ${peer.value}`);
  if (peer.kind !== "cidr" || isIpv6(peer.value) !== isIpv6(value)) return no;
  const [address, prefix] = ipaddr.parseCIDR(peer.value);
  return prefix === 0 || address.range() === "unicast" ? yes : no;
}

function coversPeer({ vpcCidr }: Topology, peer: Peer, end: Peer): Verdict {
  if (peer.kind === end.kind && peer.value === end.value) return yes;
  const pair = [peer, end];
  const list = pair.find(({ kind }) => kind === "prefixList");
  if (list) return cannotTell(`the contents of ${list.value}`);
  // Every group is within the VPC; one that is managed elsewhere may be, too.
  if (peer.kind === "vpc" && end.kind === "group") return yes;
  if (end.kind === "vpc" && peer.kind === "group") return yes;
  const outside = pair.find(({ kind }) => kind === "external");
  if (outside && pair.some(({ kind }) => kind === "vpc" || kind === "cidr")) {
    return peer.kind === "cidr" && internetWide(peer.value)
      ? yes
      : cannotTell(`where the members of ${outside.value} are`);
  }
  // Two different groups.
  if (pair.every(({ kind }) => kind === "group" || kind === "external")) return no;
  return coversBlock(vpcCidr, peer, end);
}

/** One of the two is a CIDR block, the other a block, the VPC or a group in it. */
function coversBlock(vpcCidr: string | undefined, peer: Peer, end: Peer): Verdict {
  const block = peer.kind === "cidr" ? peer.value : end.value;
  const other = peer.kind === "cidr" ? end : peer;
  if (other.kind === "cidr") return isOverlapping(block, other.value) ? yes : no;
  if (internetWide(block)) return yes;
  // Addresses of IPv6 within the VPC aren't known to the table.
  if (isIpv6(block)) return isPrivate(block) ? no : cannotTell(`whether ${block} holds addresses of the VPC`);
  if (vpcCidr === undefined) {
    return isPrivate(block) ? cannotTell(`whether ${block} holds addresses of the VPC`) : no;
  }
  if (!isOverlapping(block, vpcCidr)) return no;
  const isWhole = other.kind === "vpc" || prefixOf(block) <= prefixOf(vpcCidr);
  return isWhole ? yes : cannotTell(`whether members of ${other.value} have addresses in ${block}`);
}

/** Where traffic may go on from here, unseen by this table. */
function unseen({ rules, names }: Topology, here: string, from: string): string | undefined {
  if (!names.groups.includes(here)) return here === from ? undefined : `what ${here} passes on`;
  const away = rules.find(
    ({ group, direction, peer }) =>
      group === here &&
      direction === "egress" &&
      peer.kind !== "group" &&
      !(peer.kind === "cidr" && internetWide(peer.value)),
  );
  return away && `what ${away.peer.value} passes on`;
}

function cannotTell(because: string): Verdict {
  return { answer: "cannotTell", because };
}

function isIpv6(block: string): boolean {
  return block.includes(":");
}

function internetWide(block: string): boolean {
  return block === "0.0.0.0/0" || block === "::/0";
}

function isPrivate(block: string): boolean {
  return ipaddr.parseCIDR(block)[0].range() !== "unicast";
}

function prefixOf(block: string): number {
  return ipaddr.parseCIDR(block)[1];
}

function isOverlapping(a: string, b: string): boolean {
  if (isIpv6(a) !== isIpv6(b)) return false;
  const [wide, narrow] = prefixOf(a) <= prefixOf(b) ? [a, b] : [b, a];
  const [network, prefix] = ipaddr.parseCIDR(wide);
  return ipaddr.parseCIDR(narrow)[0].match(network, prefix);
}
