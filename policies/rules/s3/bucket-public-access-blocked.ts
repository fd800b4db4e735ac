import type { Rule } from "../../core/rule";
import { when } from "../../core/rule";
import { buckets, partsOf } from "../../facts/bucket";
import { across, on } from "../../facts/check";
import { expect } from "../../facts/expect";
import { publicAccessBlockFlags } from "../../facts/public-access-block";
import { each } from "../../core/value";

const publicAccessBlock = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

export const bucketPublicAccessBlocked: Rule = {
  id: "s3-bucket-public-access-blocked",
  title: "S3 buckets must block public access by all four settings",
  severity: "high",
  why: "A single ACL or policy written by mistake, today or in a year, then opens the bucket to the internet.",
  fix: "Add an aws.s3.BucketPublicAccessBlock for the bucket with blockPublicAcls, blockPublicPolicy, ignorePublicAcls and restrictPublicBuckets set to true.",
  catalogue: ["S3.8"],
  equivalents: {
    checkov: ["CKV_AWS_53", "CKV_AWS_54", "CKV_AWS_55", "CKV_AWS_56", "CKV2_AWS_6"],
    "cdk-nag": ["S3BucketLevelPublicAccessProhibited"],
    trivy: ["AWS-0086", "AWS-0087", "AWS-0091", "AWS-0093", "AWS-0094"],
    guard: ["S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED"],
    prowler: ["s3_bucket_level_public_access_block"],
  },
  checks: [
    // S3.8 is about the bucket's own settings: an account's block protects it, but S3.1 is the control for that.
    across(buckets, (bucket, { graph }) =>
      when(
        partsOf(graph, bucket.urn, [publicAccessBlock]).length === 0,
        "no BucketPublicAccessBlock is declared for it",
      ),
    ),
    on(publicAccessBlock, (block) => each(publicAccessBlockFlags, (flag) => expect(block.at(flag), true))),
  ],
  remediation: {
    [publicAccessBlock]: {
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
  },
};
