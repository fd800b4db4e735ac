import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

type Watched = "namespace" | "metricName" | "dimensions" | "threshold" | "evaluationPeriods" | "alarmDescription";

/** What a CloudWatch metric must not reach. */
export type MetricLimit = Required<Pick<aws.cloudwatch.MetricAlarmArgs, Watched>> &
  Omit<aws.cloudwatch.MetricAlarmArgs, Watched | "actionsEnabled" | "alarmActions" | "okActions">;

/** For what should not be at all: the first of it in five minutes is one too many, and silence is well. */
export const onFirst = {
  statistic: "Sum",
  period: 300,
  evaluationPeriods: 1,
  threshold: 1,
  treatMissingData: "notBreaching",
};

/**
 * Tells the topic when a metric is at its threshold or above for so many minutes, and when it no longer is. Without a topic
 * there is no alarm: nobody would hear it, and Security Hub (CloudWatch.15) counts an alarm without actions as a finding.
 */
export function metricAlarm(
  name: string,
  limit: MetricLimit,
  alarmTopicArn: pulumi.Input<string> | undefined,
  child: { readonly parent: pulumi.Resource },
): aws.cloudwatch.MetricAlarm | undefined {
  if (alarmTopicArn === undefined) return undefined;
  return new aws.cloudwatch.MetricAlarm(
    name,
    {
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      statistic: "Average",
      period: 60,
      ...limit,
      alarmActions: [alarmTopicArn],
      okActions: [alarmTopicArn],
    },
    child,
  );
}
