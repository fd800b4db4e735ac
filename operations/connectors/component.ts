import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn, placeOf } from "../../components/place";
import { anyAlarm, deskFunction, type DeskParts, missingAlarm } from "../aws/desk-function";
import { eventQueue } from "../aws/event-queue";
import { allow, tableArn, useKey, useTable } from "../aws/permissions";
import { schedules } from "../aws/schedules";
import { readSettingsFile } from "../settings/read-file";
import { eventSource } from "../tickets/bus";
import { rightsOf } from "./rights";

export interface ConnectorsArgs {
  /** Path of the file of settings, the same as the ticket desk's. */
  settingsFile: string;
  /** Name of the ticket desk's table. */
  tableName: pulumi.Input<string>;
  /** Name of the ticket desk's bus. */
  busName: pulumi.Input<string>;
  /** ARN of the ticket desk's key. */
  keyArn: pulumi.Input<string>;
  /**
   * ARN of the topic that hears when nobody can be told.
   * @default - no alarms
   */
  alarmTopicArn?: pulumi.Input<string>;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * Tells others what happens: chat, mail, trackers, pagers. What connectors sign in with is read when it is needed from a secret,
 * a JSON object with the names that the settings give, which you put there: `aws secretsmanager put-secret-value`. Children:
 * secret `<name>`; functions `<name>-deliver`, `<name>-retry`; queue `<name>-deliveries` with rule
 * `<name>-deliveries-queued`; schedule `<name>-retry`.
 */
export class Connectors extends pulumi.ComponentResource {
  /** The name of the secret. */
  readonly secretName: pulumi.Output<string>;

  constructor(name: string, args: ConnectorsArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = readSettingsFile(args.settingsFile);
    super("guardrails:operations:Connectors", name, args, opts);
    const child = { parent: this };
    const { tableName, busName, keyArn, alarmTopicArn, tags } = args;
    const parts: DeskParts = { desk: tableName, settings, keyArn, alarmTopicArn, tags };

    const description = "What the desk's connectors sign in with: a JSON object.";
    const secret = new aws.secretsmanager.Secret(name, { description, kmsKeyId: keyArn, tags }, child);
    const place = placeOf(child);
    // Secrets Manager adds six characters to the name.
    const secretArn = arnIn(place, "secretsmanager", pulumi.interpolate`secret:${secret.name}-??????`);
    const statements = pulumi
      .all([tableArn(tableName, child), keyArn, secretArn, place])
      .apply(([table, key, secrets, where]) => [
        ...[useTable(table), useKey(key), allow("Secret", ["secretsmanager:GetSecretValue"], secrets)],
        ...rightsOf(settings.connectors, where),
      ]);
    const made = (suffix: string, does: string, concurrency: number, isTicked: boolean) =>
      deskFunction(
        `${name}-${suffix}`,
        parts,
        {
          ...{ handler: `connectors.${does}`, timeout: 120, concurrency, isTicked, statements },
          environment: { TABLE: tableName, SECRET: secret.name },
        },
        child,
      );
    const deliver = made("deliver", "deliver", 5, false);
    const retry = made("retry", "retry", 1, true);
    const queued = { source: [eventSource], "detail-type": ["DeliveryQueued", "DeliveryRetried"] };
    eventQueue(
      `${name}-deliveries`,
      parts,
      { busName, patterns: { queued }, consumer: deliver, timeout: 120, concurrency: 5 },
      child,
    );
    schedules(name, parts, { retry: { consumer: retry, every: "rate(1 minute)" } }, child);
    const own = { namespace: "Guardrails", metricName: "DeliverySweepFailures", dimensions: { Desk: tableName } };
    anyAlarm(`${name}-failing`, parts, { ...own, alarmDescription: "Deliveries could not be tried again." }, child);
    const alarmDescription = "Deliveries have not been tried again for five minutes.";
    missingAlarm(
      `${name}-retries-missing`,
      parts,
      { metricName: "DeliverySweeps", minutes: 5, alarmDescription },
      child,
    );

    this.secretName = secret.name;
    this.registerOutputs({ secretName: this.secretName });
  }
}
