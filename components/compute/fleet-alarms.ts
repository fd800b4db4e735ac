import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { metricAlarm } from "../audit/metric-alarm";
import type { FleetArgs } from "./fleet-args";

/** Says what the fleet can't help by itself. */
export function fleetAlarms(
  name: string,
  { alarmTopicArn, minSize, tags }: FleetArgs,
  group: aws.autoscaling.Group,
  child: { readonly parent: pulumi.Resource },
): void {
  const watched = { dimensions: { AutoScalingGroupName: group.name }, evaluationPeriods: 15, tags };
  metricAlarm(
    `${name}-cpu`,
    {
      ...{ ...watched, namespace: "AWS/EC2", metricName: "CPUUtilization", threshold: 90 },
      alarmDescription:
        "The processors have been busy to 90 % for a quarter of an hour: more instances don't come, or don't help.",
    },
    alarmTopicArn,
    child,
  );
  if (alarmTopicArn !== undefined) {
    const notifications = ["EC2_INSTANCE_LAUNCH_ERROR", "EC2_INSTANCE_TERMINATE_ERROR"] as const;
    new aws.autoscaling.Notification(
      name,
      {
        groupNames: [group.name],
        notifications: notifications.map((event) => `autoscaling:${event}` as const),
        topicArn: alarmTopicArn,
      },
      child,
    );
  }
  if (minSize === 0) return;
  metricAlarm(
    `${name}-too-few`,
    {
      ...{ ...watched, namespace: "AWS/AutoScaling", metricName: "GroupInServiceInstances", threshold: minSize },
      ...{ statistic: "Minimum", comparisonOperator: "LessThanThreshold" },
      alarmDescription:
        "Fewer instances than the fleet's minimum have served for a quarter of an hour: new ones don't start.",
    },
    alarmTopicArn,
    child,
  );
}
