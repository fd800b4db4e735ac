import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { named, type Network } from "./network";
import type { Subnets, Table } from "./subnets";
import { Nat } from "./vpc-args";

/**
 * The ways to the internet: from public subnets both ways, from private ones outwards.
 *
 * @returns the addresses from which private subnets come
 */
export function declareInternet(network: Network, subnets: Subnets): pulumi.Output<string[]> {
  const { name, args, layout, vpc, child } = network;
  if (!layout.hasInternetGateway) return pulumi.output([]);
  const tags = named(args.tags, name);
  const gateway = new aws.ec2.InternetGateway(name, { vpcId: vpc.id, tags }, child);
  const nat = declareNat(network, subnets, gateway);
  const tablesOf = (tier: string) => subnets.tables.filter((table) => table.tier === tier);

  for (const table of tablesOf("public")) {
    declareRoutes(network, table, { gatewayId: gateway.id }, layout.hasIpv6 ? { gatewayId: gateway.id } : undefined);
  }
  if (layout.nat === Nat.None) return pulumi.output([]);
  const egress = layout.hasIpv6
    ? new aws.ec2.EgressOnlyInternetGateway(name, { vpcId: vpc.id, tags }, child)
    : undefined;
  for (const table of tablesOf("private")) {
    const chosen = nat.get(table.zone?.letter ?? "") ?? [...nat.values()][0];
    declareRoutes(network, table, { natGatewayId: chosen?.id }, egress && { egressOnlyGatewayId: egress.id });
  }
  return addressesOf(layout.nat, [...nat.values()]);
}

/** The NAT gateways, by the letter of the zone that each is in; by `regional` the one that is in all. */
function declareNat(
  network: Network,
  subnets: Subnets,
  gateway: aws.ec2.InternetGateway,
): ReadonlyMap<string, aws.ec2.NatGateway> {
  const { name, args, layout, vpc, child } = network;
  // A NAT gateway fails to start, and an address can't be used, before the internet gateway is attached.
  const attached = { ...child, dependsOn: [gateway] };
  if (layout.nat === Nat.Regional) {
    const natName = `${name}-nat`;
    const regional = { vpcId: vpc.id, availabilityMode: "regional", connectivityType: "public" };
    const nat = new aws.ec2.NatGateway(natName, { ...regional, tags: named(args.tags, natName) }, attached);
    return new Map([["regional", nat]]);
  }
  return new Map(
    layout.natZones.map(({ letter }) => {
      const natName = `${name}-nat-${letter}`;
      const tags = named(args.tags, natName);
      const address = new aws.ec2.Eip(natName, { domain: "vpc", tags }, attached);
      const subnetId = subnets.at("public", letter)?.id;
      return [letter, new aws.ec2.NatGateway(natName, { allocationId: address.id, subnetId, tags }, attached)];
    }),
  );
}

function declareRoutes(
  { name, child }: Network,
  { key, table }: Table,
  ipv4: Partial<aws.ec2.RouteArgs>,
  ipv6?: Partial<aws.ec2.RouteArgs>,
): void {
  const routeTableId = table.id;
  new aws.ec2.Route(`${name}-${key}-internet`, { routeTableId, destinationCidrBlock: "0.0.0.0/0", ...ipv4 }, child);
  if (!ipv6) return;
  new aws.ec2.Route(`${name}-${key}-internet-ipv6`, { routeTableId, destinationIpv6CidrBlock: "::/0", ...ipv6 }, child);
}

function addressesOf(nat: Nat, gateways: readonly aws.ec2.NatGateway[]): pulumi.Output<string[]> {
  if (nat !== Nat.Regional) return pulumi.all(gateways.map(({ publicIp }) => publicIp));
  return pulumi
    .all(gateways.map(({ regionalNatGatewayAddresses }) => regionalNatGatewayAddresses))
    .apply((all) => all.flat().map(({ publicIp }) => publicIp));
}
