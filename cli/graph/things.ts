import type { Graph, Subject } from "../../policies/core/graph";
import { linked } from "./links";
import { groupTypes, type Kind, launchTypes, type Noun, nouns, subnetGroupTypes, subnetTypes, vpcTypes } from "./nouns";
import type { Places } from "./places";

/** A noun, and where it stands. */
export interface Thing {
  readonly kind: Kind;
  readonly name: string;
  readonly title: string;
  /** The network, unless it stands in none. */
  readonly network: string | undefined;
  /** The title of its tier, unless it stands in several or that is not known. */
  readonly tier: string | undefined;
  readonly groups: readonly Subject[];
}

/** Everything in a stack that a reader would name. */
export function thingsOf(graph: Graph, places: Places): Thing[] {
  const inside: Thing[] = [];
  const outside = new Map<string, Thing>();
  for (const [type, noun] of Object.entries(nouns)) {
    for (const subject of graph.all(type)) {
      const groups = groupsOf(graph, subject, noun);
      const place = placeOf(graph, places, subject, noun, groups);
      const thing = { kind: noun.kind, name: subject.name, title: noun.title, groups, ...place };
      if (thing.network !== undefined) {
        inside.push(thing);
        continue;
      }
      const component = componentOf(graph, subject);
      const key = component?.urn ?? subject.urn;
      outside.set(key, component ? collapsed(component, thing, outside.get(key)) : thing);
    }
  }
  return [...inside, ...outside.values()];
}

/** What a component holds outside of the network is one thing to its user. */
function collapsed(component: Subject, child: Thing, before: Thing | undefined): Thing {
  const title = component.type.slice(component.type.lastIndexOf(":") + 1);
  const kind = before === undefined || before.kind === child.kind ? child.kind : "component";
  return { ...child, kind, title, name: component.name };
}

function componentOf(graph: Graph, { resource }: Subject): Subject | undefined {
  const parent = graph.get(resource.parent);
  return parent && !/^(aws|pulumi):/.test(parent.type) ? parent : undefined;
}

function groupsOf(graph: Graph, subject: Subject, noun: Noun): Subject[] {
  const own = (noun.groups ?? []).flatMap((path) => linked(graph, subject, path, groupTypes).found);
  if (noun.kind !== "compute" || own.length > 0) return own;
  // What a launch template gives to every instance.
  const templates = [
    ...linked(graph, subject, ["launchTemplate", "id"], launchTypes).found,
    ...linked(graph, subject, ["launchTemplate", "name"], launchTypes).found,
    ...linked(graph, subject, ["launchConfiguration"], launchTypes).found,
    ...linked(
      graph,
      subject,
      ["mixedInstancesPolicy", "launchTemplate", "launchTemplateSpecification", "launchTemplateId"],
      launchTypes,
    ).found,
  ];
  const found = templates.flatMap((template) => [
    ...linked(graph, template, ["vpcSecurityGroupIds"], groupTypes).found,
    ...linked(graph, template, ["networkInterfaces", "securityGroups"], groupTypes).found,
    ...linked(graph, template, ["securityGroups"], groupTypes).found,
  ]);
  return [...new Map(found.map((group) => [group.urn, group])).values()];
}

type Place = Pick<Thing, "network" | "tier">;

function placeOf(graph: Graph, places: Places, subject: Subject, noun: Noun, groups: readonly Subject[]): Place {
  const subnets = (noun.subnets ?? []).flatMap((path) => subnetsAt(graph, subject, path));
  const [network] = [...subnets, ...groups].map((neighbour) => places.of(neighbour));
  if (network !== undefined) {
    const tiers = places.networks.find(({ key }) => key === network)?.tiers ?? [];
    const held = tiers.filter((tier) => subnets.some(({ urn }) => tier.subnets.some((subnet) => subnet.urn === urn)));
    return { network, tier: held.length === 1 ? held[0]?.title : undefined };
  }
  const { found, elsewhere } = linked(graph, subject, ["vpcId"], vpcTypes);
  const named = found[0]?.urn ?? elsewhere[0];
  if (named !== undefined) return { network: named, tier: undefined };
  return { network: noun.isAlwaysInside ? "unknown" : undefined, tier: undefined };
}

function subnetsAt(graph: Graph, subject: Subject, path: readonly [string, ...string[]]): Subject[] {
  const direct = linked(graph, subject, path, subnetTypes).found;
  const groups = linked(graph, subject, path, subnetGroupTypes).found;
  return [...direct, ...groups.flatMap((group) => linked(graph, group, ["subnetIds"], subnetTypes).found)];
}
