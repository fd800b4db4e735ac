import type * as pulumi from "@pulumi/pulumi";
import {
  Bucket,
  Database,
  type DatabaseEngine,
  Fleet,
  LoadBalancer,
  SecurityGroups,
  Vpc,
} from "pulumi-guardrails/components";

/** What is particular to a service; the rest is alike. */
export interface Service {
  readonly name: string;
  /** Second number of its network's addresses: 10.<network>.0.0/16. */
  readonly network: number;
  readonly engine: DatabaseEngine;
  readonly port: number;
  readonly maxSize: number;
}

/** What all services share. */
export interface Shared {
  readonly zones: string[];
  readonly certificateArn: string;
  readonly keyArn: pulumi.Input<string>;
  readonly logBucket: pulumi.Input<string>;
  readonly alarmTopicArn: pulumi.Input<string>;
}

/** A service that its organisation reaches from inside, with everything that it needs of its own. */
export function service({ name, network, engine, port, maxSize }: Service, shared: Shared): LoadBalancer {
  const { zones, keyArn, logBucket, alarmTopicArn, certificateArn } = shared;
  const tags = { Owner: name, Environment: "prod" };

  const vpc = new Vpc(name, { zones, cidr: `10.${network}.0.0/16`, nat: "regional", tags });
  const groups = new SecurityGroups(name, {
    vpcId: vpc.vpcId,
    groups: { alb: {}, web: { match: { role: "web" } }, db: { match: { role: "db" } } },
    flows: [
      { from: "10.0.0.0/8", to: "alb", port: 443 },
      { from: "alb", to: "web", port: 8080 },
      { from: "web", to: "db", port },
      { from: "web", to: "internet", port: 443, reason: "packages and AWS itself" },
    ],
    never: [{ from: "db", to: "internet", indirect: true }],
    tags,
  });
  const front = new LoadBalancer(name, {
    vpcId: vpc.vpcId,
    subnetIds: vpc.privateSubnetIds,
    securityGroupIds: [groups.id("alb")],
    certificateArn,
    logBucket,
    alarmTopicArn,
    tags,
  });
  const fleet = new Fleet(name, {
    subnetIds: vpc.privateSubnetIds,
    securityGroupIds: groups.idsFor({ role: "web" }),
    targetGroupArns: [front.targetGroupArn],
    minSize: 2,
    maxSize,
    keyArn,
    alarmTopicArn,
    tags,
  });
  new Database(name, {
    engine,
    subnetIds: vpc.dataSubnetIds,
    securityGroupIds: groups.idsFor({ role: "db" }),
    keyArn,
    alarmTopicArn,
    tags,
  });
  new Bucket(name, { keyArn, logBucket, tags }).grantWrite("web", fleet.roleName);
  return front;
}
