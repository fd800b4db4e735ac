import type { Containment } from "../containment/containment";
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

/** A containment without what was there before: that may hold what isn't meant to be shown. */
export function containmentView({ target, state, holds, reviewAt, retryAt, error, failedIn, restUntil }: Containment) {
  const { id, kind, account, region, name } = target;
  const shown = Object.values(holds).map(
    ({ id, reason, by, since, ticket, until, needs, approvals, approveBy, inForce }) => {
      return { id, reason, by, since, ticket, until, needs, approvals, approveBy, inForce };
    },
  );
  return {
    target: id,
    kind,
    account,
    region,
    name,
    state,
    holds: shown,
    reviewAt,
    retryAt,
    error,
    failedIn,
    restUntil,
  };
}

export type ContainmentView = ReturnType<typeof containmentView>;
