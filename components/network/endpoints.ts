import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { placeOf } from "../place";
import { gatewayPolicy, interfacePolicy, type Perimeter } from "./endpoint-policy";
import { named, type Network } from "./network";
import type { Subnets } from "./subnets";

/** The ways to AWS services that don't lead through the internet. */
export function declareEndpoints(network: Network, subnets: Subnets): void {
  const { args, layout, child } = network;
  const served = pulumi.all([placeOf(child), args.organizationId]).apply(([place, organizationId]) => ({
    place,
    perimeter: { organizationId, trustedAccountIds: args.trustedAccountIds ?? [] } satisfies Perimeter,
  }));
  for (const service of ["s3", "dynamodb"] as const) {
    const policy = served.apply(({ place, perimeter }) => JSON.stringify(gatewayPolicy(service, place, perimeter)));
    declareGateway(network, subnets, service, policy);
  }
  if (layout.endpoints.length === 0) return;
  const group = declareGroup(network);
  for (const service of layout.endpoints) {
    const policy = served.apply(({ place, perimeter }) => JSON.stringify(interfacePolicy(service, place, perimeter)));
    declareInterface(network, subnets, service, group, policy);
  }
}

/** An association for each route table and subnet: lists in the endpoint itself would change it with every new zone. */
function declareGateway(
  { name, args, layout, vpc, child }: Network,
  { tables }: Subnets,
  service: string,
  policy: pulumi.Output<string>,
): void {
  const endpoint = new aws.ec2.VpcEndpoint(
    `${name}-${service}`,
    {
      vpcId: vpc.id,
      vpcEndpointType: "Gateway",
      serviceName: `com.amazonaws.${layout.region}.${service}`,
      policy,
      tags: named(args.tags, `${name}-${service}`),
    },
    child,
  );
  for (const { key, table } of tables.filter(({ tier }) => tier !== "link")) {
    new aws.ec2.VpcEndpointRouteTableAssociation(
      `${name}-${service}-${key}`,
      { vpcEndpointId: endpoint.id, routeTableId: table.id },
      child,
    );
  }
}

function declareInterface(
  { name, args, layout, vpc, child }: Network,
  subnets: Subnets,
  service: string,
  group: aws.ec2.SecurityGroup,
  policy: pulumi.Output<string>,
): void {
  const endpoint = new aws.ec2.VpcEndpoint(
    `${name}-${service}`,
    {
      vpcId: vpc.id,
      vpcEndpointType: "Interface",
      serviceName: `com.amazonaws.${layout.region}.${service}`,
      privateDnsEnabled: true,
      securityGroupIds: [group.id],
      policy,
      tags: named(args.tags, `${name}-${service}`),
    },
    child,
  );
  for (const { letter } of layout.zones) {
    const subnetId = subnets.at("private", letter)?.id ?? "";
    new aws.ec2.VpcEndpointSubnetAssociation(
      `${name}-${service}-${letter}`,
      { vpcEndpointId: endpoint.id, subnetId },
      child,
    );
  }
}

function declareGroup({ name, args, vpc, cidr, child }: Network): aws.ec2.SecurityGroup {
  const groupName = `${name}-endpoints`;
  const tags = named(args.tags, groupName);
  const description = "Interface endpoints, for the VPC itself";
  const group = new aws.ec2.SecurityGroup(groupName, { vpcId: vpc.id, description, tags }, child);
  new aws.vpc.SecurityGroupIngressRule(
    `${groupName}-https`,
    {
      securityGroupId: group.id,
      description: "HTTPS from the VPC",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: cidr,
      tags: args.tags,
    },
    child,
  );
  return group;
}
