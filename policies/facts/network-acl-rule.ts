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

/** The entries beside it in the same ACL, for incoming traffic, as far as this stack declares them. */
export function otherEntries(rule: Subject<any>, graph: Graph): Entry[] {
  const reference = rule.at("networkAclId");
  const acl = graph.target<any>(rule, "networkAclId", reference, acls, namesOf);
  // Of an ACL of another stack only the id is known.
  const names = acl ? namesOf(acl) : [reference.string() ?? ""];
  const rules = graph.referrers<any>(acl ?? rule, networkAclRule, "networkAclId", names);
  const separate = rules.filter((other) => other.urn !== rule.urn && !isEgress(other)).map(separateEntry);
  return [...separate, ...(acl && acl.type !== vpc ? inlineEntries(acl) : [])];
}

function isEgress(rule: Subject<any>): boolean {
  return known(() => rule.at("egress").boolean()).value === true;
}

/** A VPC stands for the ACL that AWS makes with it. */
function namesOf(acl: Subject<any>): string[] {
  const id = acl.type === vpc ? known(() => acl.outputs.at("defaultNetworkAclId").string()).value : acl.resource.id;
  return id === undefined ? [] : [id];
}
