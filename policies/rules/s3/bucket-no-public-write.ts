import type { Rule } from "../../core/rule";
import { buckets } from "../../facts/bucket";
import { bucketAccessParts, publicAccess, publicAccessElsewhere } from "../../facts/bucket-public-access";
import { across } from "../../facts/check";

export const bucketNoPublicWrite: Rule = {
  id: "s3-bucket-no-public-write",
  title: "S3 buckets must not let everyone write",
  severity: "critical",
  why: "Anyone can replace or delete what the bucket holds, or store their own data in it at your cost and in your name.",
  fix: "Remove the ACL or policy statement that names everyone, and add an aws.s3.BucketPublicAccessBlock with ignorePublicAcls and restrictPublicBuckets true. For uploads by visitors, hand out presigned URLs.",
  catalogue: ["S3.3"],
  equivalents: {
    checkov: ["CKV_AWS_57"],
    "cdk-nag": ["S3BucketPublicWriteProhibited"],
    guard: ["S3_BUCKET_PUBLIC_WRITE_PROHIBITED"],
    prowler: ["s3_bucket_policy_public_write_access", "s3_bucket_public_write_acl"],
  },
  checks: [
    across(buckets, (bucket, { graph }) => publicAccess(bucket, graph, "write")),
    across(bucketAccessParts, (part, { graph }) => publicAccessElsewhere(part, graph, "write")),
  ],
};
