import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument, isWithin } from "../../components/check-argument";
import { Table } from "../../components/data/table";
import { Key } from "../../components/identity/key";
import { placeOf } from "../../components/place";
import { Bucket, LockMode } from "../../components/storage/bucket";
import { anyAlarm, countedAlarm, missingAlarm } from "../aws/alarms";
import { deskFunction, type DeskParts } from "../aws/desk-function";
import { eventQueue } from "../aws/event-queue";
import { allow, readStream, tableArn, useKey, useTable } from "../aws/permissions";
import { schedules } from "../aws/schedules";
import { readSettingsFile } from "../settings/load";
import { deskTable, eventPrefix } from "../store/desk-table";
import { canaryDetailType, findingDetailType } from "./bus";

export interface TicketDeskArgs {
  /** Path of the file of settings, such as `operations.yaml`. */
  settingsFile: string;
  /**
   * Makes tickets of what AWS Security Hub finds, in all accounts whose findings reach this one.
   * @default true
   */
  securityHub?: boolean;
  /**
   * Makes tickets of what GuardDuty finds; for accounts without Security Hub, which brings the same findings.
   * @default false
   */
  guardDuty?: boolean;
  /**
   * Makes tickets of what rules of AWS Config find; for accounts without Security Hub.
   * @default false
   */
  config?: boolean;
  /**
   * ARN of the KMS key that encrypts table, queues, logs and audit log; its policy must let EventBridge and CloudWatch Logs use
   * it (`new Key("…", { services: ["events", "logs"] })`).
   * @default - a key of its own
   */
  keyArn?: pulumi.Input<string>;
  /**
   * ARN of the topic that hears when the desk itself fails.
   * @default - no alarms
   */
  alarmTopicArn?: pulumi.Input<string>;
  /**
   * Days for which nobody can change or delete what stands in the audit log.
   * @default 365
   */
  auditDays?: number;
  /**
   * `COMPLIANCE` binds everyone, the account's owner included.
   * @default GOVERNANCE
   */
  auditLockMode?: LockMode;
  /**
   * Name of the bucket that gets the audit bucket's access logs.
   * @default - a log bucket of its own
   */
  logBucket?: pulumi.Input<string>;
  /**
   * Lets table and audit bucket be deleted.
   * @default false
   */
  deletable?: boolean;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * Findings become tickets, and what happens to them is acted on and kept: a table whose stream tells what happened, the queue
 * that findings wait in, and an audit log that nobody can change. Children: key, table and bus `<name>`; bucket `<name>-audit`;
 * functions `<name>-intake`, `<name>-react`, `<name>-reconcile`, `<name>-auditor`; queue `<name>-findings` with rules
 * `<name>-findings-<source>`; event source mapping `<name>-react`; schedules `<name>-hourly`, `<name>-audit`.
 */
export class TicketDesk extends pulumi.ComponentResource {
  /** The name of the table. */
  readonly tableName: pulumi.Output<string>;
  /** The name of the bus that tells what happened. */
  readonly busName: pulumi.Output<string>;
  /** The ARN of the key. */
  readonly keyArn: pulumi.Output<string>;
  /** The name of the bucket that holds the audit log. */
  readonly auditBucket: pulumi.Output<string>;
  /** The URL of the queue that findings wait in. */
  readonly queueUrl: pulumi.Output<string>;

  constructor(name: string, args: TicketDeskArgs, opts?: pulumi.ComponentResourceOptions) {
    const { auditDays = 365, auditLockMode, tags } = args;
    expectArgument(isWithin(auditDays, 1, 36500), "auditDays", "1 to 36500", auditDays);
    const settings = readSettingsFile(args.settingsFile);
    super("guardrails:operations:TicketDesk", name, args, opts);
    const child = { parent: this };
    const deletable = args.deletable === true;

    const keyArn = pulumi.output(args.keyArn ?? new Key(name, { services: ["events", "logs"], tags }, child).arn);
    const { hashKey, rangeKey, ttlAttribute } = deskTable;
    const indexes = { ...deskTable.indexes };
    const table = new Table(
      name,
      { hashKey, rangeKey, indexes, ttlAttribute, streamEnabled: true, keyArn, deletable, tags },
      child,
    );
    const bus = new aws.cloudwatch.EventBus(name, { tags }, child);
    const audit = new Bucket(
      `${name}-audit`,
      {
        objectLock: { days: auditDays, mode: auditLockMode ?? LockMode.Governance },
        ...{ keyArn, logBucket: args.logBucket, deletable, tags },
      },
      child,
    );
    const parts: DeskParts = { desk: table.tableName, settings, keyArn, alarmTopicArn: args.alarmTopicArn, tags };
    const names = { tableName: table.tableName, busName: bus.name, auditBucket: audit.bucket };
    const functions = makeFunctions(name, parts, names, child);
    const queue = eventQueue(
      `${name}-findings`,
      parts,
      { patterns: patternsOf(args), consumer: functions.intake, timeout: 60, concurrency: 5 },
      child,
    );
    followStream(name, parts, table, functions.react, child);
    schedules(
      name,
      parts,
      {
        hourly: { consumer: functions.reconcile, every: "rate(1 hour)" },
        audit: { consumer: functions.auditor, every: "rate(1 minute)" },
      },
      child,
    );
    alarms(name, parts, child);

    this.tableName = table.tableName;
    this.busName = bus.name;
    this.keyArn = keyArn;
    this.auditBucket = audit.bucket;
    this.queueUrl = queue.url;
    const { tableName, busName, auditBucket, queueUrl } = this;
    this.registerOutputs({ tableName, busName, keyArn, auditBucket, queueUrl });
  }
}

type Child = { readonly parent: pulumi.Resource };

interface Names {
  readonly tableName: pulumi.Output<string>;
  readonly busName: pulumi.Output<string>;
  readonly auditBucket: pulumi.Output<string>;
}

/** Each with a role that may what it does, and no more. */
function makeFunctions(name: string, parts: DeskParts, { tableName, busName, auditBucket }: Names, child: Child) {
  const place = placeOf(child);
  const known = pulumi.all([place, tableArn(tableName, child), busName, auditBucket, parts.keyArn]);
  const statements = (of: (...known: Known) => aws.iam.PolicyStatement[]) =>
    known.apply(([{ partition, region, account }, table, bus, bucket, key]) => {
      const busArn = `arn:${partition}:events:${region}:${account}:event-bus/${bus}`;
      const log = `arn:${partition}:s3:::${bucket}`;
      return [useTable(table), useKey(key), ...of(table, allow("Bus", ["events:PutEvents"], busArn), log)];
    });
  const TABLE = { TABLE: tableName };
  const made = (suffix: string, settings: Omit<Parameters<typeof deskFunction>[2], "handler"> & { does: string }) =>
    deskFunction(`${name}-${suffix}`, parts, { ...settings, handler: `tickets.${settings.does}` }, child);
  return {
    intake: made("intake", {
      ...{ does: "intake", timeout: 60, concurrency: 5 },
      ...{ statements: statements(() => []), environment: TABLE },
    }),
    react: made("react", {
      ...{ does: "react", timeout: 60, concurrency: 5, environment: { ...TABLE, BUS: busName } },
      statements: statements((table, bus) => [bus, readStream(table)]),
    }),
    reconcile: made("reconcile", {
      ...{ does: "hourly", timeout: 900, concurrency: 1, environment: { ...TABLE, BUS: busName }, isTicked: true },
      // Findings have no ARNs to name in a policy: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecurityhub.html
      statements: statements((_table, bus) => [bus, allow("Source", ["securityhub:GetFindings"], "*")]),
    }),
    auditor: made("auditor", {
      ...{ does: "audit", timeout: 300, concurrency: 1, isTicked: true },
      environment: { ...TABLE, AUDIT_BUCKET: auditBucket },
      statements: statements((_table, _bus, log) => [
        allow("Log", ["s3:PutObject", "s3:GetObject"], `${log}/audit/*`),
        // Without it, an object that isn't there is forbidden.
        allow("LogNames", ["s3:ListBucket"], log),
      ]),
    }),
  };
}

type Known = [table: string, bus: aws.iam.PolicyStatement, log: string];

/** The desk's own kinds of events, and those of the sources that are switched on. */
function patternsOf({ securityHub = true, guardDuty = false, config = false }: TicketDeskArgs) {
  return {
    own: { "detail-type": [canaryDetailType, findingDetailType] },
    ...(securityHub && {
      "security-hub": {
        source: ["aws.securityhub"],
        "detail-type": ["Security Hub Findings - Imported", "Findings Imported V2"],
      },
    }),
    ...(guardDuty && { "guard-duty": { source: ["aws.guardduty"], "detail-type": ["GuardDuty Finding"] } }),
    ...(config && { config: { source: ["aws.config"], "detail-type": ["Config Rules Compliance Change"] } }),
  };
}

/** Only new events of aggregates: what else changes in the table is none of them. */
const newEvents = { eventName: ["INSERT"], dynamodb: { Keys: { sk: { S: [{ prefix: eventPrefix }] } } } };

function followStream(
  name: string,
  parts: DeskParts,
  table: Table,
  react: ReturnType<typeof deskFunction>,
  child: Child,
) {
  new aws.lambda.EventSourceMapping(
    `${name}-react`,
    {
      ...{ eventSourceArn: table.streamArn, functionName: react.functionName, startingPosition: "TRIM_HORIZON" },
      ...{ batchSize: 100, parallelizationFactor: 4, bisectBatchOnFunctionError: true },
      // What fails for a day is no longer in the stream; the hourly comparison still has it.
      ...{ maximumRetryAttempts: 10, maximumRecordAgeInSeconds: 3600 },
      functionResponseTypes: ["ReportBatchItemFailures"],
      filterCriteria: { filters: [{ pattern: JSON.stringify(newEvents) }] },
      destinationConfig: { onFailure: { destinationArn: react.deadLetterArn } },
      ...(parts.tags !== undefined && { tags: parts.tags }),
    },
    { ...child, dependsOn: [table, react] },
  );
  anyAlarm(
    `${name}-react-behind`,
    parts,
    {
      ...{ namespace: "AWS/Lambda", metricName: "IteratorAge", dimensions: { FunctionName: react.functionName } },
      ...{ statistic: "Maximum", threshold: 5 * 60 * 1000 },
      alarmDescription: "What happened five minutes ago has not been acted on.",
    },
    child,
  );
}

function alarms(name: string, parts: DeskParts, child: Child): void {
  const lost = {
    Unticketed: "Findings of the last days had no ticket; they have one now.",
    Unpublished: "Events were not acted on in time; they are now.",
    ReconcileFailures: "What the hourly comparison found could not be made up for.",
  };
  for (const [metricName, alarmDescription] of Object.entries(lost)) {
    countedAlarm(`${name}-${metricName.toLowerCase()}`, parts, { metricName, alarmDescription }, child);
  }
  const alarmDescription = "The audit log has not been written for a quarter of an hour.";
  missingAlarm(`${name}-audit-missing`, parts, { metricName: "Audits", minutes: 15, alarmDescription }, child);
}
