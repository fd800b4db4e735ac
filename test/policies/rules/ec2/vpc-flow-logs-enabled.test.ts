import { vpcFlowLogsEnabled } from "../../../../policies/rules/ec2/vpc-flow-logs-enabled";
import { resource, testRule, unknown } from "../../../../policies/testing";

const vpc = resource("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, { name: "network" });
const created = { ...vpc, id: "vpc-1" };
const flowLog = "aws:ec2/flowLog:FlowLog";
const log = (inputs: object, name = "log") => resource(flowLog, inputs as any, { name });

testRule(vpcFlowLogsEnabled, {
  passes: {
    "all traffic, by reference": [vpc, log({ vpcId: vpc, trafficType: "ALL" })],
    "rejected traffic, by id": [created, log({ vpcId: "vpc-1", trafficType: "REJECT" })],
    "accepted traffic in one log, rejected in another": [
      vpc,
      log({ vpcId: vpc, trafficType: "ACCEPT" }, "accepted"),
      log({ vpcId: vpc, trafficType: "REJECT" }, "rejected"),
    ],
    "the default VPC": [
      resource("aws:ec2/defaultVpc:DefaultVpc", {}, { name: "default" }),
      log({ vpcId: resource("aws:ec2/defaultVpc:DefaultVpc", {}, { name: "default" }), trafficType: "ALL" }),
    ],
  },
  violates: {
    "no log": { stack: [vpc], observes: ["no flow log records its traffic"] },
    "a log of another VPC": {
      stack: [created, log({ vpcId: "vpc-2", trafficType: "ALL" })],
      observes: ["no flow log records its traffic"],
    },
    "a log of one subnet": {
      stack: [vpc, log({ subnetId: unknown, trafficType: "ALL" })],
      observes: ["no flow log records its traffic"],
    },
    "accepted traffic only (Security Hub EC2.6 asks for REJECT)": {
      stack: [vpc, log({ vpcId: vpc, trafficType: "ACCEPT" })],
      observes: ["log logs accepted traffic only"],
    },
    "no log of the default VPC": {
      stack: [resource("aws:ec2/defaultVpc:DefaultVpc", {})],
      observes: ["no flow log records its traffic"],
    },
  },
  undetermined: {
    "whose log it is is not known": [vpc, log({ vpcId: unknown, trafficType: "ALL" })],
    "what it logs is not known": [vpc, log({ vpcId: vpc, trafficType: unknown })],
  },
});
