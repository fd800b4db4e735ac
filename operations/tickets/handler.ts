import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { S3Client } from "@aws-sdk/client-s3";
import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { AuditLog } from "../aws/runtime/audit-log";
import { eachMessage, eachRecord } from "../aws/runtime/batch";
import { catchUp } from "../aws/runtime/catch-up";
import { deployedDesk, type Running } from "../aws/runtime/desk";
import { variable } from "../aws/runtime/environment";
import { putMetrics } from "../aws/runtime/metrics";
import { publisher } from "../aws/runtime/publish";
import { take } from "./intake";

let running: Running | undefined;
const desk = () => (running ??= deployedDesk());

const events = new EventBridgeClient();

/** Makes tickets of what the queue brings: events of EventBridge, or messages of SNS. */
export function intake({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  return eachMessage(Records, (body) => take(desk().desk, body));
}

/** Acts on what has happened, from the table's stream, and tells the desk's bus. */
export function react({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  const publish = publisher(desk(), events, variable("BUS"));
  return eachRecord(Records, ({ dynamodb }) => publish(JSON.parse(dynamodb?.NewImage?.["recorded"]?.S ?? "")));
}

/** Each hour: makes up for what was lost on the way from the source to a ticket, or from a ticket to what follows. */
export async function hourly(): Promise<void> {
  const publish = publisher(desk(), events, variable("BUS"));
  const found = await catchUp(desk(), publish, new SecurityHubClient());
  putMetrics({ Unticketed: found.unticketed, Unpublished: found.unpublished, ReconcileFailures: found.failures });
}

/** Each minute: what has happened goes to the audit log. */
export async function audit(): Promise<void> {
  const log = new AuditLog(desk().store, new S3Client(), variable("AUDIT_BUCKET"));
  putMetrics({ Audited: await log.append(), Audits: 1 });
}
