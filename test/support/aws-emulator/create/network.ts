import * as ec2 from "@aws-sdk/client-ec2";
import type { Clients } from "../clients";
import type { Create } from ".";
import { tagged } from "./security-groups";

const vpc: Create = async (inputs, clients) => {
  const { Vpc } = await clients.ec2.send(
    new ec2.CreateVpcCommand({
      CidrBlock: inputs.cidrBlock,
      AmazonProvidedIpv6CidrBlock: inputs.assignGeneratedIpv6CidrBlock,
      TagSpecifications: tagged("vpc", inputs.tags),
    }),
  );
  const VpcId = Vpc?.VpcId ?? "";
  for (const attribute of ["EnableDnsSupport", "EnableDnsHostnames"] as const) {
    const Value = inputs[attribute === "EnableDnsSupport" ? "enableDnsSupport" : "enableDnsHostnames"] as boolean;
    await clients.ec2.send(new ec2.ModifyVpcAttributeCommand({ VpcId, [attribute]: { Value } }));
  }
  return {
    id: VpcId,
    arn: `arn:aws:ec2:eu-west-1:123456789012:vpc/${VpcId}`,
    cidrBlock: Vpc?.CidrBlock,
    ipv6CidrBlock: Vpc?.Ipv6CidrBlockAssociationSet?.[0]?.Ipv6CidrBlock,
    ...(await defaultsOf(clients, VpcId)),
  };
};

/** What AWS makes with each VPC. */
async function defaultsOf({ ec2: client }: Clients, vpcId: string): Promise<Record<string, unknown>> {
  const Filters = [{ Name: "vpc-id", Values: [vpcId] }];
  const { NetworkAcls = [] } = await client.send(new ec2.DescribeNetworkAclsCommand({ Filters }));
  const { RouteTables = [] } = await client.send(new ec2.DescribeRouteTablesCommand({ Filters }));
  return {
    defaultNetworkAclId: NetworkAcls.find(({ IsDefault }) => IsDefault)?.NetworkAclId,
    defaultRouteTableId: RouteTables.find(({ Associations }) => Associations?.some(({ Main }) => Main))?.RouteTableId,
  };
}

const subnet: Create = async (inputs, clients) => {
  const { Subnet } = await clients.ec2.send(
    new ec2.CreateSubnetCommand({
      VpcId: inputs.vpcId,
      AvailabilityZone: inputs.availabilityZone,
      CidrBlock: inputs.cidrBlock,
      Ipv6CidrBlock: inputs.ipv6CidrBlock,
      TagSpecifications: tagged("subnet", inputs.tags),
    }),
  );
  const SubnetId = Subnet?.SubnetId ?? "";
  // EC2 takes one attribute a call.
  const attributes = {
    MapPublicIpOnLaunch: "mapPublicIpOnLaunch",
    AssignIpv6AddressOnCreation: "assignIpv6AddressOnCreation",
  };
  for (const [attribute, input] of Object.entries(attributes)) {
    if (inputs[input] === undefined) continue;
    const Value = inputs[input] as boolean;
    await clients.ec2.send(new ec2.ModifySubnetAttributeCommand({ SubnetId, [attribute]: { Value } }));
  }
  return { id: SubnetId, arn: Subnet?.SubnetArn };
};

const networkInterface: Create = async (inputs, clients) => {
  const { NetworkInterface } = await clients.ec2.send(
    new ec2.CreateNetworkInterfaceCommand({
      SubnetId: inputs.subnetId,
      Description: inputs.description,
      Groups: inputs.securityGroups,
      TagSpecifications: tagged("network-interface", inputs.tags),
    }),
  );
  const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId ?? "";
  const SourceDestCheck = { Value: (inputs.sourceDestCheck ?? true) as boolean };
  await clients.ec2.send(new ec2.ModifyNetworkInterfaceAttributeCommand({ NetworkInterfaceId, SourceDestCheck }));
  return { id: NetworkInterfaceId };
};

const acl: Create = async (inputs, clients) => {
  const { NetworkAcl } = await clients.ec2.send(
    new ec2.CreateNetworkAclCommand({
      VpcId: inputs.vpcId,
      TagSpecifications: tagged("network-acl", inputs.tags),
    }),
  );
  const NetworkAclId = NetworkAcl?.NetworkAclId ?? "";
  for (const Egress of [false, true]) {
    for (const entry of (Egress ? inputs.egress : inputs.ingress) ?? []) {
      await clients.ec2.send(
        new ec2.CreateNetworkAclEntryCommand({
          ...{ NetworkAclId, Egress, RuleNumber: entry.ruleNo, RuleAction: entry.action, Protocol: entry.protocol },
          ...{ CidrBlock: entry.cidrBlock, Ipv6CidrBlock: entry.ipv6CidrBlock },
          PortRange: { From: entry.fromPort, To: entry.toPort },
        }),
      );
    }
  }
  return { id: NetworkAclId };
};

const defaultAcl: Create = async ({ defaultNetworkAclId: NetworkAclId }, clients) => {
  const { NetworkAcls = [] } = await clients.ec2.send(
    new ec2.DescribeNetworkAclsCommand({ NetworkAclIds: [NetworkAclId] }),
  );
  for (const { RuleNumber, Egress } of NetworkAcls[0]?.Entries ?? []) {
    // The last rule, which denies everything, stays.
    if (RuleNumber === 32767) continue;
    await clients.ec2.send(new ec2.DeleteNetworkAclEntryCommand({ NetworkAclId, RuleNumber, Egress }));
  }
  return { id: NetworkAclId };
};

const aclAssociation: Create = async ({ networkAclId: NetworkAclId, subnetId }, clients) => {
  const { NetworkAcls = [] } = await clients.ec2.send(
    new ec2.DescribeNetworkAclsCommand({ Filters: [{ Name: "association.subnet-id", Values: [subnetId] }] }),
  );
  const associations = NetworkAcls.flatMap(({ Associations = [] }) => Associations);
  const AssociationId = associations.find(({ SubnetId }) => SubnetId === subnetId)?.NetworkAclAssociationId;
  const { NewAssociationId = "" } = await clients.ec2.send(
    new ec2.ReplaceNetworkAclAssociationCommand({ AssociationId, NetworkAclId }),
  );
  return { id: NewAssociationId };
};

const flowLog: Create = async (inputs, clients) => {
  const { FlowLogIds = [], Unsuccessful = [] } = await clients.ec2.send(
    new ec2.CreateFlowLogsCommand({
      ResourceIds: [inputs.vpcId],
      ResourceType: "VPC",
      TrafficType: inputs.trafficType,
      LogDestinationType: inputs.logDestinationType,
      LogDestination: inputs.logDestination,
      LogFormat: inputs.logFormat,
      DeliverLogsPermissionArn: inputs.iamRoleArn,
      MaxAggregationInterval: inputs.maxAggregationInterval,
      TagSpecifications: tagged("vpc-flow-log", inputs.tags),
    }),
  );
  if (Unsuccessful[0]) throw new Error(`${Unsuccessful[0].Error?.Code}: ${Unsuccessful[0].Error?.Message}`);
  return { id: FlowLogIds[0] ?? "" };
};

export const createNetwork: Readonly<Record<string, Create>> = {
  "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl": defaultAcl,
  "aws:ec2/flowLog:FlowLog": flowLog,
  "aws:ec2/networkAcl:NetworkAcl": acl,
  "aws:ec2/networkAclAssociation:NetworkAclAssociation": aclAssociation,
  "aws:ec2/networkInterface:NetworkInterface": networkInterface,
  "aws:ec2/subnet:Subnet": subnet,
  "aws:ec2/vpc:Vpc": vpc,
};
