import type { Rule } from "../../core/rule";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";
import { unless } from "../../facts/unless";

export const instanceDeletionProtected: Rule = {
  id: "rds-instance-deletion-protected",
  title: "RDS instances must be protected against deletion",
  severity: "low",
  why: "One mistaken command, or an intruder's, deletes the instance with all of its data.",
  fix: "Set deletionProtection to true.",
  catalogue: ["RDS.8"],
  equivalents: {
    checkov: ["CKV_AWS_293"],
    "cdk-nag": ["RDSInstanceDeletionProtectionEnabled"],
    trivy: ["AWS-0177"],
    guard: ["RDS_INSTANCE_DELETION_PROTECTION_ENABLED"],
    prowler: ["rds_instance_deletion_protection"],
  },
  checks: [
    on("aws:rds/instance:Instance", (instance) =>
      unless(
        // Aurora protects the cluster, not its instances; AWS's control leaves Aurora engines out.
        () => instance.at("engine").string()?.startsWith("aurora") ?? false,
        () => expect(instance.at("deletionProtection"), true),
      ),
    ),
  ],
  remediation: { "aws:rds/instance:Instance": { deletionProtection: true } },
};
