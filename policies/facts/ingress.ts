import type { Subject } from "../core/graph";
import type { Resource } from "../core/stack";
import type { Value } from "../core/value";
import type { Token } from "./check";
import { type Addresses, readCidr } from "./cidr";
import { known, type Known } from "./known";
import { type Ports, readPorts } from "./ports";

/** One opening in a security group, whichever resource declares it. */
export interface Opening {
  /** Absent when they can't be told yet. */
  readonly ports?: Ports;
  /** The sources that are known. Other security groups are none: what may join them is for their own rules to say. */
  readonly sources: readonly Addresses[];
  readonly prefixLists: readonly Value<any>[];
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

/** The top-level property in which a resource names prefix lists. */
export function prefixListProperty(resource: Subject<any>): string {
  if (resource.type === "aws:ec2/securityGroupRule:SecurityGroupRule") return "prefixListIds";
  return resource.type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule" ? "prefixListId" : "ingress";
}

const seen = new WeakMap<Resource, Known<Opening[]>>();

/** What a resource opens to incoming traffic. Read once, for several rules ask. */
export function openings(resource: Subject<any>): Opening[] {
  const read = seen.get(resource.resource) ?? known(() => readOpenings(resource));
  seen.set(resource.resource, read);
  if (read.unknown) throw read.unknown;
  return read.value;
}

function readOpenings(resource: Subject<any>): Opening[] {
  if (resource.type === "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") {
    return [opening(resource, "ipProtocol", ["cidrIpv4", "cidrIpv6"], "prefixListId")];
  }
  if (resource.type === "aws:ec2/securityGroupRule:SecurityGroupRule") {
    return resource.at("type").string() === "ingress" ? [classic(resource)] : [];
  }
  return resource
    .at("ingress")
    .elements()
    .map((entry) => {
      const read = known(() => classic(entry));
      return read.value ?? { sources: [], prefixLists: [], unknownSources: read.unknown, unknownPorts: read.unknown };
    });
}

function classic(rule: Value<any>): Opening {
  return opening(rule, "protocol", ["cidrBlocks", "ipv6CidrBlocks"], "prefixListIds");
}

function opening(rule: Value<any>, protocol: string, cidrs: readonly string[], prefixList: string): Opening {
  const sources = cidrs.flatMap((property) => readCidrs(rule.at(property)));
  const prefixLists = known(() => rule.at(prefixList).elements());
  const ports = known(() => readPorts(rule.at(protocol), rule.at("fromPort"), rule.at("toPort")));
  return {
    ports: ports.value,
    sources: sources.flatMap(({ value }) => value ?? []),
    // Unknown as a whole, the list still tells by its dependencies what flows into it.
    prefixLists: prefixLists.value ?? [rule.at(prefixList)],
    unknownSources: sources.find(({ unknown }) => unknown)?.unknown,
    unknownPorts: ports.unknown,
  };
}

function readCidrs(list: Value<any>): Known<Addresses | undefined>[] {
  const elements = known(() => list.elements());
  return elements.unknown ? [elements] : elements.value.map((cidr) => known(() => readCidr(cidr)));
}
