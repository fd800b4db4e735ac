import type { Subject } from "../../core/graph";
import { type Rule, when } from "../../core/rule";
import { across, type SubjectOf } from "../../facts/check";
import { listed } from "../../facts/listed";
import { some } from "../../facts/some";

type FlowLog = SubjectOf<"aws:ec2/flowLog:FlowLog">;

export const vpcFlowLogsEnabled: Rule = {
  id: "ec2-vpc-flow-logs-enabled",
  title: "VPCs must log the traffic that they reject",
  severity: "medium",
  why: "Without flow logs nobody sees who probed the network, or can tell afterwards what an intruder reached.",
  fix: 'Add an aws.ec2.FlowLog with vpcId of this VPC and trafficType "REJECT" or "ALL".',
  catalogue: ["EC2.6"],
  equivalents: {
    checkov: ["CKV2_AWS_11"],
    "cdk-nag": ["VPCFlowLogsEnabled"],
    trivy: ["AWS-0178"],
    prowler: ["vpc_flow_logs_enabled"],
  },
  checks: [
    across(["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"], (vpc: Subject<any>, { graph }) => {
      const names = vpc.id === undefined ? [] : [vpc.id];
      const logs: FlowLog[] = graph.referrers(vpc, "aws:ec2/flowLog:FlowLog", "vpcId", names);
      if (logs.length === 0) return ["no flow log records its traffic"];
      const isLogged = some(logs, (log) => log.at("trafficType").string()?.toUpperCase() !== "ACCEPT");
      return when(!isLogged, `${listed(logs.map(({ name }) => name))} logs accepted traffic only`);
    }),
  ],
};
