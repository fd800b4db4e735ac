import type { Graph, Subject } from "../core/graph";
import { known } from "./known";

const defaultSecurityGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const vpc = "aws:ec2/vpc:Vpc";

/** What may stand for the default security group in a reference: itself, or the VPC by its `defaultSecurityGroupId`. */
const standIns = [defaultSecurityGroup, vpc];

/** Whether a rule of its own, for incoming or outgoing traffic, belongs to a default security group of this stack. */
export function isOfDefaultGroup(rule: Subject<any>, graph: Graph): boolean {
  const group = rule.at("securityGroupId");
  const dependencies = rule.resource.propertyDependencies.securityGroupId ?? [];
  const isElsewhere =
    dependencies.length > 0 && !dependencies.some((urn) => standIns.includes(graph.get(urn)?.type ?? ""));
  if (isElsewhere) return false;
  return graph.target(rule, "securityGroupId", group, standIns, namesOf) !== undefined;
}

function namesOf(standIn: Subject<any>): string[] {
  const { type, outputs } = standIn;
  const id = type === vpc ? known(() => outputs.at("defaultSecurityGroupId").string()).value : standIn.id;
  return id === undefined ? [] : [id];
}
