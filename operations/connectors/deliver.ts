import { UserError } from "../../policies/core/user-error";
import { after, type Instant, Refusal } from "../core/decider";
import { execute, type Executed } from "../core/execute";
import type { Store } from "../core/store";
import { Busy, type Connector, Unauthorized, Undeliverable } from "./connector";
import { type Delivery, type DeliveryCommand, deliveries, type Message, type Receipt } from "./delivery";
import { ticketOf } from "./subject";

/** The connector of a name in the settings. */
export type ConnectorOf = (name: string) => Promise<Connector>;

/** Seconds after which a tracker's search shows an issue that was made. */
const patience = 15;

/**
 * Tries a delivery that is due, and keeps what came of it. Between what is sent and what is kept, the process may end: then
 * it is sent again, and the other system sees the same `message.event`.
 */
export async function deliver(store: Store, connectorOf: ConnectorOf, id: string, now: () => Instant): Promise<void> {
  const delivery = (await store.load(streamOf(id)))?.state as Delivery | undefined;
  const address = delivery?.addresses[delivery.address];
  if (!delivery || !address || delivery.state !== "waiting") return;
  const by = `connector:${address.connector}`;
  const tell = (command: DeliveryCommand, claim?: { key: string; from?: string }) =>
    execute(store, deliveries, { id, command, by, claim }, now());
  const subject = (await store.load(delivery.message.subject))?.state;
  const message: Message = { ...delivery.message, now: subject };
  if (isAnswered(message)) {
    await tell({ type: "withdraw", reason: "somebody has acknowledged the ticket in the meantime" });
    return;
  }
  const command = await attempt(async () => {
    const connector = await connectorOf(address.connector);
    const link = ticketOf(message)?.links[address.connector];
    const turn =
      connector.keepsOne && !link ? await takeTurn(store, id, `one ${message.subject} ${by}`, now(), tell) : {};
    if (turn.before) return { type: "postpone", seconds: secondsUntil(turn.before, now()) };
    const receipt = await connector.send({ ...message, link: link ?? turn.receipt }, address.to);
    return { type: "succeed", receipt };
  }, delivery);
  await tell(command);
}

/**
 * Of the messages about a subject that has no issue yet, lets one make it and the others wait for it: a tracker's search
 * shows what was made only seconds later, and two issues would stand there.
 *
 * @returns what the one before has made, if any, or that it is still at it
 */
async function takeTurn(
  store: Store,
  id: string,
  key: string,
  now: Instant,
  tell: (command: DeliveryCommand, claim: { key: string; from?: string }) => Promise<Executed<Delivery> | Refusal>,
): Promise<{ readonly receipt?: Receipt; readonly before?: Partial<Delivery> }> {
  const holder = await store.holder(key);
  const held = holder === undefined ? undefined : ((await store.load(holder))?.state as Delivery | undefined);
  if (holder === streamOf(id)) {
    // Another worker may be at it just now, or a process that has ended may have been.
    const dueAt = after(held?.begunAt ?? now, patience / 60);
    return held?.begunAt !== undefined && dueAt > now ? { before: { dueAt } } : {};
  }
  if (held?.state === "waiting") return { before: held };
  if (held?.receipt) return { receipt: held.receipt };
  const begun = await tell({ type: "begin" }, { key, from: holder });
  return !(begun instanceof Refusal) && begun.outcome === "done" ? {} : { before: {} };
}

/** When the other one is tried again, but not at once: it may be at it. */
function secondsUntil({ dueAt }: Partial<Delivery>, now: Instant): number {
  return Math.max(patience, dueAt === undefined ? 0 : (Date.parse(dueAt) - Date.parse(now)) / 1000);
}

async function attempt(
  send: () => Promise<DeliveryCommand>,
  { message: { purpose } }: Delivery,
): Promise<DeliveryCommand> {
  try {
    return await send();
  } catch (error) {
    // Whoever waits for a notice has no time until somebody mends a token or sets a variable; a record has.
    const isMendable = error instanceof Unauthorized || error instanceof UserError;
    const permanent = error instanceof Undeliverable || (isMendable && purpose === "notice");
    const afterSeconds = error instanceof Busy ? error.afterSeconds : undefined;
    return { type: "fail", error: error instanceof Error ? error.message : String(error), permanent, afterSeconds };
  }
}

/** Nobody is woken for a ticket that somebody has taken while the message was on its way. */
function isAnswered(message: Message): boolean {
  const ticket = ticketOf(message);
  const isCall = message.purpose === "notice" && message.about === "TicketEscalated";
  return isCall && ticket !== undefined && ticket.state !== "triggered";
}

function streamOf(id: string): string {
  return `${deliveries.kind}/${id}`;
}
