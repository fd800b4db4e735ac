import * as ec2 from "@aws-sdk/client-ec2";
import type { Create } from ".";
import { tagged } from "./security-groups";

const table: Create = async (inputs, clients) => {
  const { RouteTable } = await clients.ec2.send(
    new ec2.CreateRouteTableCommand({ VpcId: inputs.vpcId, TagSpecifications: tagged("route-table", inputs.tags) }),
  );
  return { id: RouteTable?.RouteTableId ?? "" };
};

/** Nothing to do: what AWS makes has only the route that nobody can remove. */
const defaultTable: Create = ({ defaultRouteTableId, routes }) => {
  if (routes.length > 0) throw new Error("expected no routes in a default route table");
  return Promise.resolve({ id: defaultRouteTableId });
};

const association: Create = async ({ routeTableId, subnetId }, clients) => {
  const { AssociationId = "" } = await clients.ec2.send(
    new ec2.AssociateRouteTableCommand({ RouteTableId: routeTableId, SubnetId: subnetId }),
  );
  return { id: AssociationId };
};

const route: Create = async (inputs, clients) => {
  const { routeTableId, destinationCidrBlock, destinationIpv6CidrBlock } = inputs;
  await clients.ec2.send(
    new ec2.CreateRouteCommand({
      RouteTableId: routeTableId,
      DestinationCidrBlock: destinationCidrBlock,
      DestinationIpv6CidrBlock: destinationIpv6CidrBlock,
      EgressOnlyInternetGatewayId: inputs.egressOnlyGatewayId,
      GatewayId: inputs.gatewayId,
      NatGatewayId: inputs.natGatewayId,
      NetworkInterfaceId: inputs.networkInterfaceId,
      TransitGatewayId: inputs.transitGatewayId,
    }),
  );
  return { id: `${routeTableId} ${destinationCidrBlock ?? destinationIpv6CidrBlock}` };
};

const internetGateway: Create = async ({ vpcId, tags }, clients) => {
  const { InternetGateway } = await clients.ec2.send(
    new ec2.CreateInternetGatewayCommand({ TagSpecifications: tagged("internet-gateway", tags) }),
  );
  const InternetGatewayId = InternetGateway?.InternetGatewayId ?? "";
  await clients.ec2.send(new ec2.AttachInternetGatewayCommand({ InternetGatewayId, VpcId: vpcId }));
  return { id: InternetGatewayId };
};

const egressOnlyGateway: Create = async ({ vpcId, tags }, clients) => {
  const { EgressOnlyInternetGateway } = await clients.ec2.send(
    new ec2.CreateEgressOnlyInternetGatewayCommand({
      VpcId: vpcId,
      TagSpecifications: tagged("egress-only-internet-gateway", tags),
    }),
  );
  return { id: EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId ?? "" };
};

const address: Create = async ({ domain, networkInterface, tags }, clients) => {
  const { AllocationId = "", PublicIp } = await clients.ec2.send(
    new ec2.AllocateAddressCommand({ Domain: domain, TagSpecifications: tagged("elastic-ip", tags) }),
  );
  if (networkInterface !== undefined) {
    await clients.ec2.send(new ec2.AssociateAddressCommand({ AllocationId, NetworkInterfaceId: networkInterface }));
  }
  return { id: AllocationId, allocationId: AllocationId, publicIp: PublicIp };
};

const natGateway: Create = async (inputs, clients) => {
  const { NatGateway } = await clients.ec2.send(
    new ec2.CreateNatGatewayCommand({
      AllocationId: inputs.allocationId,
      AvailabilityMode: inputs.availabilityMode,
      SubnetId: inputs.subnetId,
      VpcId: inputs.vpcId,
      TagSpecifications: tagged("natgateway", inputs.tags),
    }),
  );
  return { id: NatGateway?.NatGatewayId ?? "", publicIp: NatGateway?.NatGatewayAddresses?.[0]?.PublicIp };
};

const endpoint: Create = async (inputs, clients) => {
  const { VpcEndpoint } = await clients.ec2.send(
    new ec2.CreateVpcEndpointCommand({
      VpcId: inputs.vpcId,
      VpcEndpointType: inputs.vpcEndpointType,
      ServiceName: inputs.serviceName,
      PolicyDocument: inputs.policy,
      PrivateDnsEnabled: inputs.privateDnsEnabled,
      SecurityGroupIds: inputs.securityGroupIds,
      TagSpecifications: tagged("vpc-endpoint", inputs.tags),
    }),
  );
  return { id: VpcEndpoint?.VpcEndpointId ?? "" };
};

const endpointTable: Create = async ({ vpcEndpointId, routeTableId }, clients) => {
  await clients.ec2.send(
    new ec2.ModifyVpcEndpointCommand({ VpcEndpointId: vpcEndpointId, AddRouteTableIds: [routeTableId] }),
  );
  return { id: `${vpcEndpointId} ${routeTableId}` };
};

const endpointSubnet: Create = async ({ vpcEndpointId, subnetId }, clients) => {
  await clients.ec2.send(new ec2.ModifyVpcEndpointCommand({ VpcEndpointId: vpcEndpointId, AddSubnetIds: [subnetId] }));
  return { id: `${vpcEndpointId} ${subnetId}` };
};

const transitAttachment: Create = async (inputs, clients) => {
  const { TransitGatewayVpcAttachment } = await clients.ec2.send(
    new ec2.CreateTransitGatewayVpcAttachmentCommand({
      SubnetIds: inputs.subnetIds,
      TransitGatewayId: inputs.transitGatewayId,
      VpcId: inputs.vpcId,
      TagSpecifications: tagged("transit-gateway-attachment", inputs.tags),
    }),
  );
  return { id: TransitGatewayVpcAttachment?.TransitGatewayAttachmentId ?? "" };
};

export const createRouting: Readonly<Record<string, Create>> = {
  "aws:ec2/defaultRouteTable:DefaultRouteTable": defaultTable,
  "aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway": egressOnlyGateway,
  "aws:ec2/eip:Eip": address,
  "aws:ec2/internetGateway:InternetGateway": internetGateway,
  "aws:ec2/natGateway:NatGateway": natGateway,
  "aws:ec2/route:Route": route,
  "aws:ec2/routeTable:RouteTable": table,
  "aws:ec2/routeTableAssociation:RouteTableAssociation": association,
  "aws:ec2/vpcEndpoint:VpcEndpoint": endpoint,
  "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation": endpointTable,
  "aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation": endpointSubnet,
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment": transitAttachment,
};
