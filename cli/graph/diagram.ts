import { Graph, type Subject } from "../../policies/core/graph";
import type { Stack } from "../../policies/core/stack";
import { type Addresses, isIn, parseCidr } from "../../policies/facts/cidr";
import { type Flow, flowsOf, type Peer } from "./flows";
import { fold, type Folded } from "./fold";
import type { Kind } from "./nouns";
import { type Network, Places, textsOf } from "./places";
import { thingsOf } from "./things";

export interface Node {
  readonly id: string;
  readonly kind: Kind;
  readonly name: string;
  /** What it is, such as `EC2 instance`. */
  readonly title: string;
  /** How many equal things it stands for. */
  readonly count: number;
}

export interface Box {
  readonly id: string;
  readonly kind: "stack" | "vpc" | "tier" | "outside";
  readonly title: string;
  readonly detail: string;
  readonly boxes: readonly Box[];
  readonly nodes: readonly Node[];
}

/** `flow`: a rule of a security group allows traffic. `member`: a thing belongs to a security group. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: "flow" | "member";
  readonly labels: readonly string[];
  /** Whether it is one of several that a rule may mean, which only deployment tells. */
  readonly isPossible: boolean;
}

/** A stack as a reader would draw it, in no format yet. */
export interface Diagram {
  readonly title: string;
  readonly boxes: readonly Box[];
  readonly nodes: readonly Node[];
  readonly edges: readonly Edge[];
}

/** Draws stacks: each in a box of its own if there are several. */
export function diagramOf(stacks: readonly Stack[]): Diagram {
  const ids = new Ids();
  const sheet = new Sheet(ids);
  const drawn = stacks.map((stack) => ({ name: nameOf(stack), content: new Drawing(stack, ids, sheet).draw() }));
  const isOne = drawn.length === 1;
  return {
    title: drawn.map(({ name }) => name).join(", "),
    boxes: isOne
      ? (drawn[0]?.content.boxes ?? [])
      : drawn.map(({ name, content }) => box(ids.of("stack", name), "stack", name, "", content.boxes, content.nodes)),
    nodes: [...(isOne ? (drawn[0]?.content.nodes ?? []) : []), ...sheet.nodes.values()],
    edges: [...sheet.edges.values()],
  };
}

/** Ids made of names, so that a diagram under version control changes only where the stack does. */
class Ids {
  private readonly taken = new Set<string>();

  of(kind: string, name: string): string {
    const base = `${kind}_${name}`.replace(/[^A-Za-z0-9]+/g, "_").slice(0, 60);
    let id = base;
    for (let number = 2; this.taken.has(id); number += 1) id = `${base}_${number}`;
    this.taken.add(id);
    return id;
  }
}

/** What lies outside of every stack, and the edges. */
class Sheet {
  readonly nodes = new Map<string, Node>();
  readonly edges = new Map<string, Edge>();

  constructor(private readonly ids: Ids) {}

  node(kind: Kind, name: string, title: string): string {
    const key = `${kind} ${name}`;
    const node = this.nodes.get(key) ?? { id: this.ids.of(kind, name), kind, name, title, count: 1 };
    this.nodes.set(key, node);
    return node.id;
  }

  connect(from: string, to: string, kind: Edge["kind"], label: string, isPossible = false): void {
    const key = JSON.stringify([from, to, kind, isPossible]);
    const before = this.edges.get(key)?.labels ?? [];
    const labels = label === "" || before.includes(label) ? before : [...before, label].sort(byNumber);
    this.edges.set(key, { from, to, kind, labels, isPossible });
  }
}

/** One stack on its way to a diagram. */
class Drawing {
  private readonly graph: Graph;
  private readonly places: Places;
  private readonly flows: readonly Flow[];
  private readonly folded: readonly Folded[];
  private readonly nodeOf = new Map<Folded, Node>();
  private readonly membersOf = new Map<string, Set<Folded>>();
  private readonly groupNodes = new Map<string, Node>();
  /** Nodes that are no things: groups and addresses, by the network that they stand in. */
  private readonly extras = new Map<string, Map<string, Node>>();

  constructor(
    stack: Stack,
    private readonly ids: Ids,
    private readonly sheet: Sheet,
  ) {
    this.graph = new Graph([...stack.resources].sort((a, b) => byNumber(a.urn, b.urn)));
    this.places = new Places(this.graph);
    this.flows = flowsOf(this.graph).sort((a, b) => byNumber(keyOf(a), keyOf(b)));
    this.folded = fold(thingsOf(this.graph, this.places), this.flows);
    for (const folded of this.folded) {
      const { kind, name, title, count } = folded;
      this.nodeOf.set(folded, { id: this.ids.of(kind, name), kind, name, title, count });
      for (const { urn } of folded.groups) {
        const members = this.membersOf.get(urn) ?? new Set();
        this.membersOf.set(urn, members.add(folded));
      }
    }
  }

  draw(): { boxes: Box[]; nodes: Node[] } {
    for (const flow of this.flows) this.drawFlow(flow);
    const boxes = this.networks().flatMap((network) => this.boxOf(network) ?? []);
    const outside = this.nodesIn(undefined, undefined);
    if (boxes.length === 0) return { boxes, nodes: outside };
    const id = this.ids.of("outside", "");
    return {
      boxes: outside.length > 0 ? [...boxes, box(id, "outside", "outside of a VPC", "", [], outside)] : boxes,
      nodes: [],
    };
  }

  private networks(): Network[] {
    const mentioned = new Set([...this.folded.flatMap(({ network }) => network ?? []), ...this.extras.keys()]);
    for (const { key } of this.places.networks) mentioned.delete(key);
    return [...this.places.networks, ...[...mentioned].map((key) => ({ key, name: key, cidrs: [], tiers: [] }))];
  }

  private boxOf(network: Network): Box | undefined {
    const nodes = [...this.nodesIn(network.key, undefined), ...(this.extras.get(network.key)?.values() ?? [])];
    const tiers = network.tiers.map(({ title, subnets }) => {
      const cidrs = subnets.flatMap((subnet) => textsOf(subnet, ["cidrBlock"]));
      const id = this.ids.of("tier", `${network.name} ${title}`);
      const heading = subnets.length > 1 ? `${title} ×${subnets.length}` : title;
      return box(id, "tier", heading, listed(cidrs), [], this.nodesIn(network.key, title));
    });
    if (nodes.length + tiers.length === 0 && !this.graph.get(network.key)) return undefined;
    const title = network.key === "unknown" ? "a VPC that is not known" : `VPC ${network.name}`;
    return box(this.ids.of("vpc", network.name), "vpc", title, listed(network.cidrs), tiers, nodes);
  }

  private nodesIn(network: string | undefined, tier: string | undefined): Node[] {
    return this.folded.flatMap((folded) => {
      const node = folded.network === network && folded.tier === tier ? this.nodeOf.get(folded) : undefined;
      return node ?? [];
    });
  }

  private drawFlow({ group, direction, peer, label, isPossible }: Flow): void {
    const here = this.endOf(group);
    const there = this.peerOf(peer);
    if (direction === "ingress") this.sheet.connect(there, here, "flow", label, isPossible);
    else this.sheet.connect(here, there, "flow", label, isPossible);
  }

  /** The only member of a group stands for it. Otherwise it is a node of its own, with a line to each member. */
  private endOf(group: Subject): string {
    const members = [...(this.membersOf.get(group.urn) ?? [])];
    const [only] = members;
    const single = members.length === 1 && only ? this.nodeOf.get(only) : undefined;
    if (single) return single.id;
    const known = this.groupNodes.get(group.urn);
    if (known) return known.id;
    const id = this.ids.of("group", group.name);
    const node: Node = { id, kind: "group", name: group.name, title: "security group", count: 1 };
    this.groupNodes.set(group.urn, node);
    this.place(this.places.of(group), group.urn, node);
    for (const member of members) this.sheet.connect(id, this.nodeOf.get(member)?.id ?? id, "member", "");
    return id;
  }

  private peerOf(peer: Peer): string {
    switch (peer.kind) {
      case "group":
        return this.endOf(peer.group);
      case "internet":
        return this.sheet.node("internet", "Internet", "");
      case "other":
        return this.sheet.node("addresses", peer.text, "");
      case "addresses":
        return this.addressesOf(peer.addresses);
    }
  }

  private addressesOf(addresses: Addresses): string {
    const { text } = addresses;
    const isHere = (cidr: string) => {
      const block = parseCidr(cidr);
      return block !== undefined && isIn(addresses, block);
    };
    const network = this.places.networks.find(({ cidrs }) => cidrs.some(isHere));
    if (!network) return this.sheet.node("addresses", text, "addresses outside");
    const known = this.extras.get(network.key)?.get(text);
    if (known) return known.id;
    const title = network.cidrs.includes(text) ? "the whole VPC" : "addresses in the VPC";
    const id = this.ids.of("addresses", text);
    this.place(network.key, text, { id, kind: "addresses", name: text, title, count: 1 });
    return id;
  }

  private place(network: string, key: string, node: Node): void {
    const nodes = this.extras.get(network) ?? new Map<string, Node>();
    this.extras.set(network, nodes.set(key, node));
  }
}

function box(
  id: string,
  kind: Box["kind"],
  title: string,
  detail: string,
  boxes: readonly Box[],
  nodes: readonly Node[],
): Box {
  return { id, kind, title, detail, boxes, nodes };
}

function keyOf({ group, direction, peer, label }: Flow): string {
  const name = { group: "", internet: "", other: "", addresses: "" };
  const other =
    peer.kind === "group" ? peer.group.urn : peer.kind === "addresses" ? peer.addresses.text : name[peer.kind];
  return [group.urn, direction, peer.kind, other, label].join(" ");
}

/** `project / stack`, as a URN names them. */
function nameOf({ resources, notSeen, source }: Stack): string {
  const urn = resources[0]?.urn ?? notSeen[0]?.urn;
  const [, stack, project] = /^urn:pulumi:(.*?)::(.*?)::/.exec(urn ?? "") ?? [];
  return stack === undefined || project === undefined ? source : `${project} / ${stack}`;
}

function listed(texts: readonly string[]): string {
  return texts.length > 3 ? `${texts.slice(0, 3).join(", ")} and ${texts.length - 3} more` : texts.join(", ");
}

const collator = new Intl.Collator("en", { numeric: true });

/** The same on every machine, and 9 before 10. */
function byNumber(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}
