import type { Connector } from "../../../operations/connectors/connector";
import type { Message } from "../../../operations/connectors/delivery";
import { connectorsOf } from "../../../operations/connectors/registry";
import { type Recorded, Refusal } from "../../../operations/core/decider";
import type { ConnectorSettings } from "../../../operations/settings/settings";
import { tickets } from "../../../operations/tickets/decide";
import { afterTicketEvent } from "../../../operations/tickets/react";
import type { Ticket, TicketCommand, TicketEvent } from "../../../operations/tickets/ticket";
import { settings } from "../desk/fixture";
import { findingOf, route, start } from "../tickets/fixture";

// Node.js 20 is what we promise to run on, and the tests run on.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

export const ticketId = "T-7KQ2M9XD";

/** The secrets that connectors in tests are given. */
export const environment: Readonly<Record<string, string>> = {
  TOKEN: "xoxb-a-token-that-nobody-may-see",
  PASSWORD: "correct horse/battery+staple",
};

/** A connector as the desk makes it, called `it`. */
export function connect(given: ConnectorSettings, more: Readonly<Record<string, string>> = {}): Promise<Connector> {
  return connectorsOf({ connectors: { it: given } }, (variable) => {
    const value = { ...environment, ...more }[variable];
    if (value === undefined) throw new Error(`expected ${variable} in the environment, got none`);
    return value;
  })("it");
}

/** A ticket's life: what happens to it, and the records that a connector gets. */
export class Life {
  readonly records: Recorded<TicketEvent>[] = [];
  ticket: Ticket | undefined;

  constructor(finding: Parameters<typeof findingOf>[0] = {}, changes: Partial<typeof route> = {}) {
    const whole = { ...route, ...changes };
    this.do({ type: "open", id: ticketId, key: "key-1", finding: findingOf(finding), route: whole }, "source:test");
  }

  do(command: TicketCommand, by = "user:ana@example.com", now = start): this {
    const events = tickets.decide(this.ticket, command, now);
    if (events instanceof Refusal) throw new Error(events.reason);
    for (const event of events) {
      const version = this.records.length + 1;
      const recorded = { stream: `ticket/${ticketId}`, version, at: now, by, event };
      this.records.push(recorded);
      this.ticket = tickets.evolve(this.ticket, recorded);
    }
    return this;
  }

  /** What the desk tells of the last event of a type: as a record, or as a notice. */
  message(about: TicketEvent["type"], purpose: Message["purpose"] = "record", changes: Partial<Message> = {}): Message {
    const recorded = this.records.findLast(({ event }) => event.type === about);
    if (!recorded || !this.ticket) throw new Error(`expected ${about}, got none`);
    const connectors = { chat: { type: "slack" }, it: { type: "webhook", keeps: true } };
    const told = afterTicketEvent(
      recorded,
      this.ticket,
      { ...settings, connectors, url: "https://desk.example.com" },
      start,
    )
      .map(({ command }) => (command as unknown as { message: Message }).message)
      .find((message) => message.purpose === purpose);
    if (!told) throw new Error(`expected a ${purpose} of ${about}, got none`);
    return { ...told, now: this.ticket, ...changes };
  }
}

/** Sends, and gives the error if there is one. */
export async function failure(sent: Promise<unknown>): Promise<Error> {
  return sent.then(
    () => {
      throw new Error("expected an error, got none");
    },
    (error: unknown) => error as Error,
  );
}
