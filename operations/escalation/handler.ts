import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { deployedDesk, type Running } from "../aws/runtime/desk";
import { putMetrics } from "../aws/runtime/metrics";
import { sweepKind } from "../aws/runtime/sweep";
import { canaryDetailType } from "../tickets/bus";

let running: Running | undefined;
const desk = () => (running ??= deployedDesk());

/** Each minute: what is due of tickets happens. The heartbeat comes last, so that a sweep that doesn't end has none. */
export async function sweep(): Promise<void> {
  const { done, failures } = await sweepKind(desk().desk, "ticket", { most: 10_000 });
  putMetrics({ Swept: done, SweepFailures: failures, Heartbeat: 1 });
}

/** Every quarter of an hour: sends what has to arrive as any finding does. */
export async function canary(): Promise<void> {
  const finding = { id: "canary", rule: "canary", title: "The desk's own finding, to see that it arrives" };
  const Detail = JSON.stringify({ ...finding, severity: "low", at: new Date().toISOString() });
  const entry = { Source: "guardrails.canary", DetailType: canaryDetailType, Detail };
  const { FailedEntryCount } = await new EventBridgeClient().send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount) throw new Error("expected EventBridge to take the canary, got a refusal");
}
