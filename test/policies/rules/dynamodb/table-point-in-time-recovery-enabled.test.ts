import { tablePointInTimeRecoveryEnabled } from "../../../../policies/rules/dynamodb/table-point-in-time-recovery-enabled";
import { resource, testRule, unknown } from "../../../../policies/testing";
import { testRemediation } from "../../../support/remediates";

const table = "aws:dynamodb/table:Table";
const replica = "aws:dynamodb/tableReplica:TableReplica";
const on = { pointInTimeRecovery: { enabled: true } };

testRule(tablePointInTimeRecoveryEnabled, {
  passes: {
    on: [resource(table, on)],
    "on, paid for by request": [resource(table, { ...on, billingMode: "PAY_PER_REQUEST" })],
    "on, in each replica": [
      resource(table, { ...on, replicas: [{ regionName: "us-east-1", pointInTimeRecovery: true }] }),
    ],
    "a replica of its own": [resource(replica, { globalTableArn: unknown, pointInTimeRecovery: true })],
  },
  violates: {
    "left out: off unless asked (DynamoDB Developer Guide, Point-in-time recovery)": {
      stack: [resource(table, {}), resource(replica, { globalTableArn: unknown })],
      observes: ["pointInTimeRecovery.enabled is not set", "pointInTimeRecovery is not set"],
    },
    off: {
      stack: [resource(table, { pointInTimeRecovery: { enabled: false } })],
      observes: ["pointInTimeRecovery.enabled is false"],
    },
    "a replica without, each Region has its own setting (@pulumi/aws, replicas.pointInTimeRecovery defaults to false)":
      {
        stack: [
          resource(table, {
            ...on,
            replicas: [{ regionName: "us-east-1", pointInTimeRecovery: true }, { regionName: "us-west-2" }],
          }),
        ],
        observes: ["replicas[1].pointInTimeRecovery is not set"],
      },
    "off, its replicas not known yet": {
      stack: [resource(table, { replicas: unknown })],
      observes: ["pointInTimeRecovery.enabled is not set"],
    },
  },
  undetermined: {
    "the flag is not known yet": [resource(table, { pointInTimeRecovery: { enabled: unknown } })],
    "the block is not known yet": [resource(table, { pointInTimeRecovery: unknown })],
    "on, its replicas not known yet": [resource(table, { ...on, replicas: unknown })],
  },
});

testRemediation(tablePointInTimeRecoveryEnabled, [
  resource(table, { name: "orders", pointInTimeRecovery: { enabled: false, recoveryPeriodInDays: 35 } }),
  resource(replica, { globalTableArn: "arn" }),
]);
