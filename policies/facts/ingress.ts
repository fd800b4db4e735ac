import type { Subject } from "../core/graph";
import type { Resource } from "../core/stack";
import type { Value } from "../core/value";
import type { Token } from "./check";
import { type Addresses, readCidr } from "./cidr";
import { known, type Known } from "./known";
import { type Ports, readPorts } from "./ports";

/** Whether a rule of a security group is about traffic that comes in or that goes out. */
export type Direction = "ingress" | "egress";

/** One opening in a security group, whichever resource declares it. For `egress`, the sources are destinations. */
export interface Opening {
  /** Absent when they can't be told yet. */
  readonly ports?: Ports;
  /** The sources that are known. Other security groups are none: what may join them is for their own rules to say. */
  readonly sources: readonly Addresses[];
  readonly prefixLists: readonly Value<any>[];
  /** The other security groups, as the rule names them. */
  readonly groups: readonly Value<any>[];
  /** Whether members of the group reach each other. */
  readonly isWithin: boolean;
  /** Why there may be more sources. */
  readonly unknownSources?: Error;
  /** Why there are no ports. */
  readonly unknownPorts?: Error;
}

/** Every resource that may open a security group. */
export const openers = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
] as const satisfies readonly Token[];

/** Every resource that may let traffic out of a security group. */
export const outlets = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
] as const satisfies readonly Token[];

/** The top-level property in which a resource names other security groups. */
export function groupsProperty(resource: Subject<any>, direction: Direction): string {
  if (resource.type === "aws:ec2/securityGroupRule:SecurityGroupRule") return classic.groups;
  return resource.type.startsWith("aws:vpc/") ? modern.groups : direction;
}

/** The top-level property in which a resource names prefix lists. */
export function prefixListProperty(resource: Subject<any>, direction: Direction = "ingress"): string {
  if (resource.type === "aws:ec2/securityGroupRule:SecurityGroupRule") return "prefixListIds";
  return resource.type.startsWith("aws:vpc/") ? "prefixListId" : direction;
}

const seen = new WeakMap<Resource, Known<Opening[]>>();

/** What a resource opens to incoming traffic. Read once, for several rules ask. */
export function openings(resource: Subject<any>): Opening[] {
  const read = seen.get(resource.resource) ?? known(() => readOpenings(resource, "ingress"));
  seen.set(resource.resource, read);
  if (read.unknown) throw read.unknown;
  return read.value;
}

/** What a resource opens to outgoing traffic. */
export function exits(resource: Subject<any>): Opening[] {
  return readOpenings(resource, "egress");
}

/** How a kind of rule spells what it opens. */
interface Spelling {
  readonly protocol: string;
  readonly cidrs: readonly string[];
  readonly prefixList: string;
  readonly groups: string;
}

const inline: Spelling = {
  protocol: "protocol",
  cidrs: ["cidrBlocks", "ipv6CidrBlocks"],
  prefixList: "prefixListIds",
  groups: "securityGroups",
};
const classic: Spelling = { ...inline, groups: "sourceSecurityGroupId" };
const modern: Spelling = {
  protocol: "ipProtocol",
  cidrs: ["cidrIpv4", "cidrIpv6"],
  prefixList: "prefixListId",
  groups: "referencedSecurityGroupId",
};

function readOpenings(resource: Subject<any>, direction: Direction): Opening[] {
  if (resource.type === "aws:ec2/securityGroupRule:SecurityGroupRule") {
    return resource.at("type").string() === direction ? [opening(resource, classic)] : [];
  }
  if (resource.type.startsWith("aws:vpc/")) return [opening(resource, modern)];
  return resource
    .at(direction)
    .elements()
    .map((entry) => {
      const { value, unknown } = known(() => opening(entry, inline));
      const nothing = { sources: [], prefixLists: [], groups: [], isWithin: false };
      return value ?? { ...nothing, unknownSources: unknown, unknownPorts: unknown };
    });
}

function opening(rule: Value<any>, { protocol, cidrs, prefixList, groups }: Spelling): Opening {
  const sources = cidrs.flatMap((property) => readCidrs(rule.at(property)));
  const prefixLists = known(() => rule.at(prefixList).elements());
  const others = known(() => rule.at(groups).elements());
  const ports = known(() => readPorts(rule.at(protocol), rule.at("fromPort"), rule.at("toPort")));
  return {
    ports: ports.value,
    sources: sources.flatMap(({ value }) => value ?? []),
    // Unknown as a whole, the list still tells by its dependencies what flows into it.
    prefixLists: prefixLists.value ?? [rule.at(prefixList)],
    groups: others.value ?? [rule.at(groups)],
    isWithin: known(() => rule.at("self").boolean()).value === true,
    unknownSources: sources.find(({ unknown }) => unknown)?.unknown,
    unknownPorts: ports.unknown,
  };
}

function readCidrs(list: Value<any>): Known<Addresses | undefined>[] {
  const elements = known(() => list.elements());
  return elements.unknown ? [elements] : elements.value.map((cidr) => known(() => readCidr(cidr)));
}
