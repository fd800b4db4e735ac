import * as pulumi from "@pulumi/pulumi";
import { Bucket, Database, Fleet, Key, LoadBalancer, SecurityGroups, Vpc } from "pulumi-guardrails/components";

const certificateArn = new pulumi.Config("secure-web-service").require("certificateArn");
const key = new Key("shop", { services: ["logs"] });
const network = new Vpc("shop", { zones: ["eu-west-1a", "eu-west-1b"], nat: "regional", publicSubnets: true });

const groups = new SecurityGroups("shop", {
  vpcId: network.vpcId,
  groups: { alb: {}, web: { match: { role: "web" } }, db: { match: { role: "db" } } },
  flows: [
    { from: "internet", to: "alb", port: 443, reason: "customers of the shop" },
    { from: "alb", to: "web", port: 8080 },
    { from: "web", to: "db", port: 5432 },
    { from: "web", to: "internet", port: 443, reason: "packages, payments and AWS itself" },
  ],
  never: [
    { from: "internet", to: "db" },
    { from: "db", to: "internet", indirect: true },
  ],
});

const front = new LoadBalancer("shop", {
  vpcId: network.vpcId,
  subnetIds: network.publicSubnetIds,
  securityGroupIds: [groups.id("alb")],
  internetFacing: true,
  certificateArn,
});
const web = new Fleet("web", {
  subnetIds: network.privateSubnetIds,
  securityGroupIds: groups.idsFor({ role: "web" }),
  targetGroupArns: [front.targetGroupArn],
  minSize: 2,
  maxSize: 6,
  keyArn: key.arn,
});
const orders = new Database("orders", {
  engine: "postgres",
  subnetIds: network.dataSubnetIds,
  securityGroupIds: groups.idsFor({ role: "db" }),
  keyArn: key.arn,
});
const receipts = new Bucket("receipts", { keyArn: key.arn }).grantWrite("web", web.roleName);

export const address = front.dnsName;
export const database = orders.endpoint;
export const bucket = receipts.bucket;
