import * as pulumi from "@pulumi/pulumi";
import { placeOf } from "../../components/place";
import { countedAlarm, missingAlarm } from "../aws/alarms";
import { deskFunction, type DeskParts } from "../aws/desk-function";
import { allow, tableArn, useKey, useTable } from "../aws/permissions";
import { schedules } from "../aws/schedules";
import { readSettingsFile } from "../settings/load";

export interface EscalationArgs {
  /** Path of the file of settings, the same as the ticket desk's. */
  settingsFile: string;
  /** Name of the ticket desk's table. */
  tableName: pulumi.Input<string>;
  /** ARN of the ticket desk's key. */
  keyArn: pulumi.Input<string>;
  /**
   * ARN of the topic that hears when the clock stops, or when a canary doesn't arrive.
   * @default - no alarms
   */
  alarmTopicArn?: pulumi.Input<string>;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * The clock of the tickets: each minute, what nobody has acknowledged in time goes to the next level; and a canary that shows every
 * quarter of an hour that findings arrive. Children: functions `<name>-sweep`, `<name>-canary`; schedules `<name>-minutely`,
 * `<name>-canary`; alarms `<name>-heartbeat`, `<name>-canary-lost`, `<name>-failing`.
 */
export class Escalation extends pulumi.ComponentResource {
  /** The name of the function that moves what is due. */
  readonly functionName: pulumi.Output<string>;

  constructor(name: string, args: EscalationArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = readSettingsFile(args.settingsFile);
    super("guardrails:operations:Escalation", name, args, opts);
    const child = { parent: this };
    const { tableName, keyArn, alarmTopicArn, tags } = args;
    const parts: DeskParts = { desk: tableName, settings, keyArn, alarmTopicArn, tags };

    const known = pulumi.all([tableArn(tableName, child), keyArn, placeOf(child)]);
    const sweep = deskFunction(
      `${name}-sweep`,
      parts,
      {
        ...{ handler: "escalation.sweep", timeout: 300, concurrency: 1, isTicked: true },
        statements: known.apply(([table, key]) => [useTable(table), useKey(key)]),
        environment: { TABLE: tableName },
      },
      child,
    );
    const canary = deskFunction(
      `${name}-canary`,
      parts,
      {
        ...{ handler: "escalation.canary", timeout: 30, concurrency: 1, memorySize: 128, isTicked: true },
        statements: known.apply(([, , { partition, region, account }]) => [
          allow("Bus", ["events:PutEvents"], `arn:${partition}:events:${region}:${account}:event-bus/default`),
        ]),
        environment: { TABLE: tableName },
      },
      child,
    );
    schedules(
      name,
      parts,
      {
        minutely: { consumer: sweep, every: "rate(1 minute)" },
        canary: { consumer: canary, every: "rate(15 minutes)" },
      },
      child,
    );
    alarms(name, parts, child);

    this.functionName = sweep.functionName;
    this.registerOutputs({ functionName: this.functionName });
  }
}

function alarms(name: string, parts: DeskParts, child: { readonly parent: pulumi.Resource }): void {
  missingAlarm(
    `${name}-heartbeat`,
    parts,
    { metricName: "Heartbeat", minutes: 5, alarmDescription: "No ticket has escalated by the clock for five minutes." },
    child,
  );
  missingAlarm(
    `${name}-canary-lost`,
    parts,
    { metricName: "CanaryArrived", minutes: 30, alarmDescription: "What was sent as a finding has not arrived." },
    child,
  );
  const failing = "Tickets could not be moved by the clock.";
  countedAlarm(`${name}-failing`, parts, { metricName: "SweepFailures", alarmDescription: failing }, child);
}
