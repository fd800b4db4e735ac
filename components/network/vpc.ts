import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Tier } from "./address-plan";
import { declareDnsFirewall } from "./dns-firewall";
import { declareEndpoints } from "./endpoints";
import { declareInternet } from "./internet";
import { closeDefaults, declareControls, named, type Network } from "./network";
import { declareSubnets, type Subnets } from "./subnets";
import { declareTrafficLogs } from "./traffic-logs";
import { declareTransit } from "./transit";
import type { VpcArgs } from "./vpc-args";
import { type Layout, layoutOf } from "./vpc-layout";

/** The subnets of each VPC: not a property, which would show in other languages. */
const subnetsOf = new WeakMap<Vpc, Subnets>();

/**
 * A network of 2 to 6 zones with private and data subnets, where each subnet's addresses follow from its tier and its zone's
 * letter alone. Logs its traffic and its DNS queries, reaches S3 and DynamoDB without the internet, and leaves nothing open.
 *
 * Children: VPC, network ACL, internet gateway, egress-only gateway, transit gateway attachment, query log and its
 * association, DNS firewall rule group and its association, encryption control and public access exclusion `<name>`; default
 * security group, ACL and route table `<name>-default`; of each zone subnet, associations and route table `<name>-private-a`,
 * subnet and associations `<name>-data-a`, `<name>-public-a`, `<name>-link-a`; route tables `<name>-data`, `<name>-public`,
 * `<name>-link`; NAT gateway `<name>-nat`, or with its address `<name>-nat-a`; instance, network interface, address, security
 * group, role, role policy and instance profile `<name>-nat`, rules `<name>-nat-vpc` and `<name>-nat-internet`, association
 * `<name>-nat-patch`; routes `<name>-private-a-internet`,
 * `<name>-private-a-to-10.0.0.0-8`; endpoints `<name>-s3`, `<name>-ssm`, their associations `<name>-s3-private-a`,
 * `<name>-ssm-a`, security group `<name>-endpoints`; flow log, log group and role `<name>-flow-logs`, log group
 * `<name>-dns-queries`; DNS firewall rules `<name>-domains`, `<name>-dns-tunneling` and so on.
 */
export class Vpc extends pulumi.ComponentResource {
  /** The id of the VPC. */
  readonly vpcId: pulumi.Output<string>;
  /** Its IPv4 block. */
  readonly cidr: pulumi.Output<string>;
  /** Its IPv6 block; empty without `ipv6`. */
  readonly ipv6Cidr: pulumi.Output<string>;
  /** Private subnets, by zone letter. */
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Data subnets, which no way leads to the internet from, by zone letter. */
  readonly dataSubnetIds: pulumi.Output<string[]>;
  /** Public subnets, by zone letter; none unless asked for. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  /** Subnets of the transit gateway attachment, by zone letter; none without `transit`. */
  readonly linkSubnetIds: pulumi.Output<string[]>;
  /** Route tables of all subnets, for further routes. */
  readonly routeTableIds: pulumi.Output<string[]>;
  /** Addresses from which private subnets reach the internet. A regional gateway has them only once it serves a zone. */
  readonly natIps: pulumi.Output<string[]>;

  constructor(name: string, args: VpcArgs, opts?: pulumi.ComponentResourceOptions) {
    const layout = layoutOf(args);
    super("guardrails:index:Vpc", name, args, opts);
    const vpc = declareVpc(name, args, layout, { parent: this });
    const cidr = layout.cidr === undefined ? vpc.cidrBlock : pulumi.output(layout.cidr);
    const network: Network = { name, args, layout, vpc, cidr, child: { parent: this } };

    closeDefaults(network);
    const subnets = declareSubnets(network);
    const gateways = declareInternet(network, subnets);
    declareTransit(network, subnets);
    declareEndpoints(network, subnets);
    declareTrafficLogs(network);
    declareDnsFirewall(network);
    declareControls(network);

    subnetsOf.set(this, subnets);
    const idsOf = (tier: Tier) => pulumi.all(layout.zones.flatMap(({ letter }) => subnets.at(tier, letter)?.id ?? []));
    this.vpcId = vpc.id;
    this.cidr = cidr;
    this.ipv6Cidr = layout.hasIpv6 ? vpc.ipv6CidrBlock : pulumi.output("");
    this.privateSubnetIds = idsOf("private");
    this.dataSubnetIds = idsOf("data");
    this.publicSubnetIds = idsOf("public");
    this.linkSubnetIds = idsOf("link");
    this.routeTableIds = pulumi.all(subnets.tables.map(({ table }) => table.id));
    this.natIps = gateways;
    this.registerOutputs({
      vpcId: this.vpcId,
      cidr: this.cidr,
      ipv6Cidr: this.ipv6Cidr,
      privateSubnetIds: this.privateSubnetIds,
      dataSubnetIds: this.dataSubnetIds,
      publicSubnetIds: this.publicSubnetIds,
      linkSubnetIds: this.linkSubnetIds,
      routeTableIds: this.routeTableIds,
      natIps: this.natIps,
    });
  }

  /**
   * The id of one subnet. What lies in one zone should take this: an element of a list is unknown in a preview as long as
   * any other element is, so that a new zone would seem to replace what lies in the old ones.
   *
   * @param tier `private`, `data`, `public` or `link`
   * @param zone the zone's letter or name
   */
  subnetId(tier: string, zone: string): pulumi.Output<string> {
    const subnet = subnetsOf.get(this)?.at(tier, zone);
    if (!subnet) throw new RangeError(`expected a ${tier} subnet in zone ${zone}, got none`);
    return subnet.id;
  }
}

function declareVpc(name: string, args: VpcArgs, layout: Layout, child: pulumi.CustomResourceOptions): aws.ec2.Vpc {
  const addresses =
    layout.cidr === undefined
      ? { ipv4IpamPoolId: args.ipamPoolId, ipv4NetmaskLength: layout.ipamPrefix }
      : { cidrBlock: layout.cidr };
  return new aws.ec2.Vpc(
    name,
    {
      ...addresses,
      assignGeneratedIpv6CidrBlock: layout.hasIpv6 ? true : undefined,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      tags: named(args.tags, name),
    },
    child,
  );
}
