import { type Rule, when } from "../../core/rule";
import { on } from "../../facts/check";
import { saw } from "../../facts/expect";
import { backupRetentionDays, isBackedUpElsewhere } from "../../facts/rds-backups";
import { unless } from "../../facts/unless";

interface Parameters {
  readonly minimumRetentionDays: number;
}

export const instanceBackupsEnabled: Rule = {
  id: "rds-instance-backups-enabled",
  title: "RDS instances must keep automated backups for a minimum number of days",
  severity: "medium",
  why: "Without recent backups, data that is deleted, damaged or held to ransom is gone.",
  fix: "Set backupRetentionPeriod to 7 or more days (at most 35).",
  catalogue: ["RDS.11"],
  equivalents: {
    "cdk-nag": ["RDSInstanceBackupEnabled"],
    guard: ["DB_INSTANCE_BACKUP_ENABLED"],
    prowler: ["rds_instance_backup_enabled"],
  },
  parameters: {
    type: "object",
    properties: {
      minimumRetentionDays: {
        type: "integer",
        minimum: 1,
        maximum: 35,
        default: 7,
        description: "Days that backups must be kept.",
      },
    },
    additionalProperties: false,
  },
  checks: [
    on("aws:rds/instance:Instance", (instance, { parameters }) =>
      unless(
        // AWS's control leaves read replicas out.
        () => isBackedUpElsewhere(instance),
        () => {
          const { minimumRetentionDays } = parameters as Parameters;
          return when(backupRetentionDays(instance) < minimumRetentionDays, saw(instance.at("backupRetentionPeriod")));
        },
      ),
    ),
  ],
  remediation: { "aws:rds/instance:Instance": { backupRetentionPeriod: 7 } },
};
