import type { Graph, Subject } from "../../policies/core/graph";
import { isWritten, known } from "../../policies/facts/known";
import { tierByRoutes } from "../../policies/facts/subnet-tier";
import { linked } from "./links";
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

  constructor(private readonly graph: Graph) {
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
    const routed = known(() => tierByRoutes(subnet, this.graph)).value;
    if (routed !== undefined) return `${routed} subnets`;
    if (subnet.type === "aws:ec2/defaultSubnet:DefaultSubnet") return "public subnets";
    const named = words.find(([word]) => word.test(subnet.name))?.[1];
    return named === undefined ? "subnets, routes not known" : `${named} subnets, by their name`;
  }
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
