import type * as pulumi from "@pulumi/pulumi";
import type { MetricLimit } from "../audit/metric-alarm";
import type { DatabaseSettings } from "./database-settings";

const mebibyte = 1024 ** 2;
const orLess = { comparisonOperator: "LessThanOrEqualToThreshold" };

/** What to be told of, by what it is about; each after a quarter of an hour. */
export function databaseLimits(settings: DatabaseSettings, id: pulumi.Input<string>): Record<string, MetricLimit> {
  const { facts, allocatedStorage, capacity, instances } = settings;
  const dimensions = { [facts.isAurora ? "DBClusterIdentifier" : "DBInstanceIdentifier"]: id };
  const watched = { namespace: "AWS/RDS", dimensions, evaluationPeriods: 15 };
  return {
    cpu: { ...watched, metricName: "CPUUtilization", threshold: 90, alarmDescription: "Short of processor time." },
    memory: {
      ...{ ...watched, ...orLess, metricName: "FreeableMemory", threshold: 100 * mebibyte },
      alarmDescription: "Short of memory: processes will be killed. Take a larger instance class.",
    },
    ...(!facts.isAurora && {
      storage: {
        // RDS adds storage at a tenth; less is left only when it can't.
        ...{
          ...watched,
          ...orLess,
          metricName: "FreeStorageSpace",
          threshold: 0.05 * allocatedStorage * 1024 * mebibyte,
        },
        alarmDescription: "Storage is filling up and does not grow, perhaps since maxAllocatedStorage is reached.",
      },
    }),
    ...(facts.isAurora &&
      instances > 1 && {
        lag: {
          ...{ ...watched, metricName: "AuroraReplicaLagMaximum", threshold: 2000 },
          alarmDescription: "Readers are over two seconds behind the writer.",
        },
      }),
    ...(capacity && {
      capacity: {
        ...{ ...watched, metricName: "ACUUtilization", threshold: 95 },
        alarmDescription: "At the end of its capacity: raise maxCapacity.",
      },
    }),
  };
}
