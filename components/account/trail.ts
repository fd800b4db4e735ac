import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "../audit/log-group";
import { arnIn, type Place, placeOf } from "../place";
import { serviceTrust } from "../policy-statement";
import { guardedBucket } from "../storage/guarded-bucket";

/** What the trail and AWS Config keep their records with. */
export interface Keeping {
  readonly keyArn: pulumi.Output<string>;
  /** Name of the bucket that gets the access logs of theirs. */
  readonly logBucket: pulumi.Output<string>;
  readonly retentionDays: number;
  readonly deletable: boolean | undefined;
  readonly tags: pulumi.Input<{ [key: string]: pulumi.Input<string> }> | undefined;
}

/**
 * A trail of all regions, into a bucket of its own and, to be watched, into CloudWatch Logs. Children: trail and bucket
 * `<name>-trail`; with logs, log group, role and its policy `<name>-trail`.
 */
export function recordedTrail(
  name: string,
  { organizationId, isWatched, ...keeping }: Keeping & { organizationId: string | undefined; isWatched: boolean },
  child: { readonly parent: pulumi.Resource },
): { readonly arn: pulumi.Output<string>; readonly logGroupName?: pulumi.Output<string> } {
  const { keyArn, logBucket, retentionDays, deletable, tags } = keeping;
  // Named by us: the policy of the bucket names the trail before the trail exists.
  const trailName = `${name}-trail`;
  const { bucket } = guardedBucket(
    trailName,
    {
      statements: (place, arn) => trailDelivery(place, arn, trailName, organizationId),
      ...{ kmsKey: keyArn, logBucket, expirationDays: retentionDays, noncurrentDays: 30, deletable, tags },
    },
    child,
  );
  const logs = isWatched ? trailLogs(trailName, keeping, organizationId, child) : undefined;
  const trail = new aws.cloudtrail.Trail(
    trailName,
    {
      ...{ name: trailName, s3BucketName: bucket, kmsKeyId: keyArn, tags },
      ...{ isMultiRegionTrail: true, includeGlobalServiceEvents: true, enableLogFileValidation: true },
      isOrganizationTrail: organizationId === undefined ? undefined : true,
      cloudWatchLogsGroupArn: logs && arnIn(placeOf(child), "logs", pulumi.interpolate`log-group:${logs.groupName}:*`),
      cloudWatchLogsRoleArn: logs?.role.arn,
    },
    // CloudTrail tries whether it may write as soon as the trail is made.
    { ...child, dependsOn: logs ? [logs.policy] : [] },
  );
  return { arn: trail.arn, ...(logs && { logGroupName: logs.groupName }) };
}

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function trailDelivery(
  { partition, account, region }: Place,
  bucketArn: string,
  trailName: string,
  organizationId: string | undefined,
): aws.iam.PolicyStatement[] {
  const source = { "aws:SourceArn": `arn:${partition}:cloudtrail:${region}:${account}:trail/${trailName}` };
  const owners = organizationId === undefined ? [account] : [account, organizationId];
  const Principal = { Service: "cloudtrail.amazonaws.com" };
  return [
    {
      ...{ Sid: "TrailAclCheck", Effect: "Allow", Principal, Action: "s3:GetBucketAcl", Resource: bucketArn },
      Condition: { StringEquals: source },
    },
    {
      ...{ Sid: "TrailWrite", Effect: "Allow", Principal, Action: "s3:PutObject" },
      Resource: owners.map((owner) => `${bucketArn}/AWSLogs/${owner}/*`),
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", ...source } },
    },
  ];
}

function trailLogs(
  trailName: string,
  { keyArn, retentionDays, tags }: Keeping,
  organizationId: string | undefined,
  child: { readonly parent: pulumi.Resource },
): { groupName: pulumi.Output<string>; role: aws.iam.Role; policy: aws.iam.RolePolicy } {
  const group = new LogGroup(trailName, { keyArn, retentionInDays: retentionDays, tags }, child);
  // CloudTrail supports no condition on the source here; the role may write into this one log group only.
  // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html
  const assumeRolePolicy = JSON.stringify(serviceTrust("cloudtrail.amazonaws.com"));
  const role = new aws.iam.Role(trailName, { assumeRolePolicy, tags }, child);
  const document = pulumi
    .all([placeOf(child), group.logGroupName])
    .apply(([place, groupName]) => JSON.stringify(logWriting(place, groupName, organizationId)));
  const policy = new aws.iam.RolePolicy(trailName, { role: role.name, policy: document }, child);
  return { groupName: group.logGroupName, role, policy };
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-required-policy-for-cloudwatch-logs.html */
export function logWriting(
  { partition, account, region }: Place,
  logGroupName: string,
  organizationId: string | undefined,
): aws.iam.PolicyDocument {
  const streams = `arn:${partition}:logs:${region}:${account}:log-group:${logGroupName}:log-stream:`;
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [
          `${streams}${account}_CloudTrail_${region}*`,
          ...(organizationId === undefined ? [] : [`${streams}${organizationId}_*`]),
        ],
      },
    ],
  };
}
