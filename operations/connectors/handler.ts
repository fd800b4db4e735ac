import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { eachMessage } from "../aws/runtime/batch";
import { deployedDesk, type Running } from "../aws/runtime/desk";
import { putMetrics } from "../aws/runtime/metrics";
import { secretsIn } from "../aws/runtime/secrets";
import { sweepKind } from "../aws/runtime/sweep";
import { after } from "../core/decider";
import type { Published } from "../tickets/bus";
import { connectorsOf } from "./registry";

let running: Running | undefined;
const secrets = secretsIn(process.env["SECRET"] ?? "");
const desk = () =>
  (running ??= deployedDesk((settings) => ({ connectorOf: connectorsOf(settings, secrets.secretOf) })));

/** Minutes that the queue has for a new message, before the clock tries it. */
const patience = 0.5;

/** Tells others what the queue brings. */
export async function deliver({ Records }: SQSEvent): Promise<SQSBatchResponse> {
  await secrets.refresh();
  return eachMessage(Records, (body) => desk().desk.work((body as { readonly detail: Published }).detail.stream));
}

/** Each minute: tries again what could not be told. */
export async function retry(): Promise<void> {
  await secrets.refresh();
  const { desk: of } = desk();
  const { failures } = await sweepKind(of, "delivery", { at: after(of.now(), -patience) });
  putMetrics({ DeliverySweeps: 1, DeliverySweepFailures: failures });
}
