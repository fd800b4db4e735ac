import type { Graph, Subject } from "../../policies/core/graph";
import { type Addresses, isPublic } from "../../policies/facts/cidr";
import {
  type Direction,
  exits,
  groupsProperty,
  type Opening,
  openers,
  openings,
  outlets,
  prefixListProperty,
} from "../../policies/facts/ingress";
import { known } from "../../policies/facts/known";
import { inShort } from "../../policies/facts/ports";
import { prefixListEntries } from "../../policies/facts/prefix-list";
import { linked, linkedBy, type Links } from "./links";
import { groupTypes } from "./nouns";

/** Whom a rule of a security group names. */
export type Peer =
  | { readonly kind: "group"; readonly group: Subject }
  | { readonly kind: "internet" }
  | { readonly kind: "addresses"; readonly addresses: Addresses }
  /** In words: what is not known yet, or not of this stack. */
  | { readonly kind: "other"; readonly text: string };

/** What one rule of a security group allows, seen from the group. */
export interface Flow {
  readonly group: Subject;
  readonly direction: Direction;
  readonly peer: Peer;
  readonly label: string;
  /** Whether it is one of several that this may be, which only deployment tells. */
  readonly isPossible: boolean;
}

/** Everything that the security groups of a stack allow. */
export function flowsOf(graph: Graph): Flow[] {
  const read = (direction: Direction) => (resource: Subject) => {
    const opened = known(() => (direction === "ingress" ? openings(resource) : exits(resource)));
    const groups = owners(graph, resource);
    if (opened.unknown) return groups.map((group) => unknownFlow(group, direction));
    return groups.flatMap((group) =>
      opened.value.flatMap((opening) => flows(graph, { resource, group, direction, opening })),
    );
  };
  return [...graph.all(openers).flatMap(read("ingress")), ...graph.all(outlets).flatMap(read("egress"))];
}

/** Rules that are not known as a whole, or of which it is not known whether they are about this direction. */
function unknownFlow(group: Subject, direction: Direction): Flow {
  const peer = { kind: "other", text: "not known yet" } as const;
  return { group, direction, peer, label: "rules not known yet", isPossible: true };
}

interface Rule {
  readonly resource: Subject;
  readonly group: Subject;
  readonly direction: Direction;
  readonly opening: Opening;
}

function owners(graph: Graph, resource: Subject): readonly Subject[] {
  if (groupTypes.includes(resource.type)) return [resource];
  return linked(graph, resource, ["securityGroupId"], groupTypes).found;
}

function flows(graph: Graph, { resource, group, direction, opening }: Rule): Flow[] {
  const ports = opening.ports ? inShort(opening.ports) : "ports not known yet";
  const flow = (peer: Peer, note?: string, isPossible = false): Flow => {
    return { group, direction, peer, label: note === undefined ? ports : `${ports} (${note})`, isPossible };
  };
  const property = groupsProperty(resource, direction);
  return [
    ...(opening.isWithin ? [flow({ kind: "group", group })] : []),
    ...opening.groups.flatMap((value) => toGroups(linkedBy(graph, resource, property, [value], groupTypes), flow)),
    ...toAddresses(opening.sources, flow),
    ...(opening.unknownSources ? [flow({ kind: "other", text: "addresses not known yet" })] : []),
    ...toPrefixLists(graph, resource, direction, opening, flow),
  ];
}

type Draw = (peer: Peer, note?: string, isPossible?: boolean) => Flow;

function toGroups({ found, elsewhere, isUnknown }: Links, flow: Draw): Flow[] {
  return [
    ...found.map((group) => flow({ kind: "group", group }, undefined, found.length > 1)),
    ...elsewhere.map((id) => flow({ kind: "other", text: `security group ${id}` })),
    ...(isUnknown ? [flow({ kind: "other", text: "a security group not known yet" })] : []),
  ];
}

/** Blocks that are the internet only together, as two halves of it, are the internet, too. */
function toAddresses(sources: readonly Addresses[], flow: Draw): Flow[] {
  const wide = sources.filter((source) => isPublic([source]));
  const open = wide.length === 0 && isPublic(sources) ? sources : wide;
  return sources.map((source) => {
    if (!open.includes(source)) return flow({ kind: "addresses", addresses: source });
    return flow({ kind: "internet" }, source.text === "0.0.0.0/0" || source.text === "::/0" ? undefined : source.text);
  });
}

function toPrefixLists(graph: Graph, resource: Subject, direction: Direction, opening: Opening, flow: Draw): Flow[] {
  // A property that is left out reads as one value of no list.
  const named = opening.prefixLists.filter((value) => known(() => value.isPresent).value !== false);
  if (named.length === 0) return [];
  const entries = prefixListEntries(graph, resource, prefixListProperty(resource, direction), named);
  const isOpen = entries.some(({ unknown }) => unknown);
  return [
    ...toAddresses(
      entries.flatMap(({ value }) => value ?? []),
      flow,
    ),
    ...(isOpen ? [flow({ kind: "other", text: "a prefix list of elsewhere" })] : []),
  ];
}
