import { defaultSecurityGroupClosed } from "../../../../policies/rules/ec2/default-security-group-closed";
import { resource, testRule, unknown } from "../../../../policies/testing";

const vpc = resource("aws:ec2/vpc:Vpc", { cidrBlock: "10.0.0.0/16" }, { name: "network" });
const created = { ...vpc, id: "vpc-1", outputs: { id: "vpc-1", defaultSecurityGroupId: "sg-0" } };
const defaultGroup = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
const closed = resource(defaultGroup, { vpcId: vpc }, { name: "closed" });
const ownGroup = resource("aws:ec2/securityGroup:SecurityGroup", { vpcId: vpc }, { name: "own" });
const rule = "aws:ec2/securityGroupRule:SecurityGroupRule";
const egressRule = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const open = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };

testRule(defaultSecurityGroupClosed, {
  passes: {
    "closed, by reference: lists left out are emptied": [vpc, closed],
    "closed, by id, with empty lists": [
      created,
      resource(defaultGroup, { vpcId: "vpc-1", ingress: [], egress: [] }, { name: "closed" }),
    ],
    "rules of other groups": [
      vpc,
      closed,
      ownGroup,
      resource(rule, { type: "ingress", securityGroupId: ownGroup, ...open }, { name: "own" }),
      resource(egressRule, { securityGroupId: "sg-elsewhere", ipProtocol: "-1" }, { name: "elsewhere" }),
    ],
  },
  violates: {
    "a VPC alone: AWS makes the group open (Amazon VPC User Guide, Default security groups)": {
      stack: [vpc],
      observes: ["no DefaultSecurityGroup closes its default security group"],
    },
    "a default group of another VPC": {
      stack: [created, resource(defaultGroup, { vpcId: "vpc-2" })],
      observes: ["no DefaultSecurityGroup closes its default security group"],
    },
    "managed, but open": {
      stack: [vpc, resource(defaultGroup, { vpcId: vpc, ingress: [open], egress: [open, open] })],
      observes: ["ingress has 1 rule", "egress has 2 rules"],
    },
    "outgoing traffic open, incoming not known": {
      stack: [vpc, resource(defaultGroup, { vpcId: vpc, ingress: unknown, egress: [open] })],
      observes: ["egress has 1 rule"],
    },
    "a separate rule, by reference to the group": {
      stack: [vpc, closed, resource(rule, { type: "ingress", securityGroupId: closed, ...open })],
      observes: ["securityGroupId is the default security group"],
    },
    "a separate rule, by reference to the VPC's defaultSecurityGroupId": {
      stack: [vpc, closed, resource(egressRule, { securityGroupId: vpc, ipProtocol: "-1" })],
      observes: ["securityGroupId is the default security group"],
    },
    "a separate rule, by id": {
      stack: [created, closed, resource(egressRule, { securityGroupId: "sg-0", ipProtocol: "-1" })],
      observes: ["securityGroupId is the default security group"],
    },
  },
  undetermined: {
    "the rules are not known": [vpc, resource(defaultGroup, { vpcId: vpc, ingress: unknown })],
    "whose default group it is is not known": [vpc, resource(defaultGroup, { vpcId: unknown })],
    "whose rule it is is not known": [
      vpc,
      closed,
      resource(rule, { type: "ingress", securityGroupId: unknown, ...open }),
    ],
  },
});
