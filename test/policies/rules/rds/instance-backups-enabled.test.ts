import { instanceBackupsEnabled } from "../../../../policies/rules/rds/instance-backups-enabled";
import { resource, testRule, unknown } from "../../../../policies/testing";
import { testRemediation } from "../../../support/remediates";

const instance = "aws:rds/instance:Instance";
const primary = resource(instance, { backupRetentionPeriod: 7 }, { name: "primary" });

testRule(instanceBackupsEnabled, {
  passes: {
    "a week": [resource(instance, { backupRetentionPeriod: 7 })],
    "a month, written as text": [resource(instance, { backupRetentionPeriod: "30" as never })],
    "a read replica: Security Hub RDS.11 leaves replicas out": [
      primary,
      resource(instance, { replicateSourceDb: primary, backupRetentionPeriod: 0 }),
    ],
    "an instance of an Aurora cluster, which backs itself up": [resource(instance, { engine: "aurora-mysql" })],
    "a restored instance with its own period": [
      resource(instance, { snapshotIdentifier: "snap", backupRetentionPeriod: 14 }),
    ],
  },
  violates: {
    "left out: no backups (@pulumi/aws, backupRetentionPeriod defaults to 0)": {
      stack: [resource(instance, { engine: "postgres" })],
      observes: ["backupRetentionPeriod is not set"],
    },
    off: {
      stack: [resource(instance, { backupRetentionPeriod: 0 })],
      observes: ["backupRetentionPeriod is 0"],
    },
    "a day less than a week": {
      stack: [resource(instance, { backupRetentionPeriod: 6 })],
      observes: ["backupRetentionPeriod is 6"],
    },
    "a restored instance that turns backups off": {
      stack: [resource(instance, { snapshotIdentifier: "snap", backupRetentionPeriod: 0 })],
      observes: ["backupRetentionPeriod is 0"],
    },
  },
  undetermined: {
    "the period is not known yet": [resource(instance, { backupRetentionPeriod: unknown })],
    "restored: the period is the source's": [resource(instance, { snapshotIdentifier: "snap" })],
    "perhaps a replica": [resource(instance, { replicateSourceDb: unknown })],
  },
});

describe("rds-instance-backups-enabled, with two weeks required", () => {
  testRule(instanceBackupsEnabled, {
    parameters: { minimumRetentionDays: 14 },
    passes: { "two weeks": [resource(instance, { backupRetentionPeriod: 14 })] },
    violates: {
      "a week": { stack: [resource(instance, { backupRetentionPeriod: 7 })], observes: ["backupRetentionPeriod is 7"] },
    },
  });
});

testRemediation(instanceBackupsEnabled, [resource(instance, { backupRetentionPeriod: 1 })]);
