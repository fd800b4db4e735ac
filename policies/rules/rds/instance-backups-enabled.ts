import type { Observations, Rule } from "../../core/rule";
import { NotKnown } from "../../core/value";
import { on, type SubjectOf } from "../../facts/check";
import { saw } from "../../facts/expect";
import { isSet } from "../../facts/is-set";
import { some } from "../../facts/some";
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
    checkov: ["CKV_AWS_133"],
    "cdk-nag": ["RDSInstanceBackupEnabled"],
    trivy: ["AWS-0077"],
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
        () => isBackedUpElsewhere(instance),
        () => tooShort(instance, parameters as Parameters),
      ),
    ),
  ],
  remediation: { "aws:rds/instance:Instance": { backupRetentionPeriod: 7 } },
};

/** AWS's control leaves out read replicas, whose source is backed up, and an Aurora instance is backed up by its cluster. */
function isBackedUpElsewhere(instance: SubjectOf<"aws:rds/instance:Instance">): boolean {
  return some(
    [() => isSet(instance, "replicateSourceDb"), () => instance.at("engine").string()?.startsWith("aurora") ?? false],
    (holds) => holds(),
  );
}

function tooShort(
  instance: SubjectOf<"aws:rds/instance:Instance">,
  { minimumRetentionDays }: Parameters,
): Observations {
  const days = instance.at("backupRetentionPeriod");
  if (
    !days.isPresent &&
    some(["snapshotIdentifier", "restoreToPointInTime"] as const, (name) => isSet(instance, name))
  ) {
    throw new NotKnown("backupRetentionPeriod is that of the database that was restored");
  }
  return (days.number() ?? 0) >= minimumRetentionDays ? [] : [saw(days)];
}
