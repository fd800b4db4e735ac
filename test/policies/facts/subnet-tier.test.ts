import * as assert from "node:assert/strict";
import { Graph } from "../../../policies/core/graph";
import type { Resource } from "../../../policies/core/stack";
import { isNotKnown } from "../../../policies/core/value";
import { tierByRoutes } from "../../../policies/facts/subnet-tier";
import { resource, unknown } from "../../../policies/testing";

const vpc = resource("aws:ec2/vpc:Vpc", {}, { name: "vpc" });
const internet = resource("aws:ec2/internetGateway:InternetGateway", { vpcId: vpc }, { name: "internet" });
const nat = resource("aws:ec2/natGateway:NatGateway", {}, { name: "nat" });
const vpn = resource("aws:ec2/vpnGateway:VpnGateway", { vpcId: vpc }, { name: "vpn" });
const subnet = resource("aws:ec2/subnet:Subnet", { vpcId: vpc }, { name: "subnet" });
const table = (routes?: unknown) =>
  resource("aws:ec2/routeTable:RouteTable", { vpcId: vpc, ...(routes ? { routes } : {}) } as object, { name: "table" });
const route = (inputs: object) => resource("aws:ec2/route:Route", inputs, { name: "route" });
const plain = table();
const associated = (routes: Resource) => [
  routes,
  resource(
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    { subnetId: subnet, routeTableId: routes },
    { name: "table" },
  ),
];

function tierIn(stack: readonly Resource[]): string {
  const graph = new Graph([vpc, internet, nat, vpn, subnet, ...stack]);
  try {
    return tierByRoutes(graph.get(subnet.urn) ?? assert.fail(), graph);
  } catch (error) {
    if (isNotKnown(error)) return "not known";
    throw error;
  }
}

const everywhere = { cidrBlock: "0.0.0.0/0" };
const cases: Record<string, Record<string, readonly Resource[]>> = {
  public: {
    "an inline route to an internet gateway": associated(table([{ ...everywhere, gatewayId: internet }])),
    "a route of its own": [
      ...associated(plain),
      route({ routeTableId: plain, destinationCidrBlock: "0.0.0.0/0", gatewayId: internet }),
    ],
    "IPv6 only": associated(table([{ ipv6CidrBlock: "::/0", gatewayId: internet }])),
    "a gateway of another stack, by its id": associated(table([{ ...everywhere, gatewayId: "igw-0123" }])),
    "the main table, adopted": [
      resource(
        "aws:ec2/defaultRouteTable:DefaultRouteTable",
        { defaultRouteTableId: vpc, routes: [{ ...everywhere, gatewayId: internet }] },
        { name: "main" },
      ),
    ],
    "the main table, replaced": [
      table([{ ...everywhere, gatewayId: internet }]),
      resource(
        "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation",
        { vpcId: vpc, routeTableId: plain },
        { name: "main" },
      ),
    ],
    "the main table, by a route alone": [
      route({ routeTableId: vpc, destinationCidrBlock: "0.0.0.0/0", gatewayId: internet }),
    ],
  },
  private: {
    "a NAT gateway": associated(table([{ ...everywhere, natGatewayId: nat }])),
    "a VPN gateway": associated(table([{ ...everywhere, gatewayId: vpn }])),
    "IPv6 through an egress-only gateway": associated(
      table([{ ipv6CidrBlock: "::/0", egressOnlyGatewayId: "eigw-1" }]),
    ),
  },
  isolated: {
    "no default route": associated(table([{ cidrBlock: "192.168.0.0/16", gatewayId: vpn }])),
    "the main table as AWS makes it": [],
  },
  "not known": {
    "a gateway that is not known": associated(table([{ ...everywhere, gatewayId: unknown }])),
    "routes that are not known": associated(table(unknown)),
    "a destination that is not known": associated(table([{ cidrBlock: unknown, gatewayId: internet }])),
    "a route of a table that is not known": [
      ...associated(plain),
      route({ routeTableId: unknown, destinationCidrBlock: "0.0.0.0/0", gatewayId: internet }),
    ],
    "a table of another stack": [
      resource(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        { subnetId: subnet, routeTableId: "rtb-0123" },
        { name: "table" },
      ),
    ],
  },
};

describe("tier of a subnet by its routes (VPC User Guide, Subnets)", () => {
  for (const [tier, stacks] of Object.entries(cases)) {
    for (const [name, stack] of Object.entries(stacks)) {
      it(`is ${tier}: ${name}`, () => assert.equal(tierIn(stack), tier));
    }
  }

  it("is not known in a VPC of another stack", () => {
    const elsewhere = resource("aws:ec2/subnet:Subnet", { vpcId: "vpc-0123" });
    const graph = new Graph([elsewhere]);
    assert.throws(() => tierByRoutes(graph.get(elsewhere.urn) ?? assert.fail(), graph), isNotKnown);
  });
});
