import type * as pulumi from "@pulumi/pulumi";
import { metricAlarm, onFirst } from "../../components/audit/metric-alarm";
import type { DeskParts } from "./desk-function";
import { metricNamespace } from "./runtime/metrics";

type Child = { readonly parent: pulumi.Resource };

/** An alarm on a metric that the desk's functions write: below so much in so many minutes, also when there is nothing at all. */
export function missingAlarm(
  name: string,
  { desk, alarmTopicArn, tags }: DeskParts,
  metric: { readonly metricName: string; readonly minutes: number; readonly alarmDescription: string },
  child: Child,
): void {
  metricAlarm(
    name,
    {
      ...{ namespace: metricNamespace, metricName: metric.metricName, dimensions: { Desk: desk } },
      ...{ statistic: "Sum", period: metric.minutes * 60, evaluationPeriods: 1, threshold: 1 },
      ...{ comparisonOperator: "LessThanThreshold", treatMissingData: "breaching" },
      ...{ alarmDescription: metric.alarmDescription, ...(tags !== undefined && { tags }) },
    },
    alarmTopicArn,
    child,
  );
}

/** An alarm on the first of what should not be. */
export function anyAlarm(
  name: string,
  { alarmTopicArn, tags }: DeskParts,
  metric: {
    readonly namespace: string;
    readonly metricName: string;
    readonly dimensions: Record<string, pulumi.Input<string>>;
    readonly alarmDescription: string;
    readonly statistic?: string;
    readonly threshold?: number;
  },
  child: Child,
): void {
  metricAlarm(name, { ...onFirst, ...metric, ...(tags !== undefined && { tags }) }, alarmTopicArn, child);
}

/** The same, where the desk's functions count it themselves. */
export function countedAlarm(
  name: string,
  parts: DeskParts,
  metric: { readonly metricName: string; readonly alarmDescription: string },
  child: Child,
): void {
  anyAlarm(name, parts, { namespace: metricNamespace, dimensions: { Desk: parts.desk }, ...metric }, child);
}
