import * as aws from "@pulumi/aws";
import { prefixOf } from "./address-plan";
import { named, type Network } from "./network";
import type { Subnets, Table } from "./subnets";

/** The attachment to a transit gateway and the routes to it. A new zone adds its link subnet to the attachment, in place. */
export function declareTransit(network: Network, subnets: Subnets): void {
  const { name, args, layout, vpc, child } = network;
  if (!args.transit) return;
  const { gatewayId, cidrs } = args.transit;
  const attachment = new aws.ec2transitgateway.VpcAttachment(
    name,
    {
      transitGatewayId: gatewayId,
      vpcId: vpc.id,
      subnetIds: layout.zones.flatMap(({ letter }) => subnets.at("link", letter)?.id ?? []),
      ipv6Support: layout.hasIpv6 ? "enable" : "disable",
      tags: named(args.tags, name),
    },
    child,
  );
  for (const table of subnets.tables) {
    for (const cidr of cidrs.filter((block) => isLedThere(table, block))) {
      new aws.ec2.Route(
        `${name}-${table.key}-to-${cidr.replaceAll(":", ".").replace("/", "-")}`,
        {
          routeTableId: table.table.id,
          ...(cidr.includes(":") ? { destinationIpv6CidrBlock: cidr } : { destinationCidrBlock: cidr }),
          transitGatewayId: gatewayId,
        },
        // EC2 refuses routes to a transit gateway to which the VPC is not attached yet.
        { ...child, dependsOn: [attachment] },
      );
    }
  }
}

/** Everything may be behind a transit gateway, the internet too: there, only private subnets may go. */
function isLedThere({ tier }: Table, cidr: string): boolean {
  return tier !== "link" && (tier === "private" || prefixOf(cidr) > 0);
}
