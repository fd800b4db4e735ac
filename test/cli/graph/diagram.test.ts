import * as assert from "node:assert/strict";
import { diagramOf } from "../../../cli/graph/diagram";
import type { Resource } from "../../../policies/core/stack";
import { resource, unknown } from "../../../policies/testing";
import { childOf, gateway, group, https, sketch, stackOf, subnet, vpc } from "./stacks";

const web = group("web");
const database = group("database");
const instance = (name: string, ...groups: Resource[]) =>
  resource("aws:ec2/instance:Instance", { vpcSecurityGroupIds: groups } as any, { name });
const server = instance("server", web);
const store = resource(
  "aws:rds/instance:Instance",
  { instanceClass: "db.t4g.medium", vpcSecurityGroupIds: [database] } as any,
  { name: "store" },
);
const open = subnet("first", "10.0.0.0/24");
const closed = subnet("second", "10.0.1.0/24");
const table = (name: string, routes: unknown[]) =>
  resource("aws:ec2/routeTable:RouteTable", { vpcId: vpc, routes } as any, { name });
const associate = (one: Resource, other: Resource) =>
  resource("aws:ec2/routeTableAssociation:RouteTableAssociation", { subnetId: one, routeTableId: other } as any, {
    name: one.name,
  });
const open443 = { ...https, cidrBlocks: ["0.0.0.0/0"] };

const cases: Record<string, { stack: readonly Resource[]; draws: readonly string[] }> = {
  "a rule within the group": {
    stack: [vpc, group("web", { ingress: [open443] }), server],
    draws: ["Internet", "VPC net > server (EC2 instance)", "Internet -> server: TCP 443"],
  },
  "a classic rule of its own": {
    stack: [
      ...[vpc, web, database, server, store],
      resource("aws:ec2/securityGroupRule:SecurityGroupRule", {
        ...{ type: "ingress", protocol: "tcp", fromPort: 5432, toPort: 5432 },
        ...{ securityGroupId: database as any, sourceSecurityGroupId: web as any },
      }),
    ],
    draws: ["VPC net > server (EC2 instance)", "VPC net > store (RDS database)", "server -> store: TCP 5432"],
  },
  "both sides of one flow, as rules of today": {
    stack: [
      ...[vpc, web, database, server, store],
      resource("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", {
        ...{ ipProtocol: "tcp", fromPort: 5432, toPort: 5432 },
        ...{ securityGroupId: database as any, referencedSecurityGroupId: web as any },
      }),
      resource("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", {
        ...{ ipProtocol: "tcp", fromPort: 5432, toPort: 5432 },
        ...{ securityGroupId: web as any, referencedSecurityGroupId: database as any },
      }),
    ],
    draws: ["VPC net > server (EC2 instance)", "VPC net > store (RDS database)", "server -> store: TCP 5432"],
  },
  "traffic to the internet, of every protocol": {
    stack: [vpc, group("web", { egress: [{ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }] }), server],
    draws: ["Internet", "VPC net > server (EC2 instance)", "server -> Internet: all"],
  },
  "half of the internet, and a range of ports": {
    stack: [
      vpc,
      group("web", { ingress: [{ protocol: "udp", fromPort: 5000, toPort: 5010, cidrBlocks: ["0.0.0.0/1"] }] }),
      server,
    ],
    draws: ["Internet", "VPC net > server (EC2 instance)", "Internet -> server: UDP 5000–5010 (0.0.0.0/1)"],
  },
  "addresses of the VPC, and of elsewhere": {
    stack: [vpc, group("web", { ingress: [{ ...https, cidrBlocks: ["10.0.0.0/16", "192.0.2.0/24"] }] }), server],
    draws: [
      "192.0.2.0/24 (addresses outside)",
      "VPC net > 10.0.0.0/16 (the whole VPC)",
      "VPC net > server (EC2 instance)",
      "10.0.0.0/16 -> server: TCP 443",
      "192.0.2.0/24 -> server: TCP 443",
    ],
  },
  "what is not known yet": {
    stack: [vpc, group("web", { ingress: [{ ...https, fromPort: unknown, cidrBlocks: [unknown] }] }), server],
    draws: [
      "VPC net > server (EC2 instance)",
      "addresses not known yet",
      "addresses not known yet -> server: ports not known yet",
    ],
  },
  "one of two groups, which a preview doesn't tell apart": {
    stack: [
      ...[vpc, web, group("other"), server, instance("second-server", group("other"))],
      group("database", {
        ingress: [
          { ...https, securityGroups: [web] },
          { ...https, securityGroups: [group("other")] },
        ],
      }),
      store,
    ],
    draws: [
      "VPC net > second-server (EC2 instance)",
      "VPC net > server (EC2 instance)",
      "VPC net > store (RDS database)",
      "second-server ~> store: TCP 443",
      "server ~> store: TCP 443",
    ],
  },
  "a group with several members stands for itself": {
    stack: [vpc, group("web", { ingress: [open443] }), server, instance("worker", web)],
    draws: [
      "Internet",
      "VPC net > server (EC2 instance)",
      "VPC net > web (security group)",
      "VPC net > worker (EC2 instance)",
      "Internet -> web: TCP 443",
      "web -- server",
      "web -- worker",
    ],
  },
  "equal things are one": {
    stack: [
      vpc,
      group("web", { ingress: [open443] }),
      ...["web-0", "web-1", "web-2"].map((name) => instance(name, web)),
    ],
    draws: ["Internet", "VPC net > web ×3 (EC2 instance)", "Internet -> web: TCP 443"],
  },
  "a crowd is one": {
    stack: ["ash", "elm", "fir", "oak", "yew", "gum", "bay", "fig", "nut"].map((name) =>
      resource("aws:sqs/queue:Queue", {}, { name }),
    ),
    draws: ["ash and 8 more ×9 (SQS queue)"],
  },
  "the members of a fleet, by its launch template": {
    stack: [
      ...[vpc, closed, group("web", { ingress: [open443] })],
      resource("aws:ec2/launchTemplate:LaunchTemplate", { vpcSecurityGroupIds: [web] } as any, { name: "fleet" }),
      resource(
        "aws:autoscaling/group:Group",
        {
          vpcZoneIdentifiers: [closed],
          launchTemplate: { id: resource("aws:ec2/launchTemplate:LaunchTemplate", {}, { name: "fleet" }) },
        } as any,
        { name: "fleet" },
      ),
    ],
    draws: ["Internet", "VPC net > isolated subnets > fleet (Auto Scaling group)", "Internet -> fleet: TCP 443"],
  },
  "tiers by their routes": {
    stack: [
      ...[vpc, gateway, open, closed, subnet("third", "10.0.2.0/24")],
      table("out", [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway }]),
      table("by-nat", []),
      resource("aws:ec2/route:Route", {
        ...{ destinationCidrBlock: "0.0.0.0/0", natGatewayId: "nat-1" },
        routeTableId: table("by-nat", []) as any,
      }),
      table("nowhere", []),
      associate(open, table("out", [])),
      associate(closed, table("by-nat", [])),
      associate(subnet("third", ""), table("nowhere", [])),
    ],
    draws: ["VPC net > isolated subnets", "VPC net > private subnets", "VPC net > public subnets"],
  },
  "tiers by their names, and without any": {
    stack: ["public-a", "public-b", "x"].map((name) => resource("aws:ec2/subnet:Subnet", { vpcId: "vpc-1" }, { name })),
    draws: ["VPC vpc-1 > public subnets, by their name ×2", "VPC vpc-1 > subnets, routes not known"],
  },
  "a database by its subnet group": {
    stack: [
      ...[vpc, open],
      resource("aws:rds/subnetGroup:SubnetGroup", { name: "data", subnetIds: [open] } as any, { name: "data" }),
      resource(
        "aws:rds/instance:Instance",
        { instanceClass: "db.t4g.medium", dbSubnetGroupName: "data" },
        { name: "store" },
      ),
    ],
    draws: ["VPC net > isolated subnets > store (RDS database)"],
  },
  "what a component holds outside of the VPC is one thing": {
    stack: (() => {
      const component = resource("guardrails:index:Bucket", {}, { name: "receipts" });
      const child = (name: string) => childOf(component, resource("aws:s3/bucket:Bucket", {}, { name }));
      return [
        vpc,
        component,
        child("receipts"),
        child("receipts-old"),
        resource("aws:kms/key:Key", {}, { name: "key" }),
      ];
    })(),
    draws: ["VPC net", "outside of a VPC > key (KMS key)", "outside of a VPC > receipts (Bucket)"],
  },
  "a VPC that another stack made": {
    stack: [
      resource("aws:ec2/securityGroup:SecurityGroup", { vpcId: "vpc-1", ingress: [open443] } as any, { name: "web" }),
      server,
    ],
    draws: ["Internet", "VPC vpc-1 > server (EC2 instance)", "Internet -> server: TCP 443"],
  },
  "an instance that names no network": {
    stack: [resource("aws:ec2/instance:Instance", {}, { name: "server" })],
    draws: ["a VPC that is not known > server (EC2 instance)"],
  },
};

describe("a diagram", () => {
  for (const [name, { stack, draws }] of Object.entries(cases)) {
    it(`draws ${name}`, () => assert.deepEqual(sketch(diagramOf([stackOf(...stack)])), draws));
    it(`is the same whatever the order: ${name}`, () => {
      assert.deepEqual(diagramOf([stackOf(...[...stack].reverse())]), diagramOf([stackOf(...stack)]));
    });
  }

  it("gives each of several stacks a box, and one internet to all", () => {
    const stack = stackOf(vpc, group("web", { ingress: [open443] }), server);
    const { boxes, nodes, edges } = diagramOf([stack, stack]);
    assert.deepEqual(
      [boxes.map(({ kind }) => kind), nodes.map(({ name }) => name)],
      [["stack", "stack"], ["Internet"]],
    );
    assert.equal(new Set(edges.map(({ to }) => to)).size, 2);
  });

  it("draws 2,000 resources within seconds", () => {
    const many = Array.from({ length: 1000 }, (_, index) => [
      group(`group-${index}`, { ingress: [open443] }),
      instance(`server-${index}`, group(`group-${index}`)),
    ]);
    const start = performance.now();
    const drawn = sketch(diagramOf([stackOf(vpc, ...many.flat())]));
    assert.ok(performance.now() - start < 5000);
    assert.deepEqual(drawn, ["Internet", "VPC net > server ×1000 (EC2 instance)", "Internet -> server: TCP 443"]);
  });
});
