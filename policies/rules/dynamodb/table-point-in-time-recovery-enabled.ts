import type { Observations, Rule } from "../../core/rule";
import { each } from "../../core/value";
import { on, type SubjectOf } from "../../facts/check";
import { expect } from "../../facts/expect";

export const tablePointInTimeRecoveryEnabled: Rule = {
  id: "dynamodb-table-point-in-time-recovery-enabled",
  title: "DynamoDB tables must have point-in-time recovery, their replicas included",
  severity: "medium",
  why: "Without it, items that a bug or an intruder deletes or overwrites are gone.",
  fix: "Set pointInTimeRecovery to { enabled: true }, and to true in each of replicas.",
  catalogue: ["DynamoDB.2"],
  equivalents: {
    checkov: ["CKV_AWS_28"],
    "cdk-nag": ["DynamoDBPITREnabled"],
    trivy: ["AWS-0024"],
    guard: ["DYNAMODB_PITR_ENABLED"],
    prowler: ["dynamodb_tables_pitr_enabled"],
  },
  checks: [
    on("aws:dynamodb/table:Table", (table) =>
      each([() => expect(table.at("pointInTimeRecovery").at("enabled"), true), () => unrecoverable(table)], (look) =>
        look(),
      ),
    ),
    on("aws:dynamodb/tableReplica:TableReplica", (replica) => expect(replica.at("pointInTimeRecovery"), true)),
  ],
  remediation: {
    "aws:dynamodb/table:Table": { pointInTimeRecovery: { enabled: true } },
    "aws:dynamodb/tableReplica:TableReplica": { pointInTimeRecovery: true },
  },
};

/** A replica is a table of its own in another Region, with a setting of its own. */
function unrecoverable(table: SubjectOf<"aws:dynamodb/table:Table">): Observations {
  return each(table.at("replicas").elements(), (replica) => expect(replica.at("pointInTimeRecovery"), true));
}
