import type { Rule } from "../../core/rule";
import { when } from "../../core/rule";
import { buckets } from "../../facts/bucket";
import { hasAccessLogs } from "../../facts/bucket-logging";
import { across } from "../../facts/check";
import { isForAccessLogs } from "../../facts/log-delivery";
import { unless } from "../../facts/unless";

export const bucketLoggingEnabled: Rule = {
  id: "s3-bucket-logging-enabled",
  title: "S3 buckets must log the requests they receive",
  severity: "medium",
  why: "Without access logs nobody can tell afterwards who read or changed which object.",
  fix: "Add an aws.s3.BucketLogging for the bucket, with targetBucket a bucket kept for logs and a targetPrefix. A bucket that receives such logs, or whose policy lets logging.s3.amazonaws.com write them, is exempt.",
  catalogue: ["S3.9"],
  equivalents: {
    checkov: ["CKV_AWS_18"],
    "cdk-nag": ["S3BucketLoggingEnabled"],
    trivy: ["AWS-0089"],
    guard: ["S3_BUCKET_LOGGING_ENABLED"],
    prowler: ["s3_bucket_server_access_logging_enabled"],
  },
  checks: [
    across(buckets, (bucket, { graph }) =>
      unless(
        () => isForAccessLogs(graph, bucket),
        () => when(!hasAccessLogs(graph, bucket), "no access logging is declared for it"),
      ),
    ),
  ],
};
