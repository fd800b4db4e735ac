import type { Graph, Subject } from "../../policies/core/graph";
import type { Value } from "../../policies/core/value";
import { isWritten, known } from "../../policies/facts/known";
import { linked, linkedBy } from "./links";
import { groupTypes, subnetTypes, vpcTypes } from "./nouns";

/** Subnets of one VPC between which a reader sees no difference: they reach, or are reached by, the same. */
export interface Tier {
  readonly title: string;
  readonly subnets: readonly Subject[];
}

/** A VPC of this stack, or one that the stack only mentions. */
export interface Network {
  readonly key: string;
  readonly name: string;
  readonly cidrs: readonly string[];
  readonly tiers: readonly Tier[];
}

const association = "aws:ec2/routeTableAssociation:RouteTableAssociation";
const route = "aws:ec2/route:Route";
const tables = ["aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"];
const gateways = ["aws:ec2/internetGateway:InternetGateway"];
const everywhere = ["0.0.0.0/0", "::/0"];

/** How a route table leads to the internet: what comes later in this list outweighs what comes before. */
const ways = ["private", "unknown", "public"] as const;

/** What a subnet's name says about it when its routes don't. */
const words: readonly [RegExp, string][] = [
  [/public|dmz/i, "public"],
  [/private|app/i, "private"],
  [/data|isolated|intra|internal/i, "isolated"],
];
const order = ["public", "private", "isolated"];

/** Where the resources of a stack stand. */
export class Places {
  readonly networks: readonly Network[];
  private readonly networkOf = new Map<string, string>();
  private readonly routing: ReadonlyMap<string, string>;

  constructor(private readonly graph: Graph) {
    this.routing = routedTiers(graph);
    const members = new Map<string, Subject[]>();
    const names = new Map<string, string>();
    for (const vpc of graph.all(vpcTypes)) {
      members.set(vpc.urn, []);
      names.set(vpc.urn, vpc.name);
    }
    const enter = (subject: Subject): string => {
      const { key, name } = this.findNetwork(subject);
      this.networkOf.set(subject.urn, key);
      if (!members.has(key)) members.set(key, []);
      if (!names.has(key)) names.set(key, name);
      return key;
    };
    for (const subnet of graph.all(subnetTypes)) members.get(enter(subnet))?.push(subnet);
    for (const group of graph.all(groupTypes)) enter(group);
    this.networks = [...members].map(([key, subnets]) => ({
      key,
      name: names.get(key) ?? key,
      cidrs: textsOf(graph.get(key), ["cidrBlock", "ipv6CidrBlock"]),
      tiers: this.tiersOf(subnets),
    }));
  }

  /** The network in which a subnet or security group lies. */
  of(subject: Subject): string {
    return this.networkOf.get(subject.urn) ?? this.findNetwork(subject).key;
  }

  private findNetwork(subject: Subject): { key: string; name: string } {
    const { found, elsewhere } = linked(this.graph, subject, ["vpcId"], vpcTypes);
    const [vpc] = found;
    if (vpc) return { key: vpc.urn, name: vpc.name };
    const [id] = elsewhere;
    if (id !== undefined) return { key: id, name: id };
    // `vpcId: subnet.vpcId` flows in by way of a subnet or group.
    const [neighbour] = linked(this.graph, subject, ["vpcId"], [...subnetTypes, ...groupTypes]).found;
    if (neighbour && neighbour.urn !== subject.urn) return this.findNetwork(neighbour);
    const isNamed = isWritten(subject.at("vpcId" as never));
    return isNamed ? { key: "unknown", name: "not known yet" } : { key: "default", name: "default" };
  }

  private tiersOf(subnets: readonly Subject[]): Tier[] {
    const tiers = new Map<string, Subject[]>();
    for (const subnet of subnets) {
      const title = this.tierOf(subnet);
      tiers.set(title, [...(tiers.get(title) ?? []), subnet]);
    }
    const rank = (title: string) => (order.indexOf(title.split(" ")[0] ?? "") + order.length + 1) % (order.length + 1);
    return [...tiers]
      .map(([title, members]) => ({ title, subnets: members }))
      .sort((a, b) => rank(a.title) - rank(b.title) || (a.title < b.title ? -1 : 1));
  }

  private tierOf(subnet: Subject): string {
    const routed = this.routing.get(subnet.urn);
    if (routed !== undefined) return `${routed} subnets`;
    if (subnet.type === "aws:ec2/defaultSubnet:DefaultSubnet") return "public subnets";
    const named = words.find(([word]) => word.test(subnet.name))?.[1];
    return named === undefined ? "subnets, routes not known" : `${named} subnets, by their name`;
  }
}

/**
 * Public is a subnet with a route to an internet gateway, private one that gets out by another way, isolated one without a
 * default route (VPC User Guide, "Subnet types"). Subnets whose route table is not known are left out.
 */
function routedTiers(graph: Graph): Map<string, string> {
  const reach = new Map<string, Way>();
  const note = (table: Subject, way: Way | undefined) => {
    const before = reach.get(table.urn);
    if (way && (before === undefined || ways.indexOf(way) > ways.indexOf(before))) reach.set(table.urn, way);
  };
  for (const table of graph.all(tables)) {
    const inline = known<Value<any>[]>(() => table.at("routes" as never).elements());
    for (const entry of inline.value ?? []) note(table, wayOut(graph, table, "routes", entry));
  }
  for (const made of graph.all(route)) {
    for (const table of linked(graph, made, ["routeTableId"], tables).found) {
      note(table, wayOut(graph, made, "gatewayId", made));
    }
  }
  const tiers = new Map<string, string>();
  for (const link of graph.all(association)) {
    const [subnet] = linked(graph, link, ["subnetId"], subnetTypes).found;
    const [table] = linked(graph, link, ["routeTableId"], tables).found;
    const way = table && (reach.get(table.urn) ?? "isolated");
    if (subnet && way && way !== "unknown") tiers.set(subnet.urn, way);
  }
  return tiers;
}

type Way = (typeof ways)[number];

function wayOut(graph: Graph, holder: Subject, property: string, entry: Value<any>): Way | undefined {
  const targets = ["cidrBlock", "destinationCidrBlock", "ipv6CidrBlock", "destinationIpv6CidrBlock"];
  const texts = targets.map((target) => known(() => entry.at(target).string()).value);
  if (!texts.some((text) => text !== undefined && everywhere.includes(text))) return undefined;
  const gateway = entry.at("gatewayId");
  if (!isWritten(gateway)) return "private";
  const { found, elsewhere, isUnknown } = linkedBy(graph, holder, property, [gateway], gateways);
  if (isUnknown) return "unknown";
  return found.length > 0 || elsewhere.some((id) => id.startsWith("igw-")) ? "public" : "private";
}

/** Those of these properties whose text is known. */
export function textsOf(subject: Subject<any> | undefined, properties: readonly string[]): string[] {
  if (!subject) return [];
  return properties.flatMap((property) => {
    const declared = known(() => subject.at(property).string()).value;
    const text = declared ?? known(() => subject.outputs.at(property).string()).value;
    // The provider answers an empty text where there is none.
    return text ? [text] : [];
  });
}
