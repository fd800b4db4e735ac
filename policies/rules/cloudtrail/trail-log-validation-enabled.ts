import type { Rule } from "../../core/rule";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";

export const trailLogValidationEnabled: Rule = {
  id: "cloudtrail-trail-log-validation-enabled",
  title: "CloudTrail trails must validate their log files",
  severity: "low",
  why: "Without digests nobody can prove that a log file was not changed or deleted after the fact.",
  fix: "Set enableLogFileValidation to true.",
  catalogue: ["CloudTrail.4"],
  equivalents: {
    checkov: ["CKV_AWS_36"],
    "cdk-nag": ["CloudTrailLogFileValidationEnabled"],
    trivy: ["AWS-0016"],
    guard: ["CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED"],
    prowler: ["cloudtrail_log_file_validation_enabled"],
  },
  checks: [on("aws:cloudtrail/trail:Trail", (trail) => expect(trail.at("enableLogFileValidation"), true))],
  remediation: { "aws:cloudtrail/trail:Trail": { enableLogFileValidation: true } },
};
