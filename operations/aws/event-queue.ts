import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Function } from "../../components/compute/function";
import { Queue } from "../../components/messaging/queue";
import { arnIn, placeOf } from "../../components/place";
import { anyAlarm } from "./alarms";
import type { DeskParts } from "./desk-function";

type Child = { readonly parent: pulumi.Resource };

export interface EventQueueSettings {
  /** The bus; the account's own when absent. */
  readonly busName?: pulumi.Input<string>;
  /** Event patterns by what comes. */
  readonly patterns: Readonly<Record<string, object>>;
  /** The function that takes the events, and how long it has. */
  readonly consumer: Function;
  readonly timeout: number;
  readonly concurrency: number;
}

/** EventBridge's own default, written down: a bus of another kind tries five times in five minutes. */
const retryPolicy = { maximumEventAgeInSeconds: 24 * 60 * 60, maximumRetryAttempts: 185 };

/**
 * Events that wait in a queue for a function. What can't be delivered or handled ends in the queue's dead letters, on which an
 * alarm sounds. Children: queue `<name>`, rule and target `<name>-<event>`, event source mapping `<name>`, alarm
 * `<name>-dead-letters`.
 */
export function eventQueue(name: string, parts: DeskParts, settings: EventQueueSettings, child: Child): Queue {
  const { busName, patterns, consumer, timeout, concurrency } = settings;
  const { keyArn, tags } = parts;
  const bus = busName === undefined ? {} : { eventBusName: busName };
  const rules = Object.entries(patterns).map(([event, pattern]) => {
    const described = { ...bus, description: `Events for the queue ${name}.`, eventPattern: JSON.stringify(pattern) };
    return [event, new aws.cloudwatch.EventRule(`${name}-${event}`, { ...described, tags }, child)] as const;
  });
  const place = placeOf(child);
  const path = busName === undefined ? "rule" : pulumi.interpolate`rule/${busName}`;
  const senders = rules.map(([event, rule]) => {
    const sourceArn = arnIn(place, "events", pulumi.interpolate`${path}/${rule.name}`);
    return [event.replaceAll("-", "_"), { service: "events", sourceArn }] as const;
  });
  const queue = new Queue(
    name,
    // Six times the function's time, as Lambda asks for: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    { keyArn, visibilityTimeoutSeconds: 6 * timeout, senders: Object.fromEntries(senders), tags },
    child,
  );
  for (const [event, rule] of rules) {
    const target = { rule: rule.name, arn: queue.arn, deadLetterConfig: { arn: queue.deadLetterArn }, retryPolicy };
    // Without the queue's policy, the first events would go to nobody.
    new aws.cloudwatch.EventTarget(`${name}-${event}`, { ...target, ...bus }, { ...child, dependsOn: [queue] });
  }
  queue.grantReceive("consumer", consumer.roleName);
  new aws.lambda.EventSourceMapping(
    name,
    {
      ...{ eventSourceArn: queue.arn, functionName: consumer.functionName, batchSize: 10 },
      ...{ functionResponseTypes: ["ReportBatchItemFailures"], tags },
      scalingConfig: { maximumConcurrency: Math.max(2, concurrency) },
    },
    { ...child, dependsOn: [queue, consumer] },
  );
  anyAlarm(
    `${name}-dead-letters`,
    parts,
    {
      ...{ namespace: "AWS/SQS", metricName: "ApproximateNumberOfMessagesVisible", statistic: "Maximum" },
      dimensions: { QueueName: queue.deadLetterQueueName },
      alarmDescription: "Events could not be delivered or handled, and wait for somebody to look.",
    },
    child,
  );
  return queue;
}
