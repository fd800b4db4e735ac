import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { declareNatInstance } from "./nat-instance";
import { named, type Network } from "./network";
import type { Subnets, Table } from "./subnets";
import { Nat } from "./vpc-args";

/** How private subnets go out. */
interface WayOut {
  readonly addresses: pulumi.Output<string[]>;
  /** What the route of a private subnet leads to. */
  to(table: Table): Partial<aws.ec2.RouteArgs>;
  /** What has to run before anybody is sent there. */
  readonly dependsOn: readonly pulumi.Resource[];
}

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
  const tablesOf = (tier: string) => subnets.tables.filter((table) => table.tier === tier);

  const toGateway = { gatewayId: gateway.id };
  const routes = tablesOf("public").map((table) =>
    declareRoutes(network, table, toGateway, layout.hasIpv6 ? toGateway : undefined),
  );
  if (layout.nat === Nat.None) return pulumi.output([]);
  const out =
    layout.nat === Nat.Instance
      ? byInstance(network, subnets, gateway, routes)
      : byGateways(layout.nat, declareGateways(network, subnets, gateway));
  const egress = layout.hasIpv6
    ? new aws.ec2.EgressOnlyInternetGateway(name, { vpcId: vpc.id, tags }, child)
    : undefined;
  for (const table of tablesOf("private")) {
    declareRoutes(network, table, out.to(table), egress && { egressOnlyGatewayId: egress.id }, out.dependsOn);
  }
  return out.addresses;
}

function byInstance(
  network: Network,
  subnets: Subnets,
  gateway: aws.ec2.InternetGateway,
  routes: readonly aws.ec2.Route[],
): WayOut {
  const { networkInterface, address, instance } = declareNatInstance(network, subnets, gateway, routes);
  return {
    addresses: pulumi.all([address.publicIp]),
    to: () => ({ networkInterfaceId: networkInterface.id }),
    dependsOn: [instance],
  };
}

function byGateways(nat: Nat, gateways: ReadonlyMap<string, aws.ec2.NatGateway>): WayOut {
  const all = [...gateways.values()];
  return {
    addresses: addressesOf(nat, all),
    to: ({ zone }) => ({ natGatewayId: (gateways.get(zone?.letter ?? "") ?? all[0])?.id }),
    dependsOn: [],
  };
}

/** The NAT gateways, by the letter of the zone that each is in; by `regional` the one that is in all. */
function declareGateways(
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

/** @returns the route for IPv4 */
function declareRoutes(
  { name, child }: Network,
  { key, table }: Table,
  ipv4: Partial<aws.ec2.RouteArgs>,
  ipv6?: Partial<aws.ec2.RouteArgs>,
  dependsOn: readonly pulumi.Resource[] = [],
): aws.ec2.Route {
  const routeTableId = table.id;
  const route = new aws.ec2.Route(
    `${name}-${key}-internet`,
    { routeTableId, destinationCidrBlock: "0.0.0.0/0", ...ipv4 },
    { ...child, dependsOn: [...dependsOn] },
  );
  if (ipv6) {
    const everything = { routeTableId, destinationIpv6CidrBlock: "::/0" };
    new aws.ec2.Route(`${name}-${key}-internet-ipv6`, { ...everything, ...ipv6 }, child);
  }
  return route;
}

function addressesOf(nat: Nat, gateways: readonly aws.ec2.NatGateway[]): pulumi.Output<string[]> {
  if (nat !== Nat.Regional) return pulumi.all(gateways.map(({ publicIp }) => publicIp));
  return pulumi
    .all(gateways.map(({ regionalNatGatewayAddresses }) => regionalNatGatewayAddresses))
    .apply((all) => all.flat().map(({ publicIp }) => publicIp));
}
