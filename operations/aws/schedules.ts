import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Function } from "../../components/compute/function";
import { placeOf } from "../../components/place";
import { serviceTrust } from "../../components/policy-statement";
import { type DeskParts, functionArn } from "./desk-function";
import { allow, useKey } from "./permissions";

type Child = { readonly parent: pulumi.Resource };

export interface Tick {
  readonly consumer: Function;
  /** Such as `rate(1 minute)`. */
  readonly every: string;
}

/**
 * The clock of some functions. Children: role and role policy `<name>-clock`, schedule `<name>-<tick>`.
 *
 * @param ticks by what happens
 */
export function schedules(name: string, parts: DeskParts, ticks: Readonly<Record<string, Tick>>, child: Child): void {
  const { account } = placeOf(child);
  const assumeRolePolicy = account.apply((id) =>
    JSON.stringify(serviceTrust("scheduler.amazonaws.com", { StringEquals: { "aws:SourceAccount": id } })),
  );
  const role = new aws.iam.Role(`${name}-clock`, { assumeRolePolicy, tags: parts.tags }, child);
  const consumers = Object.values(ticks).map(({ consumer }) => consumer);
  const policy = pulumi
    .all([
      pulumi.all(consumers.map((consumer) => functionArn(consumer, child))),
      pulumi.all(consumers.map(({ deadLetterArn }) => deadLetterArn)),
      parts.keyArn,
    ])
    .apply(([functions, deadLetters, key]) =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          allow("Call", ["lambda:InvokeFunction"], functions),
          allow("DeadLetters", ["sqs:SendMessage"], deadLetters),
          useKey(key),
        ],
      }),
    );
  const rolePolicy = new aws.iam.RolePolicy(`${name}-clock`, { role: role.name, policy }, child);
  for (const [tick, { consumer, every }] of Object.entries(ticks)) {
    new aws.scheduler.Schedule(
      `${name}-${tick}`,
      {
        ...{ scheduleExpression: every, flexibleTimeWindow: { mode: "OFF" } },
        target: {
          ...{ arn: functionArn(consumer, child), roleArn: role.arn, input: "{}" },
          deadLetterConfig: { arn: consumer.deadLetterArn },
          // A minute is the least that EventBridge Scheduler takes; a tick that is late is none.
          retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 3 },
        },
      },
      { ...child, dependsOn: [rolePolicy, consumer] },
    );
  }
}
