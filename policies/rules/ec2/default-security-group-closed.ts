import type { Subject } from "../../core/graph";
import { type Rule, when } from "../../core/rule";
import { each } from "../../core/value";
import { across, on } from "../../facts/check";
import { isOfDefaultGroup } from "../../facts/default-security-group";

const defaultSecurityGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";

const separateRules = [
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
  "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
] as const;

export const defaultSecurityGroupClosed: Rule = {
  id: "ec2-default-security-group-closed",
  title: "The default security group of a VPC must allow no traffic",
  severity: "high",
  why: "Whatever is launched without a security group gets the default one, and then talks to everything else in it and to the internet.",
  fix: "Add an aws.ec2.DefaultSecurityGroup with vpcId of the VPC and neither ingress nor egress, and give each resource a group of its own.",
  catalogue: ["EC2.2"],
  equivalents: {
    checkov: ["CKV2_AWS_12"],
    "cdk-nag": ["VPCDefaultSecurityGroupClosed"],
    trivy: ["AWS-0173"],
    prowler: ["ec2_securitygroup_default_restrict_traffic"],
  },
  checks: [
    // Left out, a list is emptied: Pulumi takes all rules out of the group that it adopts.
    on(defaultSecurityGroup, (group) =>
      each(["ingress", "egress"] as const, (direction) => {
        const count = group.at(direction).elements().length;
        return when(count > 0, `${direction} has ${count} rule${count === 1 ? "" : "s"}`);
      }),
    ),
    // AWS makes the group with every VPC, open to itself and to the internet (VPC User Guide, "Default security groups").
    across("aws:ec2/vpc:Vpc", (vpc, { graph }) => {
      const names = vpc.id === undefined ? [] : [vpc.id];
      const groups = graph.referrers(vpc, defaultSecurityGroup, "vpcId", names);
      return when(groups.length === 0, "no DefaultSecurityGroup closes its default security group");
    }),
    across(separateRules, (rule: Subject<any>, { graph }) => {
      return when(isOfDefaultGroup(rule, graph), "securityGroupId is the default security group");
    }),
  ],
  remediation: { [defaultSecurityGroup]: { ingress: [], egress: [] } },
};
