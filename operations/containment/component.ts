import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "../../components/audit/log-group";
import { expectArgument } from "../../components/check-argument";
import type { Function } from "../../components/compute/function";
import { arnIn, type Place, placeOf } from "../../components/place";
import { serviceTrust } from "../../components/policy-statement";
import { anyAlarm, countedAlarm, missingAlarm } from "../aws/alarms";
import { deskFunction, type DeskParts, functionArn } from "../aws/desk-function";
import { eventQueue } from "../aws/event-queue";
import { killSwitch as makeKillSwitch, parameterArn } from "../aws/kill-switch";
import { actAsMember, expectMemberRole, memberVariable } from "../aws/member-role";
import { allow, denyRecord, tableArn, useKey, useTable } from "../aws/permissions";
import { schedules } from "../aws/schedules";
import { readSettingsFile } from "../settings/load";
import { eventSource } from "../tickets/bus";
import { selfDenials, targetRights } from "./rights";
import { stateMachine } from "./state-machine";

export interface ContainmentArgs {
  /** Path of the file of settings, the same as the ticket desk's. */
  settingsFile: string;
  /** Name of the ticket desk's table. */
  tableName: pulumi.Input<string>;
  /** Name of the ticket desk's bus. */
  busName: pulumi.Input<string>;
  /** ARN of the ticket desk's key. */
  keyArn: pulumi.Input<string>;
  /** Name of the bucket that holds the audit log: the automation is denied all of it. */
  auditBucket: pulumi.Input<string>;
  /**
   * ARNs of roles and users that the automation may not change, whatever the settings say, such as break-glass roles.
   * @default - none beside the automation's own
   */
  protectedArns?: string[];
  /**
   * Name of a role in other accounts of the organization that the automation acts as there.
   * @default - only targets of this account
   */
  memberRole?: string;
  /**
   * ARN of the topic that hears when containment fails, or when it is switched off.
   * @default - no alarms
   */
  alarmTopicArn?: pulumi.Input<string>;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * Contains and releases hosts, addresses, keys, users, roles and services: each attempt is a step of an execution that is seen in
 * Step Functions. The parameter is the kill switch: anything but `on` stops the automation at once. Children: parameter, state
 * machine and its role, role policy and log group `<name>`; functions `<name>-step`, `<name>-start`, `<name>-clock-start`; queue
 * `<name>-due` with rule `<name>-due-changed`; schedule `<name>-minutely`.
 */
export class Containment extends pulumi.ComponentResource {
  /** The ARN of the state machine. */
  readonly stateMachineArn: pulumi.Output<string>;
  /** The name of the parameter that stops the automation. */
  readonly killSwitch: pulumi.Output<string>;
  /** The name of the role that the automation acts as: what member roles have to trust. */
  readonly roleName: pulumi.Output<string>;

  constructor(name: string, args: ContainmentArgs, opts?: pulumi.ComponentResourceOptions) {
    const { protectedArns = [], memberRole } = args;
    for (const arn of protectedArns) {
      const isPrincipal = /^arn:[\w-]+:iam::\d{12}:(role|user)\/\S+$/.test(arn);
      expectArgument(isPrincipal, "protectedArns", "ARNs of roles and users", arn);
    }
    expectMemberRole(memberRole);
    const settings = readSettingsFile(args.settingsFile);
    super("guardrails:operations:Containment", name, args, opts);
    const child = { parent: this };
    const { tableName, keyArn, alarmTopicArn, tags } = args;
    const parts: DeskParts = { desk: tableName, settings, keyArn, alarmTopicArn, tags };

    const killSwitch = makeKillSwitch(name, parts, { of: "containment", metricName: "ContainmentOff" }, child);
    const step = makeStep(name, parts, args, killSwitch, child);
    const machine = makeMachine(name, parts, step, child);
    const starters = makeStarters(name, parts, args, { killSwitch, machine }, child);
    const changed = { source: [eventSource], "detail-type": [{ prefix: "Containment" }] };
    eventQueue(
      `${name}-due`,
      parts,
      { busName: args.busName, patterns: { changed }, consumer: starters.start, timeout: 30, concurrency: 2 },
      child,
    );
    schedules(name, parts, { minutely: { consumer: starters.clock, every: "rate(1 minute)" } }, child);
    alarms(name, parts, machine, child);

    this.stateMachineArn = machine.arn;
    this.killSwitch = killSwitch.name;
    this.roleName = step.roleName;
    const { stateMachineArn, roleName } = this;
    this.registerOutputs({ stateMachineArn, killSwitch: this.killSwitch, roleName });
  }
}

type Child = { readonly parent: pulumi.Resource };

function makeStep(name: string, parts: DeskParts, args: ContainmentArgs, killSwitch: aws.ssm.Parameter, child: Child) {
  const { tableName, auditBucket, protectedArns = [], memberRole } = args;
  const statements = pulumi
    .all([placeOf(child), tableArn(tableName, child), parts.keyArn, auditBucket, parameterArn(killSwitch, child)])
    .apply(([place, table, key, audit, parameter]) => [
      ...[useTable(table), useKey(key), allow("KillSwitch", ["ssm:GetParameter"], parameter)],
      ...targetRights(place),
      ...denials(name, place, audit, parameter, protectedArns),
      ...actAsMember(place.partition, memberRole),
    ]);
  return deskFunction(
    `${name}-step`,
    parts,
    {
      ...{ handler: "containment.step", timeout: 300, concurrency: 5, memorySize: 512, statements },
      environment: {
        ...{ TABLE: tableName, KILL_SWITCH: killSwitch.name, PROTECTED: JSON.stringify(protectedArns) },
        ...memberVariable(memberRole),
      },
    },
    child,
  );
}

/** By the names that children have, which end in what Pulumi makes up. */
function denials(
  name: string,
  { partition, account }: Place,
  audit: string,
  parameter: string,
  protectedArns: readonly string[],
): aws.iam.PolicyStatement[] {
  const own = `arn:${partition}:iam::${account}:role/${name}-*`;
  const functions = `arn:${partition}:lambda:*:${account}:function:${name}-*`;
  return [...selfDenials([own, ...protectedArns], [functions], parameter), denyRecord(partition, audit)];
}

function makeMachine(name: string, parts: DeskParts, step: Function, child: Child): aws.sfn.StateMachine {
  const { keyArn, tags } = parts;
  const place = placeOf(child);
  const assumeRolePolicy = place.account.apply((id) =>
    JSON.stringify(serviceTrust("states.amazonaws.com", { StringEquals: { "aws:SourceAccount": id } })),
  );
  const role = new aws.iam.Role(name, { assumeRolePolicy, tags }, child);
  const logGroupName = pulumi.interpolate`/aws/vendedlogs/states/${role.name}`;
  const logs = new LogGroup(name, { logGroupName, keyArn, tags }, child);
  // Delivery of logs knows no resources to name: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
  const delivery = [
    "CreateLogDelivery",
    "GetLogDelivery",
    "UpdateLogDelivery",
    "DeleteLogDelivery",
    "ListLogDeliveries",
  ];
  const describing = ["PutResourcePolicy", "DescribeResourcePolicies", "DescribeLogGroups"];
  const policy = pulumi.all([functionArn(step, child), keyArn]).apply(([called, key]) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        allow("Call", ["lambda:InvokeFunction"], called),
        allow(
          "Logs",
          [...delivery, ...describing].map((action) => `logs:${action}`),
          "*",
        ),
        allow("Traces", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], "*"),
        useKey(key),
      ],
    }),
  );
  const rolePolicy = new aws.iam.RolePolicy(name, { role: role.name, policy }, child);
  return new aws.sfn.StateMachine(
    name,
    {
      ...{ type: "STANDARD", roleArn: role.arn, tracingConfiguration: { enabled: true }, tags },
      definition: functionArn(step, child).apply((arn) => JSON.stringify(stateMachine(arn))),
      loggingConfiguration: {
        ...{ level: "ALL", includeExecutionData: false },
        logDestination: pulumi.interpolate`${arnIn(place, "logs", pulumi.interpolate`log-group:${logs.logGroupName}`)}:*`,
      },
      encryptionConfiguration: {
        type: "CUSTOMER_MANAGED_KMS_KEY",
        kmsKeyId: keyArn,
        kmsDataKeyReusePeriodSeconds: 300,
      },
    },
    { ...child, dependsOn: [rolePolicy, step] },
  );
}

function makeStarters(
  name: string,
  parts: DeskParts,
  { tableName }: ContainmentArgs,
  { killSwitch, machine }: { readonly killSwitch: aws.ssm.Parameter; readonly machine: aws.sfn.StateMachine },
  child: Child,
) {
  const machineArn = arnIn(placeOf(child), "states", pulumi.interpolate`stateMachine:${machine.name}`);
  const statements = pulumi
    .all([tableArn(tableName, child), parts.keyArn, machineArn, parameterArn(killSwitch, child)])
    .apply(([table, key, states, parameter]) => [
      ...[useTable(table), useKey(key), allow("Start", ["states:StartExecution"], states)],
      allow("KillSwitch", ["ssm:GetParameter"], parameter),
    ]);
  const environment = { TABLE: tableName, KILL_SWITCH: killSwitch.name, STATE_MACHINE: machineArn };
  const made = (suffix: string, does: string, concurrency: number, isTicked: boolean) =>
    deskFunction(
      `${name}-${suffix}`,
      parts,
      { handler: `containment.${does}`, timeout: 30, concurrency, isTicked, statements, environment },
      child,
    );
  return { start: made("start", "start", 2, false), clock: made("clock-start", "clock", 1, true) };
}

function alarms(name: string, parts: DeskParts, machine: aws.sfn.StateMachine, child: Child): void {
  for (const metricName of ["ExecutionsFailed", "ExecutionsTimedOut"]) {
    const of = { namespace: "AWS/States", metricName, dimensions: { StateMachineArn: machine.arn } };
    const alarmDescription = "A containment or a release ended before its end.";
    anyAlarm(`${name}-${metricName}`, parts, { ...of, alarmDescription }, child);
  }
  const failing = "Containments could not be started.";
  countedAlarm(`${name}-failing`, parts, { metricName: "ContainmentFailures", alarmDescription: failing }, child);
  const alarmDescription = "What is due to be contained or released has not been started for five minutes.";
  missingAlarm(
    `${name}-clock-missing`,
    parts,
    { metricName: "ContainmentSweeps", minutes: 5, alarmDescription },
    child,
  );
}
