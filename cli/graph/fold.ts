import type { Flow } from "./flows";
import type { Thing } from "./things";

/** Things between which a reader sees no difference. */
export interface Folded extends Thing {
  readonly count: number;
}

/** So many of a sort are read one by one; more are a crowd. */
const crowd = 8;

/**
 * Makes one of what is equal but for a number or zone in its name, and of every crowd. What other traffic reaches is not
 * equal: a picture must not open the one of three that is closed.
 */
export function fold(things: readonly Thing[], flows: readonly Flow[]): Folded[] {
  const traffic = trafficOf(flows);
  const sortOf = ({ network, tier, kind, title, groups }: Thing) => {
    const sorts = groups.map(({ name, urn }) => `${stem(name)} ${[...(traffic.get(urn) ?? [])].sort().join()}`);
    return [network, tier, kind, title, ...new Set(sorts.sort())];
  };
  const equal = gather(things, (thing) => [...sortOf(thing), stem(thing.name)]).map(([thing, ...rest]) => {
    const isOne = rest.length === 0;
    return {
      ...thing,
      name: isOne ? thing.name : stem(thing.name),
      groups: groupsOf([thing, ...rest]),
      count: 1 + rest.length,
    };
  });
  return gather(equal, sortOf).flatMap((members) => {
    if (members.length <= crowd) return members;
    const [first, ...rest] = members;
    const count = members.reduce((sum, member) => sum + member.count, 0);
    return [{ ...first, name: `${first.name} and ${rest.length} more`, groups: groupsOf(members), count }];
  });
}

/** By a group's URN: what its rules and those of others that name it allow. */
function trafficOf(flows: readonly Flow[]): Map<string, Set<string>> {
  const traffic = new Map<string, Set<string>>();
  const note = ({ urn }: Flow["group"], ...words: unknown[]) => {
    traffic.set(urn, (traffic.get(urn) ?? new Set()).add(JSON.stringify(words)));
  };
  for (const { group, direction, peer, label, isPossible } of flows) {
    const other =
      peer.kind === "group" ? stem(peer.group.name) : peer.kind === "addresses" ? peer.addresses.text : peer;
    note(group, direction, other, label, isPossible);
    if (peer.kind === "group") note(peer.group, "named by", direction, stem(group.name), label, isPossible);
  }
  return traffic;
}

/** `web` of `web-2`, `web3`, `web-a` and `web-eu-west-1a`. */
function stem(name: string): string {
  return name.replace(/(?<=.)(?:[-_.]?\d+|[-_.](?:[a-z]{2}(?:-[a-z]+)+-\d)?[a-f])$/, "");
}

function groupsOf(things: readonly Thing[]): Thing["groups"] {
  const groups = things.flatMap((thing) => thing.groups);
  return [...new Map(groups.map((group) => [group.urn, group])).values()];
}

function gather<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): [Item, ...Item[]][] {
  const gathered = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const known = gathered.get(key);
    if (known) known.push(item);
    else gathered.set(key, [item]);
  }
  return [...gathered.values()];
}
