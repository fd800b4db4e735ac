import { isPeer, type Names, type Peer, peersOf, type PlannedRule, type Ports } from "./flows";
import { admits } from "./admission";
import { all, any, cannotTell, no, type Verdict, yes } from "./verdict";

/** Who must not reach whom. */
export interface Never {
  /** A group, one of `external` or `prefixLists`, `internet`, `vpc`, a CIDR block or the id of a prefix list. */
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
  /**
   * Groups that some interface has together: their rules add up.
   * @default - each interface has one group
   */
  readonly together?: readonly (readonly string[])[];
}

/** Those who send and take: interfaces that have the same groups, or hosts that have none of this table's. */
export type Party = { readonly name: string } & ({ readonly groups: readonly string[] } | { readonly peer: Peer });

/**
 * Whether somebody at one end can open a connection to somebody at the other. Rules of groups decide: where an end has groups,
 * theirs must let it pass; hosts elsewhere send and take everything. With `indirect`, whoever is reached may go on from there.
 */
export function reaches(topology: Topology, { from, to, indirect = false }: Never): Reachability {
  const [starts, goals] = [partiesOf(topology, from), partiesOf(topology, to)];
  const relays = indirect ? relaysOf(topology) : [];
  const passes = stepsOf(topology);
  for (const accepted of ["yes", "cannotTell"] as const) {
    const found = search(starts, goals, relays, passes, accepted);
    if (!found) continue;
    const { path, because } = found;
    return because === undefined
      ? { answer: "yes", path: [labelOf(from, path[0]), ...path.slice(1, -1).map(nameOf), labelOf(to, path.at(-1))] }
      : { answer: "cannotTell", because };
  }
  return { answer: "no" };
}

interface Member {
  readonly party: Party;
  /** Whether it belongs to the end that is asked about. */
  readonly verdict: Verdict;
}

interface Way {
  readonly path: readonly Party[];
  /** Why it may be none. */
  readonly because?: string;
}

/** The shortest way of steps that are certain, or else of steps that are not ruled out. */
function search(
  starts: readonly Member[],
  goals: readonly Member[],
  relays: readonly Party[],
  passes: (from: Party, to: Party) => Verdict,
  accepted: "yes" | "cannotTell",
): Way | undefined {
  const isAccepted = ({ answer }: Verdict) => answer === "yes" || answer === accepted;
  const ways: Way[] = starts
    .filter(({ verdict }) => isAccepted(verdict))
    .map(({ party, verdict }) => ({ path: [party], because: reasonOf(verdict) }));
  const seen = new Set(ways.map(({ path: [party] }) => party?.name));
  for (const way of ways) {
    const here = way.path.at(-1) as Party;
    // Groups are taken to pass on what they get; whether hosts elsewhere do is not for this table to say.
    const onwards = way.path.length > 1 && "peer" in here ? cannotTell(`what ${here.name} passes on`) : yes;
    for (const { party, verdict } of goals) {
      const step = all([onwards, verdict, way.path.length > 1 || !isOutside(here, party) ? passes(here, party) : no]);
      if (isAccepted(step)) return { path: [...way.path, party], because: way.because ?? reasonOf(step) };
    }
    for (const relay of relays) {
      const step = seen.has(relay.name) ? no : all([onwards, passes(here, relay)]);
      if (!isAccepted(step)) continue;
      seen.add(relay.name);
      ways.push({ path: [...way.path, relay], because: way.because ?? reasonOf(step) });
    }
  }
  return undefined;
}

/** What passes between two hosts elsewhere is not for this table to say, unless it comes by way of one of its groups. */
function isOutside(from: Party, to: Party): boolean {
  return "peer" in from && "peer" in to;
}

function reasonOf(verdict: Verdict): string | undefined {
  return verdict.answer === "cannotTell" ? verdict.because : undefined;
}

function nameOf({ name }: Party): string {
  return name;
}

/** `vpc (web)`: the part of an end that is meant. */
function labelOf(end: string, party: Party | undefined): string {
  return party === undefined || party.name === end ? end : `${end} (${party.name})`;
}

/** Who is at an end of a flow: groups are part of the VPC, and may be part of blocks and lists. */
function partiesOf(topology: Topology, end: string): Member[] {
  return peersOf(end, "never", topology.names).flatMap((peer) => {
    const interfaces = interfacesOf(topology);
    if (peer.kind === "group") {
      return interfaces.filter(({ groups }) => groups.includes(end)).map((party) => ({ party, verdict: yes }));
    }
    const elsewhere = { party: { name: end, peer }, verdict: yes };
    if (end === "internet" || peer.kind === "external") return [elsewhere];
    return [elsewhere, ...interfaces.map((party) => ({ party, verdict: admits(topology.names, peer, party) }))];
  });
}

function interfacesOf({ names, together = [] }: Topology): (Party & { readonly groups: readonly string[] })[] {
  return [...names.groups.map((group) => [group]), ...together].map((groups) => ({ name: groups.join("+"), groups }));
}

/** Who may pass something on. The internet is left out: everything that may use it would reach everything that faces it. */
function relaysOf(topology: Topology): Party[] {
  const outside = new Map<string, Party>();
  for (const { peer } of topology.rules) {
    const isInternet = peer.value === "0.0.0.0/0" || peer.value === "::/0";
    if (peer.kind !== "group" && !isInternet) outside.set(peer.value, { name: peer.value, peer });
  }
  return [...interfacesOf(topology), ...outside.values()];
}

/** Answers whether one packet passes directly, and remembers it. */
function stepsOf(topology: Topology): (from: Party, to: Party) => Verdict {
  const egress = rulesOf(topology, "egress");
  const ingress = rulesOf(topology, "ingress");
  const verdicts = new Map<string, Verdict>();
  return (from, to) => {
    const key = JSON.stringify([from, to]);
    const verdict = verdicts.get(key) ?? stepOf(topology.names, from, egress(from), to, ingress(to));
    verdicts.set(key, verdict);
    return verdict;
  };
}

/** The rules of a party's groups in one direction; undefined for hosts elsewhere. */
function rulesOf({ rules }: Topology, direction: PlannedRule["direction"]) {
  const byGroup = new Map<string, PlannedRule[]>();
  for (const rule of rules) {
    if (rule.direction === direction) byGroup.set(rule.group, [...(byGroup.get(rule.group) ?? []), rule]);
  }
  return (party: Party) => ("groups" in party ? party.groups.flatMap((group) => byGroup.get(group) ?? []) : undefined);
}

/** Whether one packet passes directly. */
function stepOf(
  names: Names,
  from: Party,
  egress: readonly PlannedRule[] | undefined,
  to: Party,
  ingress: readonly PlannedRule[] | undefined,
): Verdict {
  const sent = egress?.map((rule) => ({ rule, verdict: admits(names, rule.peer, to) }));
  const taken = ingress?.map((rule) => ({ rule, verdict: admits(names, rule.peer, from) }));
  if (sent && taken) {
    return any(
      sent
        .filter(({ verdict }) => verdict.answer !== "no")
        .flatMap((one) =>
          taken.filter(({ rule }) => overlap(one.rule, rule)).map(({ verdict }) => all([one.verdict, verdict])),
        ),
    );
  }
  const one = sent ?? taken;
  if (one) return any(one.map(({ verdict }) => verdict));
  const isSame = "peer" in from && "peer" in to && isPeer(from.peer, to.peer);
  return isSame ? no : cannotTell(`whether ${from.name} reaches ${to.name} by rules from elsewhere`);
}

function overlap(a: Ports, b: Ports): boolean {
  if (a.protocol === "all" || b.protocol === "all") return true;
  if (a.protocol !== b.protocol) return false;
  const [first, last] = [Math.max(a.first ?? 0, b.first ?? 0), Math.min(a.last ?? 65535, b.last ?? 65535)];
  return first <= last;
}
