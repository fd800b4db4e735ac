import type { Graph, Subject } from "../core/graph";
import { known } from "./known";
import { type Entry, inlineEntries, readEntry } from "./network-acl";

const networkAclRule = "aws:ec2/networkAclRule:NetworkAclRule";
const vpc = "aws:ec2/vpc:Vpc";
const acls = ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl", vpc];

/** The entry that a resource of its own adds to a network ACL. */
export function separateEntry(rule: Subject<any>): Entry {
  const entry = readEntry(rule, "ruleNumber", "ruleAction");
  return { ...entry, unknown: entry.unknown ?? known(() => rule.at("egress").boolean()).unknown };
}

/**
 * The entries beside it in the same ACL, for incoming traffic, as far as this stack declares them. One that may belong to
 * this ACL, but can't be told yet, is among them as unknown.
 */
export function otherEntries(rule: Subject<any>, graph: Graph): Entry[] {
  const acl = aclOf(rule, graph);
  // Of an ACL of another stack only the id is known.
  const names = acl ? namesOf(acl) : [rule.at("networkAclId").string() ?? ""];
  const rules = graph.referrers<any>(acl ?? rule, networkAclRule, "networkAclId", names);
  const separate = rules.filter((other) => other.urn !== rule.urn && !isEgress(other)).map(separateEntry);
  return [...separate, ...(acl && acl.type !== vpc ? inlineEntries(acl) : []), ...strayEntries(graph)];
}

function aclOf(rule: Subject<any>, graph: Graph): Subject<any> | undefined {
  return graph.target<any>(rule, "networkAclId", rule.at("networkAclId"), acls, namesOf);
}

const strays = new WeakMap<Graph, Entry[]>();

/** The entries of which nobody knows yet whose they are. */
function strayEntries(graph: Graph): Entry[] {
  const found =
    strays.get(graph) ??
    graph.all<any>(networkAclRule).flatMap((rule) => {
      const { unknown } = known(() => aclOf(rule, graph));
      return unknown && !isEgress(rule) ? [{ ...separateEntry(rule), unknown }] : [];
    });
  strays.set(graph, found);
  return found;
}

function isEgress(rule: Subject<any>): boolean {
  return known(() => rule.at("egress").boolean()).value === true;
}

/** A VPC stands for the ACL that AWS makes with it. */
function namesOf(acl: Subject<any>): string[] {
  const id = acl.type === vpc ? known(() => acl.outputs.at("defaultNetworkAclId").string()).value : acl.id;
  return id === undefined ? [] : [id];
}
