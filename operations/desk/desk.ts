import { type ConnectorOf, deliver } from "../connectors/deliver";
import { type Delivery, deliveries, type DeliveryEvent } from "../connectors/delivery";
import { type Decider, eventId, type Instant, type Recorded, Refusal, streamParts } from "../core/decider";
import { execute, type Executed } from "../core/execute";
import type { AnyIntent } from "../core/intent";
import type { Outbox, Store } from "../core/store";
import { canarySource, type Finding, findingKey } from "../findings/finding";
import type { Settings } from "../settings/settings";
import { tickets } from "../tickets/decide";
import { afterTicketEvent } from "../tickets/react";
import { routeOf } from "../tickets/route";
import { newTicketId } from "../tickets/ticket-id";
import type { Ticket, TicketEvent } from "../tickets/ticket";
import { afterCanaryTicket } from "./canary";

/** What became of a finding. */
export interface Reported {
  readonly ticket: string | undefined;
  /** `ignored`: it is resolved, and no ticket was open. */
  readonly outcome: "opened" | "repeated" | "reopened" | "resolved" | "known" | "ignored" | "commented";
}

/** What a kind of aggregate is to the desk. */
export interface Kind {
  readonly decider: Decider<any, any, any>;
  /** What follows from an event: commands to other aggregates. Pure. */
  react?(recorded: Recorded<unknown>, state: unknown, now: Instant): readonly AnyIntent[];
  /** What of an event people have to take care of: findings, which become tickets. Pure. */
  findings?(recorded: Recorded<unknown>, state: unknown): readonly Finding[];
  /** What an aggregate does when it is due. */
  work?(id: string): Promise<void>;
  /** Whether its work speaks with others, and takes as long as they do: it must not hold up tickets. */
  readonly isSlow?: boolean;
  /** Whether it takes the command `notice-failed` when a message about it has reached nobody, as tickets do. */
  readonly hearsOfDeadNotices?: boolean;
}

/**
 * The desk: findings become tickets, commands are decided, events are acted on, and the clock moves what is due. It keeps
 * nothing itself, so that any number of them, in handlers or processes, may work on one store.
 */
export class Desk {
  readonly #kinds = new Map<string, Kind>();

  constructor(
    readonly store: Store,
    readonly settings: Settings,
    connectorOf: ConnectorOf,
    readonly now: () => Instant = () => new Date().toISOString(),
    readonly newId: () => string = () => newTicketId(),
  ) {
    this.add({
      decider: tickets,
      react: (recorded, state, at) => {
        const [event, ticket] = [recorded as Recorded<TicketEvent>, state as Ticket];
        const isCanary = ticket.finding.source === canarySource;
        return isCanary ? afterCanaryTicket(event, ticket) : afterTicketEvent(event, ticket, settings, at);
      },
      work: async (id) => {
        await this.execute({ kind: "ticket", id, command: { type: "tick" }, by: "clock" });
      },
    });
    this.add({
      decider: deliveries,
      isSlow: true,
      react: (recorded, state) =>
        afterDeliveryEvent(
          recorded as Recorded<DeliveryEvent>,
          state as Delivery,
          (kind) => this.#kinds.get(kind)?.hearsOfDeadNotices === true,
        ),
      work: (id) => deliver(store, connectorOf, id, now),
    });
  }

  /** Adds a kind of aggregate. */
  add(kind: Kind): void {
    this.#kinds.set(kind.decider.kind, kind);
  }

  /** Makes a ticket of a finding, or counts it on the one that is there. The same report twice is one. */
  async report(finding: Finding, by = `source:${finding.source}`): Promise<Reported> {
    const key = findingKey(finding);
    const commandId = `report ${key} ${finding.id} ${finding.at} ${finding.status}`;
    for (let attempt = 0; attempt < 10; attempt++) {
      const holder = await this.store.holder(`finding ${key}`);
      const held = holder === undefined ? undefined : ((await this.store.load(holder))?.state as Ticket | undefined);
      if (finding.status === "resolved") return this.#clear(held, finding, by, commandId);
      if (held && held.state !== "closed") {
        const route = routeOf(finding, this.settings, this.now());
        const command = { type: "repeat" as const, finding, severity: route.severity };
        const repeated = await execute(this.store, tickets, { id: held.id, command, by, commandId }, this.now());
        // Closed in the meantime.
        if (repeated instanceof Refusal) continue;
        if (repeated.outcome === "repeated") return { ticket: held.id, outcome: "known" };
        const isReopened = repeated.events.some(({ event }) => (event as TicketEvent).type === "TicketReopened");
        return { ticket: held.id, outcome: isReopened ? "reopened" : "repeated" };
      }
      const id = this.newId();
      const route = routeOf(finding, this.settings, this.now());
      const command = { type: "open" as const, id, key, finding, route, parent: held?.id };
      const claim = { key: `finding ${key}`, from: holder };
      const opened = await execute(this.store, tickets, { id, command, by, commandId, claim }, this.now());
      if (opened instanceof Refusal) continue;
      if (opened.outcome === "done") return { ticket: id, outcome: "opened" };
      if (opened.outcome === "repeated" && held) return { ticket: held.id, outcome: "known" };
    }
    throw new Error(`ten others reported the same as ${finding.id} at the same time`);
  }

  async #clear(held: Ticket | undefined, finding: Finding, by: string, commandId: string): Promise<Reported> {
    if (!held) return { ticket: undefined, outcome: "ignored" };
    const command = { type: "clear" as const, detail: finding.title };
    const cleared = await execute(this.store, tickets, { id: held.id, command, by, commandId }, this.now());
    const isDone = !(cleared instanceof Refusal) && cleared.outcome === "done";
    return { ticket: held.id, outcome: isDone ? "resolved" : "known" };
  }

  /** Lets an aggregate decide on a command. */
  async execute(
    intent: Omit<AnyIntent, "commandId"> & { readonly commandId?: string },
  ): Promise<Executed<unknown> | Refusal> {
    return execute<unknown, unknown, unknown>(this.store, this.#kind(intent.kind).decider, intent, this.now());
  }

  /** Acts on an event. Acting on it again changes nothing. */
  async react(recorded: Recorded<unknown>): Promise<void> {
    const [name] = streamParts(recorded.stream);
    const state = (await this.store.load(recorded.stream))?.state;
    const kind = this.#kinds.get(name);
    for (const intent of kind?.react?.(recorded, state, this.now()) ?? []) await this.execute(intent);
    for (const finding of kind?.findings?.(recorded, state) ?? []) await this.report(finding);
  }

  /** Acts on all events that nobody has acted on yet, and on those that follow from them. */
  async drain(outbox: Outbox): Promise<number> {
    let count = 0;
    for (;;) {
      const events = await outbox.unsettled(100);
      if (events.length === 0) return count;
      for (const recorded of events) {
        await this.react(recorded);
        await outbox.settle([recorded]);
        await othersTurn();
      }
      count += events.length;
    }
  }

  /** Lets what is due, of one kind when it is named, do what it has to. What fails doesn't keep the rest: it stays due. */
  async sweep(
    limit = 1000,
    kind?: string,
  ): Promise<{
    readonly done: number;
    readonly failed: readonly { readonly stream: string; readonly error: unknown }[];
  }> {
    const streams = await this.store.due(this.now(), limit, kind);
    const failed: { stream: string; error: unknown }[] = [];
    for (const stream of streams) {
      try {
        await this.work(stream);
      } catch (error) {
        failed.push({ stream, error });
      }
    }
    return { done: streams.length - failed.length, failed };
  }

  /** Whether what an aggregate does when it is due may take long. */
  isSlow(stream: string): boolean {
    return this.#kinds.get(streamParts(stream)[0])?.isSlow === true;
  }

  /** Lets one aggregate do what is due. */
  async work(stream: string): Promise<void> {
    const [name, id] = streamParts(stream);
    await this.#kind(name).work?.(id);
  }

  #kind(name: string): Kind {
    const kind = this.#kinds.get(name);
    if (!kind) throw new Error(`no kind of aggregate is called ${name}`);
    return kind;
  }
}

function afterDeliveryEvent(
  recorded: Recorded<DeliveryEvent>,
  { message }: Delivery,
  hearsOfDeadNotices: (kind: string) => boolean,
): readonly AnyIntent[] {
  const [kind, id] = streamParts(message.subject);
  const { event } = recorded;
  if (kind !== "ticket" && !(event.type === "DeliveryDead" && hearsOfDeadNotices(kind))) return [];
  const to = (command: AnyIntent["command"]) => [{ kind, id, command, by: "desk", commandId: eventId(recorded) }];
  if (event.type === "DeliverySent" && event.receipt) {
    return to({ type: "link", connector: event.connector, ...event.receipt });
  }
  if (event.type === "DeliveryDead") {
    const { target = "", purpose } = message;
    return to({ type: "notice-failed", target, error: event.error, purpose });
  }
  return [];
}

/**
 * Lets requests through that came in the meantime. A store in this process answers before anything else has its turn: work
 * on many events would keep everybody waiting until its end.
 */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
