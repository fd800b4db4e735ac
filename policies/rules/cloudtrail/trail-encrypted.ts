import type { Rule } from "../../core/rule";
import { across } from "../../facts/check";
import { saw } from "../../facts/expect";
import { isSet } from "../../facts/is-set";

export const trailEncrypted: Rule = {
  id: "cloudtrail-trail-encrypted",
  title: "CloudTrail trails must encrypt their logs with a KMS key",
  severity: "medium",
  why: "Without a key of one's own, everyone who may read the log bucket may read the logs, which name every user and resource.",
  fix: "Set kmsKeyId to the ARN of a KMS key whose policy lets CloudTrail use it.",
  catalogue: ["CloudTrail.2"],
  equivalents: {
    checkov: ["CKV_AWS_35"],
    "cdk-nag": ["CloudTrailEncryptionEnabled"],
    trivy: ["AWS-0015"],
    guard: ["CLOUD_TRAIL_ENCRYPTION_ENABLED"],
    prowler: ["cloudtrail_kms_encryption_enabled"],
  },
  // Only a whole stack tells what flows into a property, such as a key that doesn't exist yet.
  checks: [
    across(["aws:cloudtrail/trail:Trail"], (trail) => (isSet(trail, "kmsKeyId") ? [] : [saw(trail.at("kmsKeyId"))])),
  ],
};
