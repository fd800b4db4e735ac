import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Place, placeOf } from "../place";
import { serviceTrust } from "../policy-statement";
import type { Network } from "./network";

/** Logs of all traffic, minute by minute, and of all DNS queries. */
export function declareTrafficLogs(network: Network): void {
  const { name, args, vpc, child } = network;
  const { bucketArn } = args.flowLogs ?? {};
  declareFlowLog(network);
  const queries = new aws.route53.ResolverQueryLogConfig(
    name,
    { destinationArn: bucketArn ?? declareQueryGroup(network).arn, tags: args.tags },
    child,
  );
  new aws.route53.ResolverQueryLogConfigAssociation(
    name,
    { resolverQueryLogConfigId: queries.id, resourceId: vpc.id },
    child,
  );
}

/**
 * CloudWatch Logs adds each group to which AWS delivers to a policy of 5,120 characters, unless it has this prefix.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
 */
function declareQueryGroup(network: Network): aws.cloudwatch.LogGroup {
  const namePrefix = `/aws/vendedlogs/${network.name}-dns-queries-`;
  const groupName = `${network.name}-dns-queries`;
  // Renamed with an alias, the component keeps the group.
  const child = { ...network.child, ignoreChanges: ["namePrefix"] };
  return declareGroup({ ...network, child }, groupName, { namePrefix });
}

function declareGroup(
  { args, child }: Network,
  groupName: string,
  more: Partial<aws.cloudwatch.LogGroupArgs> = {},
): aws.cloudwatch.LogGroup {
  const { retentionInDays = 365, keyArn } = args.flowLogs ?? {};
  return new aws.cloudwatch.LogGroup(groupName, { ...more, retentionInDays, kmsKeyId: keyArn, tags: args.tags }, child);
}

function declareFlowLog(network: Network): void {
  const { name, args, vpc, child } = network;
  const log = {
    vpcId: vpc.id,
    trafficType: "ALL",
    maxAggregationInterval: 60,
    logFormat: formatOf(args.encryptionControl !== undefined),
    tags: args.tags,
  };
  const bucketArn = args.flowLogs?.bucketArn;
  if (bucketArn !== undefined) {
    const destination = { logDestinationType: "s3", logDestination: bucketArn };
    new aws.ec2.FlowLog(`${name}-flow-logs`, { ...log, ...destination }, child);
    return;
  }
  const group = declareGroup(network, `${name}-flow-logs`);
  const { role, policy } = declareWriter(network, group);
  new aws.ec2.FlowLog(
    `${name}-flow-logs`,
    { ...log, logDestinationType: "cloud-watch-logs", logDestination: group.arn, iamRoleArn: role.arn },
    // Without it, the first records are lost.
    { ...child, dependsOn: [policy] },
  );
}

/**
 * AWS's own format, and behind it what tells who talked to whom through a NAT gateway or a load balancer.
 * https://docs.aws.amazon.com/vpc/latest/userguide/flow-log-records.html
 */
function formatOf(hasEncryptionStatus: boolean): string {
  return [
    ...["version", "account-id", "interface-id", "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "packets"],
    ...["bytes", "start", "end", "action", "log-status", "vpc-id", "subnet-id", "az-id", "tcp-flags"],
    ...["pkt-srcaddr", "pkt-dstaddr", "flow-direction", "traffic-path"],
    ...(hasEncryptionStatus ? ["encryption-status"] : []),
  ]
    .map((field) => `\${${field}}`)
    .join(" ");
}

function declareWriter(
  { name, args, child }: Network,
  group: aws.cloudwatch.LogGroup,
): { role: aws.iam.Role; policy: aws.iam.RolePolicy } {
  const place = placeOf(child);
  const role = new aws.iam.Role(
    `${name}-flow-logs`,
    { assumeRolePolicy: place.apply((where) => JSON.stringify(trustPolicy(where))), tags: args.tags },
    child,
  );
  const document = pulumi
    .all([place, group.name])
    .apply(([where, groupName]) => JSON.stringify(writerPolicy(where, groupName)));
  return { role, policy: new aws.iam.RolePolicy(`${name}-flow-logs`, { role: role.name, policy: document }, child) };
}

/** https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
export function trustPolicy({ partition, account, region }: Place): aws.iam.PolicyDocument {
  return serviceTrust("vpc-flow-logs.amazonaws.com", {
    StringEquals: { "aws:SourceAccount": account },
    ArnLike: { "aws:SourceArn": `arn:${partition}:ec2:${region}:${account}:vpc-flow-log/*` },
  });
}

/** What AWS asks for, without making groups, and writing to this one only. */
export function writerPolicy({ partition, account, region }: Place, groupName: string): aws.iam.PolicyDocument {
  const groups = `arn:${partition}:logs:${region}:${account}:log-group`;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
        Resource: [`${groups}:${groupName}`, `${groups}:${groupName}:*`],
      },
      { Effect: "Allow", Action: "logs:DescribeLogGroups", Resource: `${groups}:*` },
    ],
  };
}
