import * as aws from "@pulumi/aws";
import { subnetCidr, subnetIpv6Cidr, type Tier } from "./address-plan";
import { named, type Network } from "./network";
import { incoming, outgoing } from "./network-acl";
import type { Zone } from "./vpc-layout";

export interface Table {
  /** `private-a`, or the tier: only private subnets have a table each, for a NAT gateway each. */
  readonly key: string;
  readonly tier: Tier;
  readonly zone?: Zone;
  readonly table: aws.ec2.RouteTable;
}

export interface Subnets {
  /** The subnet of a tier in a zone, by its letter or name. */
  at(tier: string, zone: string): aws.ec2.Subnet | undefined;
  readonly tables: readonly Table[];
}

/** The subnets with their route tables and their network ACL. */
export function declareSubnets(network: Network): Subnets {
  const { layout } = network;
  const acl = declareAcl(network);
  const subnets = new Map<string, aws.ec2.Subnet>();
  const tables: Table[] = [];
  for (const tier of layout.tiers) {
    const shared = tier === "private" ? undefined : declareTable(network, tier);
    if (shared) tables.push(shared);
    for (const zone of layout.zones) {
      const own = shared ?? declareTable(network, tier, zone);
      if (!shared) tables.push(own);
      const subnet = declareSubnet(network, tier, zone, acl, own.table);
      for (const known of [zone.letter, zone.name]) subnets.set(`${tier} ${known}`, subnet);
    }
  }
  return { at: (tier, zone) => subnets.get(`${tier} ${zone}`), tables };
}

function declareAcl({ name, args, layout, vpc, child }: Network): aws.ec2.NetworkAcl {
  return new aws.ec2.NetworkAcl(
    name,
    {
      vpcId: vpc.id,
      ingress: incoming(layout.hasIpv6),
      egress: outgoing(layout.hasIpv6),
      tags: named(args.tags, name),
    },
    child,
  );
}

function declareTable({ name, args, vpc, child }: Network, tier: Tier, zone?: Zone): Table {
  const key = zone ? `${tier}-${zone.letter}` : tier;
  const tags = named(args.tags, `${name}-${key}`);
  return { key, tier, zone, table: new aws.ec2.RouteTable(`${name}-${key}`, { vpcId: vpc.id, tags }, child) };
}

function declareSubnet(
  { name, args, layout, vpc, cidr, child }: Network,
  tier: Tier,
  zone: Zone,
  acl: aws.ec2.NetworkAcl,
  table: aws.ec2.RouteTable,
): aws.ec2.Subnet {
  const subnetName = `${name}-${tier}-${zone.letter}`;
  const ipv6 = layout.hasIpv6 && {
    ipv6CidrBlock: vpc.ipv6CidrBlock.apply((block) => subnetIpv6Cidr(block, tier, zone.letter)),
    // An IPv6 address is a public one wherever a route leads to an internet gateway.
    assignIpv6AddressOnCreation: tier === "private" || tier === "data",
  };
  const subnet = new aws.ec2.Subnet(
    subnetName,
    {
      vpcId: vpc.id,
      availabilityZone: zone.name,
      cidrBlock: cidr.apply((block) => subnetCidr(block, tier, zone.letter)),
      mapPublicIpOnLaunch: false,
      ...ipv6,
      tags: named(args.tags, subnetName),
    },
    child,
  );
  new aws.ec2.NetworkAclAssociation(subnetName, { networkAclId: acl.id, subnetId: subnet.id }, child);
  new aws.ec2.RouteTableAssociation(subnetName, { routeTableId: table.id, subnetId: subnet.id }, child);
  return subnet;
}
