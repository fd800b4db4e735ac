import type { Delivery } from "../connectors/delivery";
import type { Aggregate } from "../core/store";
import { type Recorded, streamParts } from "../core/decider";
import type { Ticket } from "../tickets/ticket";

/** A ticket as the API gives it: without the policy and the rules that it keeps for itself. */
export function ticketView({ version, state }: Aggregate) {
  const ticket = state as Ticket;
  const { id, severity, category, tags, department, assignee, finding, seen, openedAt, escalation, deadlines } = ticket;
  const { acknowledged, snoozed, resolved, reopened, parent, links } = ticket;
  const { source, rule, account, region, resource, title, description, url } = finding;
  const { policy, level, loop, exhausted, dueAt } = escalation;
  return {
    ...{ id, version, state: ticket.state, severity, title, description, category, tags, department, assignee },
    ...{ source, rule, account, region, resource, url, seen, openedAt },
    escalation: { policy: policy.name, level, loop, exhausted, dueAt },
    ...{ deadlines, acknowledged, snoozed, resolved, reopened, parent, links },
  };
}

export type TicketView = ReturnType<typeof ticketView>;

/** What happened, without copies of the policy and of the ticket. */
export function historyView({ version, at, by, event }: Recorded<unknown>) {
  const { type, ...details } = event as { type: string } & Record<string, unknown>;
  const { ticket: _ticket, escalation: _escalation, ...shown } = details;
  return { version, at, by, event: { type, ...shown } };
}

export type HistoryView = ReturnType<typeof historyView>;

export function deliveryView({ stream, state }: Aggregate) {
  const { message, addresses, error } = state as Delivery;
  const { subject, about, title, target } = message;
  const [, id] = streamParts(stream);
  return { id, subject, about, title, target, addresses: addresses.map(({ connector }) => connector), error };
}
