import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Place } from "../place";
import { expectDays, guardedBucket } from "./guarded-bucket";

export interface LogBucketArgs {
  /**
   * Days for which logs are kept.
   * @default 365
   */
  expirationDays?: number;
  /**
   * Lets the bucket be deleted while it holds logs.
   * @default false
   */
  deletable?: boolean;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * A bucket for the access logs of the account's buckets and load balancers in a region, for flow logs and for what else CloudWatch
 * Logs delivers. It is encrypted with S3's own keys, as neither S3 nor Elastic Load Balancing delivers logs into a bucket with a
 * KMS key. Children: bucket, its public access block,
 * ownership controls, versioning, encryption, policy and lifecycle `<name>`.
 */
export class LogBucket extends pulumi.ComponentResource {
  /** The name of the bucket. */
  readonly bucket: pulumi.Output<string>;
  /** The ARN of the bucket. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: LogBucketArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { expirationDays = 365, deletable, tags } = args;
    expectDays("expirationDays", expirationDays);
    super("guardrails:index:LogBucket", name, args, opts);

    const made = guardedBucket(
      name,
      { statements: logDelivery, expirationDays, noncurrentDays: 30, deletable, tags },
      { parent: this },
    );

    this.bucket = made.bucket;
    this.arn = made.arn;
    this.registerOutputs({ bucket: this.bucket, arn: this.arn });
  }
}

/**
 * Lets S3, Elastic Load Balancing and CloudWatch Logs write the logs of this account: the last those of network load balancers
 * and of traffic, whose services would otherwise write the policy themselves, which the next update takes back.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-S3.html
 */
export function logDelivery({ partition, account, region }: Place, arn: string): aws.iam.PolicyStatement[] {
  const ofAccount = [`${arn}/AWSLogs/${account}/*`, `${arn}/*/AWSLogs/${account}/*`];
  const Principal = { Service: "delivery.logs.amazonaws.com" };
  const ArnLike = { "aws:SourceArn": `arn:${partition}:logs:${region}:${account}:*` };
  const source = { "aws:SourceAccount": account };
  return [
    {
      Sid: "S3AccessLogs",
      Effect: "Allow",
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${arn}/*`,
      Condition: { StringEquals: source },
    },
    {
      Sid: "LoadBalancerLogs",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: ofAccount,
    },
    {
      ...{ Sid: "DeliveryCheck", Effect: "Allow", Principal, Action: "s3:GetBucketAcl", Resource: arn },
      Condition: { StringEquals: source, ArnLike },
    },
    {
      ...{ Sid: "DeliveredLogs", Effect: "Allow", Principal, Action: "s3:PutObject", Resource: ofAccount },
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", ...source }, ArnLike },
    },
  ];
}
