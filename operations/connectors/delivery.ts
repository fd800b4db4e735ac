import { after, type Decider, type Instant, Refusal } from "../core/decider";
import type { AnyIntent } from "../core/intent";
import type { Address } from "../settings/settings";

/**
 * What is told. `notice`: somebody should act; given up within minutes, so that somebody else hears of it. `record`: another
 * system should know; tried for days.
 */
export type Purpose = "notice" | "record";

export interface Message {
  readonly purpose: Purpose;
  /** The stream that it is about, such as `ticket/T-7KQ2M9XD`. */
  readonly subject: string;
  /** The id of the event that it tells, which makes a second delivery recognisable. */
  readonly event: string;
  /** What happened: the type of the event. */
  readonly about: string;
  /** When it happened. */
  readonly at: Instant;
  /** The target that was to be told, when it was one. */
  readonly target?: string;
  readonly title: string;
  readonly text: string;
  readonly severity: string;
  readonly url?: string;
  /** The aggregate as it was then, for systems that keep a copy. */
  readonly state: unknown;
  /** The aggregate as it is when this is sent, for systems that show how things stand. */
  readonly now?: unknown;
  /** What the connector that sends this keeps of the subject already. */
  readonly link?: Receipt;
}

/** A message on its way, to the first of its addresses that takes it. */
export interface Delivery {
  readonly message: Message;
  readonly addresses: readonly Address[];
  /** Which address is tried now. */
  readonly address: number;
  /** How often it failed at this address. */
  readonly failures: number;
  /** `withdrawn`: nobody needs it any more. */
  readonly state: "waiting" | "sent" | "dead" | "withdrawn";
  readonly dueAt?: Instant;
  readonly error?: string;
  readonly receipt?: Receipt;
  /** When it began to make what there is to be one of. */
  readonly begunAt?: Instant;
}

/** What another system keeps of it: the ticket's link to it. */
export interface Receipt {
  readonly id: string;
  readonly url?: string;
}

export type DeliveryCommand =
  | { readonly type: "queue"; readonly message: Message; readonly addresses: readonly Address[] }
  | { readonly type: "succeed"; readonly receipt?: Receipt }
  | {
      readonly type: "fail";
      readonly error: string;
      /** Whether trying again is useless. */
      readonly permanent?: boolean;
      /** Seconds for which the other system doesn't want to be asked again. */
      readonly afterSeconds?: number;
    }
  /** It is the one that makes what there is to be one of. */
  | { readonly type: "begin" }
  /** Another one is at it. */
  | { readonly type: "postpone"; readonly seconds: number }
  | { readonly type: "withdraw"; readonly reason: string }
  /** Somebody has mended what was broken. */
  | { readonly type: "retry" };

export type DeliveryEvent =
  | { readonly type: "DeliveryQueued"; readonly message: Message; readonly addresses: readonly Address[] }
  | { readonly type: "DeliverySent"; readonly connector: string; readonly receipt?: Receipt }
  | {
      readonly type: "DeliveryFailed";
      readonly error: string;
      readonly address: number;
      readonly failures: number;
      readonly dueAt: Instant;
    }
  | { readonly type: "DeliveryBegun" }
  | { readonly type: "DeliveryPostponed"; readonly dueAt: Instant }
  | { readonly type: "DeliveryWithdrawn"; readonly reason: string }
  | { readonly type: "DeliveryDead"; readonly error: string }
  | { readonly type: "DeliveryRetried" };

/** Minutes after each failure at one address. */
const waits: Readonly<Record<Purpose, readonly number[]>> = {
  notice: [0.25, 1, 3],
  record: [1, 5, 15, ...Array<number>(47).fill(60)],
};

export const deliveries: Decider<Delivery, DeliveryCommand, DeliveryEvent> = {
  kind: "delivery",
  decide(delivery, command, now) {
    if (command.type === "queue") {
      const { message, addresses } = command;
      if (delivery) return new Refusal("expected a delivery that is new, got one that is queued");
      const queued: DeliveryEvent = { type: "DeliveryQueued", message, addresses };
      const nobody = "expected an address to tell, got none";
      return addresses.length > 0 ? [queued] : [queued, { type: "DeliveryDead", error: nobody }];
    }
    if (!delivery) return new Refusal("expected the delivery to exist, got none");
    if (command.type === "retry") return delivery.state === "dead" ? [{ type: "DeliveryRetried" }] : [];
    // Of two workers on one delivery, the second comes too late: what it knows is no news.
    if (delivery.state !== "waiting") return [];
    switch (command.type) {
      case "succeed": {
        const { connector } = delivery.addresses[delivery.address] ?? { connector: "" };
        return [{ type: "DeliverySent", connector, receipt: command.receipt }];
      }
      case "begin":
        return [{ type: "DeliveryBegun" }];
      case "postpone":
        return [{ type: "DeliveryPostponed", dueAt: after(now, command.seconds / 60) }];
      case "withdraw":
        return [{ type: "DeliveryWithdrawn", reason: command.reason }];
      case "fail":
        return [failed(delivery, command, now)];
    }
  },
  evolve(delivery, { at, event }) {
    if (event.type === "DeliveryQueued") {
      const { message, addresses } = event;
      return { message, addresses, address: 0, failures: 0, state: "waiting", dueAt: at };
    }
    if (!delivery) throw new Error(`${event.type} of a delivery that was never queued`);
    switch (event.type) {
      case "DeliverySent":
        return { ...delivery, state: "sent", dueAt: undefined, receipt: event.receipt };
      case "DeliveryBegun":
        return { ...delivery, begunAt: at };
      case "DeliveryPostponed":
        return { ...delivery, dueAt: event.dueAt };
      case "DeliveryWithdrawn":
        return { ...delivery, state: "withdrawn", dueAt: undefined };
      case "DeliveryFailed": {
        const { error, address, failures, dueAt } = event;
        return { ...delivery, error, address, failures, dueAt };
      }
      case "DeliveryDead":
        return { ...delivery, state: "dead", dueAt: undefined, error: event.error };
      case "DeliveryRetried":
        return { ...delivery, state: "waiting", address: 0, failures: 0, dueAt: at };
    }
  },
  find: ({ state, dueAt, message }) => ({
    dueAt,
    list: state === "dead" ? "delivery/dead" : undefined,
    order: message.event,
  }),
};

/** Puts a message on its way, once for an id. */
export function queue(id: string, message: Message, addresses: readonly Address[]): AnyIntent {
  const command = { type: "queue", message, addresses };
  return { kind: deliveries.kind, id, command, by: "desk", commandId: `queue ${id}` };
}

/** The longest that another system may put off a message, in seconds: a notice goes to the next address instead. */
const longestPause: Readonly<Record<Purpose, number>> = { notice: 3 * 60, record: 24 * 60 * 60 };

function failed(
  { message, addresses, address, failures }: Delivery,
  { error, permanent = false, afterSeconds = 0 }: Extract<DeliveryCommand, { type: "fail" }>,
  now: Instant,
): DeliveryEvent {
  const { purpose } = message;
  const isTooLong = purpose === "notice" && afterSeconds > longestPause.notice;
  const wait = permanent || isTooLong ? undefined : waits[purpose][failures];
  if (wait !== undefined) {
    const minutes = Math.max(wait, Math.min(afterSeconds, longestPause[purpose]) / 60);
    return { type: "DeliveryFailed", error, address, failures: failures + 1, dueAt: after(now, minutes) };
  }
  return address + 1 < addresses.length
    ? { type: "DeliveryFailed", error, address: address + 1, failures: 0, dueAt: now }
    : { type: "DeliveryDead", error };
}
