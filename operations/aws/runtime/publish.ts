import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { putMetrics } from "./metrics";
import type { Running } from "./desk";
import type { Recorded } from "../../core/decider";
import type { Desk } from "../../desk/desk";
import { canarySource } from "../../findings/finding";
import { eventSource, type Published } from "../../tickets/bus";
import type { TicketEvent } from "../../tickets/ticket";

/** Acts on an event, tells the bus, and settles it. What was cut off is done again from the start, and changes nothing twice. */
export function publisher({ desk, store }: Running, client: EventBridgeClient, bus: string) {
  return async (recorded: Recorded<unknown>): Promise<void> => {
    await desk.react(recorded);
    const { stream, version, at, by } = recorded;
    const { type } = recorded.event as { readonly type: string };
    const Detail = JSON.stringify({ stream, version, at, by } satisfies Published);
    const entry = { EventBusName: bus, Source: eventSource, DetailType: type, Detail };
    const { FailedEntryCount, Entries } = await client.send(new PutEventsCommand({ Entries: [entry] }));
    if (FailedEntryCount) throw new Error(`expected ${bus} to take an event, got ${String(Entries?.[0]?.ErrorCode)}`);
    await store.settle([recorded]);
    await tellCanary(desk, recorded.event as TicketEvent);
  };
}

/** Counted where all of the way lies behind it: bus, queue, table and stream. The ticket is done with that. */
async function tellCanary(desk: Desk, event: TicketEvent): Promise<void> {
  const finding = event.type === "TicketOpened" ? event.ticket.finding : "finding" in event ? event.finding : undefined;
  if (finding?.source !== canarySource) return;
  const seconds = (Date.parse(desk.now()) - Date.parse(finding.at)) / 1000;
  putMetrics({ CanaryArrived: 1, CanarySeconds: seconds });
  await desk.report({ ...finding, status: "resolved" });
}
