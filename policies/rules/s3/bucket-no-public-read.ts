import type { Rule } from "../../core/rule";
import { buckets } from "../../facts/bucket";
import { bucketAccessParts, publicAccess, publicAccessElsewhere } from "../../facts/bucket-public-access";
import { across } from "../../facts/check";

export const bucketNoPublicRead: Rule = {
  id: "s3-bucket-no-public-read",
  title: "S3 buckets must not let everyone read",
  severity: "critical",
  why: "Whoever finds the bucket's name can list it and download what it holds, without leaving a name.",
  fix: "Remove the ACL or policy statement that names everyone, and add an aws.s3.BucketPublicAccessBlock with ignorePublicAcls and restrictPublicBuckets true. To publish files, put CloudFront with origin access control in front.",
  catalogue: ["S3.2"],
  equivalents: {
    checkov: ["CKV_AWS_20"],
    "cdk-nag": ["S3BucketPublicReadProhibited"],
    guard: ["S3_BUCKET_PUBLIC_READ_PROHIBITED"],
  },
  checks: [
    across(buckets, (bucket, { graph }) => publicAccess(bucket, graph, "read")),
    across(bucketAccessParts, (part, { graph }) => publicAccessElsewhere(part, graph, "read")),
  ],
};
