import { type Severity, severities } from "../../policies/core/rule";
import {
  after,
  type Decider,
  earliest,
  type Found,
  type Instant,
  isBlank,
  isPast,
  type Recorded,
  Refusal,
} from "../core/decider";
import { afterStep, begin, nextStep } from "../escalation/decide";
import { canarySource } from "../findings/finding";
import type { Deadline, Resolution, Ticket, TicketCommand, TicketEvent, TicketState } from "./ticket";

/** The longest snooze, in hours, by severity. */
const snoozeHours: Readonly<Record<Severity, number>> = { critical: 4, high: 24, medium: 7 * 24, low: 30 * 24 };

const openStates: readonly TicketState[] = ["triggered", "acknowledged", "snoozed"];
/** What a ticket takes in any state; everything else only while it is open. */
const always: readonly TicketCommand["type"][] = ["repeat", "clear", "comment", "link", "notice-failed", "tick"];

export const tickets: Decider<Ticket, TicketCommand, TicketEvent> = {
  kind: "ticket",
  decide(ticket, command, now) {
    if (command.type === "open") {
      return ticket ? new Refusal(`expected no ticket ${ticket.id}, got one`) : opened(command, now);
    }
    if (!ticket) return new Refusal("expected the ticket to exist, got none");
    if (!always.includes(command.type) && !isOpen(ticket)) {
      return new Refusal(`expected a ticket that is ${openStates.join(" or ")}, got one that is ${ticket.state}`);
    }
    return decideOn(ticket, command, now);
  },
  evolve,
  find,
};

type Existing = Exclude<TicketCommand, { type: "open" }>;

function decideOn(ticket: Ticket, command: Existing, now: Instant): readonly TicketEvent[] | Refusal {
  switch (command.type) {
    case "repeat":
      return repeated(ticket, command, now);
    case "clear":
      return isOpen(ticket) ? [resolution(ticket, "fixed-at-source", command.detail, now)] : [];
    case "acknowledge": {
      const minutes = ticket.policy.acknowledgedMinutes[ticket.severity];
      return [{ type: "TicketAcknowledged", until: minutes === undefined ? undefined : after(now, minutes) }];
    }
    case "assign":
      return ticket.assignee === command.assignee ? [] : [{ type: "TicketAssigned", assignee: command.assignee }];
    case "hand-over": {
      const { department, assignee, policy, reason } = command;
      if (isBlank(reason)) return new Refusal("expected a reason to hand over, got none");
      const escalation = begin(policy, ticket.severity, now);
      return withSteps(ticket, [{ type: "TicketHandedOver", department, assignee, escalation, reason }], now);
    }
    case "change-severity":
      return severityChanged(ticket, command, now);
    case "snooze":
      return snoozed(ticket, command, now);
    case "comment":
      return isBlank(command.text)
        ? new Refusal("expected a comment with text, got none")
        : [{ type: "TicketCommented", text: command.text }];
    case "resolve":
      // What is left as it is has to be answered for.
      if (command.resolution !== "fixed" && isBlank(command.note)) {
        return new Refusal(`expected a note that says why it is ${command.resolution}, got none`);
      }
      return [resolution(ticket, command.resolution, command.note, now)];
    case "link": {
      const { connector, id, url } = command;
      return ticket.links[connector]?.id === id ? [] : [{ type: "TicketLinked", connector, id, url }];
    }
    case "notice-failed":
      return noticeFailed(ticket, command, now);
    case "tick":
      return ticked(ticket, now);
  }
}

function opened(command: Extract<TicketCommand, { type: "open" }>, now: Instant): readonly TicketEvent[] | Refusal {
  const { id, key, finding, route, parent } = command;
  if (finding.status !== "active") return new Refusal("expected a finding that is active, got one that is resolved");
  const { acknowledgeMinutes, resolveMinutes } = route.serviceLevel;
  const deadline = (minutes: number): Deadline => ({ at: after(now, minutes), missed: false });
  const ticket: Ticket = {
    ...{ ...route, id, key, finding, parent, state: "triggered", openedAt: now, reopened: 0, links: {} },
    seen: { first: finding.at, last: finding.at, count: 1 },
    escalation: begin(route.policy, route.severity, now),
    deadlines: { acknowledge: deadline(acknowledgeMinutes), resolve: deadline(resolveMinutes) },
  };
  return withSteps(undefined, [{ type: "TicketOpened", ticket }], now);
}

/** The events, and those of the clock that are due as soon as they have happened: the first level is told at once. */
function withSteps(ticket: Ticket | undefined, events: readonly TicketEvent[], now: Instant): readonly TicketEvent[] {
  const reached = events.reduce<Ticket | undefined>(
    (before, event) => evolve(before, { stream: "", version: 0, at: now, by: "", event }),
    ticket,
  );
  return reached ? [...events, ...escalated(reached, now)] : events;
}

function escalated(ticket: Ticket, now: Instant): readonly TicketEvent[] {
  const { state, escalation, severity } = ticket;
  if (state !== "triggered" || escalation.dueAt === undefined || escalation.dueAt > now) return [];
  return [{ type: "TicketEscalated", ...nextStep(escalation, severity, now) }];
}

function repeated(
  ticket: Ticket,
  { finding, severity }: Extract<TicketCommand, { type: "repeat" }>,
  now: Instant,
): readonly TicketEvent[] | Refusal {
  if (ticket.state === "closed") return new Refusal("expected a ticket that is not closed, got one that is");
  // What an analyst said of it stays, unless the source itself has changed its mind.
  const hasWorsened = isWorse(finding.severity, ticket.finding.severity) && isWorse(severity, ticket.severity);
  const escalation = begin(ticket.policy, hasWorsened ? severity : ticket.severity, now);
  const isSilent = ticket.resolved !== undefined && ticket.resolved.resolution in silentDays;
  const events: TicketEvent[] =
    ticket.state === "resolved" && (hasWorsened || !isSilent)
      ? [{ type: "TicketReopened", finding, escalation }]
      : [{ type: "TicketRepeated", finding, count: ticket.seen.count + 1 }];
  if (hasWorsened) {
    events.push({ type: "TicketSeverityChanged", severity, reason: "the source reports it as worse", escalation });
  }
  return withSteps(ticket, events, now);
}

function severityChanged(
  ticket: Ticket,
  { severity, reason }: Extract<TicketCommand, { type: "change-severity" }>,
  now: Instant,
): readonly TicketEvent[] | Refusal {
  if (isBlank(reason)) return new Refusal("expected a reason for another severity, got none");
  if (severity === ticket.severity) return [];
  const escalation = isWorse(severity, ticket.severity) ? begin(ticket.policy, severity, now) : undefined;
  return withSteps(ticket, [{ type: "TicketSeverityChanged", severity, reason, escalation }], now);
}

function snoozed(
  { severity }: Ticket,
  { until, reason }: Extract<TicketCommand, { type: "snooze" }>,
  now: Instant,
): readonly TicketEvent[] | Refusal {
  if (isBlank(reason)) return new Refusal("expected a reason to snooze, got none");
  const longest = snoozeHours[severity];
  if (until <= now || until > after(now, longest * 60)) {
    return new Refusal(
      `expected a ${severity} ticket to be snoozed for ${String(longest)} hours at most from now, got until ${until}`,
    );
  }
  return [{ type: "TicketSnoozed", until, reason }];
}

function noticeFailed(
  ticket: Ticket,
  { target, error, purpose }: Extract<TicketCommand, { type: "notice-failed" }>,
  now: Instant,
): readonly TicketEvent[] {
  const failed: TicketEvent = { type: "NotificationFailed", target, error, purpose };
  // The catch-all goes on each hour: at once would be for ever. And a tracker that is down wakes nobody.
  if (ticket.state !== "triggered" || ticket.escalation.exhausted || purpose === "record") return [failed];
  return [failed, { type: "TicketEscalated", ...nextStep(ticket.escalation, ticket.severity, now) }];
}

function ticked(ticket: Ticket, now: Instant): readonly TicketEvent[] {
  const events: TicketEvent[] = [];
  for (const deadline of openDeadlines(ticket)) {
    if (ticket.deadlines[deadline].at <= now) events.push({ type: "TicketDeadlineMissed", deadline });
  }
  const { state, acknowledged, snoozed, resolved, policy, severity } = ticket;
  const escalation = begin(policy, severity, now);
  if (state === "acknowledged" && isPast(acknowledged?.until, now)) {
    events.push({ type: "TicketAcknowledgementExpired", escalation });
  }
  if (state === "snoozed" && isPast(snoozed?.until, now)) events.push({ type: "TicketWoke", escalation });
  if (state === "resolved" && isPast(resolved?.closesAt, now)) events.push({ type: "TicketClosed" });
  return withSteps(ticket, events, now);
}

function openDeadlines(ticket: Ticket): readonly ("acknowledge" | "resolve")[] {
  if (!isOpen(ticket)) return [];
  const { acknowledge, resolve } = ticket.deadlines;
  return [
    ...(ticket.firstAcknowledgedAt === undefined && !acknowledge.missed ? (["acknowledge"] as const) : []),
    ...(resolve.missed ? [] : (["resolve"] as const)),
  ];
}

/** Days for which a finding that is known to be there is only counted: sources report it again and again. */
const silentDays: Readonly<Partial<Record<Resolution, number>>> = {
  "accepted-risk": 90,
  "false-positive": 365,
  "not-applicable": 365,
  duplicate: 365,
};

function resolution(ticket: Ticket, why: Resolution, note: string, now: Instant): TicketEvent {
  const days = silentDays[why];
  const hours = days === undefined ? ticket.reopenHours : days * 24;
  return { type: "TicketResolved", resolution: why, note, closesAt: after(now, hours * 60) };
}

export function isOpen({ state }: Pick<Ticket, "state">): boolean {
  return openStates.includes(state);
}

function isWorse(severity: Severity, than: Severity): boolean {
  return severities.indexOf(severity) < severities.indexOf(than);
}

function evolve(ticket: Ticket | undefined, { at, by, event }: Recorded<TicketEvent>): Ticket {
  if (event.type === "TicketOpened") return event.ticket;
  if (!ticket) throw new Error(`${event.type} of a ticket that was never opened`);
  switch (event.type) {
    case "TicketRepeated":
      return { ...ticket, seen: seenAgain(ticket, event.finding.at), finding: event.finding };
    case "TicketReopened": {
      const { finding, escalation } = event;
      const again = { ...triggered(ticket), reopened: ticket.reopened + 1, resolved: undefined };
      return { ...again, finding, escalation, seen: seenAgain(ticket, finding.at) };
    }
    case "TicketEscalated":
      return { ...ticket, escalation: afterStep(ticket.escalation, event) };
    case "TicketAcknowledged":
      return {
        ...{ ...ticket, state: "acknowledged", snoozed: undefined, acknowledged: { by, at, until: event.until } },
        assignee: ticket.assignee ?? personOf(by),
        firstAcknowledgedAt: ticket.firstAcknowledgedAt ?? at,
      };
    case "TicketAcknowledgementExpired":
    case "TicketWoke":
      return { ...triggered(ticket), escalation: event.escalation };
    case "TicketSnoozed":
      return { ...ticket, state: "snoozed", snoozed: { by, until: event.until, reason: event.reason } };
    case "TicketAssigned":
      return { ...ticket, assignee: event.assignee };
    case "TicketHandedOver": {
      const { department, assignee, escalation } = event;
      return { ...triggered(ticket), department, assignee, escalation, policy: escalation.policy };
    }
    case "TicketSeverityChanged": {
      const { severity, escalation } = event;
      return escalation ? { ...triggered(ticket), severity, escalation } : { ...ticket, severity };
    }
    case "TicketLinked":
      return { ...ticket, links: { ...ticket.links, [event.connector]: { id: event.id, url: event.url } } };
    case "TicketDeadlineMissed": {
      const missed = { ...ticket.deadlines[event.deadline], missed: true };
      return { ...ticket, deadlines: { ...ticket.deadlines, [event.deadline]: missed } };
    }
    case "TicketResolved": {
      const { resolution, closesAt } = event;
      return { ...ticket, state: "resolved", snoozed: undefined, resolved: { by, at, resolution, closesAt } };
    }
    case "TicketClosed":
      return { ...ticket, state: "closed" };
    case "TicketCommented":
    case "NotificationFailed":
      return ticket;
  }
}

function triggered(ticket: Ticket): Ticket {
  return { ...ticket, state: "triggered", acknowledged: undefined, snoozed: undefined };
}

function seenAgain({ seen }: Ticket, at: Instant): Ticket["seen"] {
  return { first: earliest(seen.first, at) ?? at, last: at > seen.last ? at : seen.last, count: seen.count + 1 };
}

/** The person behind `user:ana@example.com`: whoever acknowledges has it, unless somebody has. */
function personOf(by: string): string | undefined {
  return by.startsWith("user:") ? by.slice("user:".length) : undefined;
}

function find(ticket: Ticket): Found {
  const { state, escalation, acknowledged, snoozed, resolved, severity, openedAt } = ticket;
  const dueAt = earliest(
    ...openDeadlines(ticket).map((deadline) => ticket.deadlines[deadline].at),
    state === "triggered" ? escalation.dueAt : undefined,
    state === "acknowledged" ? acknowledged?.until : undefined,
    state === "snoozed" ? snoozed?.until : undefined,
    state === "resolved" ? resolved?.closesAt : undefined,
  );
  // The worst first, then the newest.
  const rank = String(severities.length - severities.indexOf(severity));
  return {
    dueAt,
    // What only shows that findings arrive is nobody's work.
    list: ticket.finding.source === canarySource ? undefined : `ticket/${isOpen(ticket) ? "open" : state}`,
    order: isOpen(ticket) ? `${rank} ${openedAt}` : openedAt,
  };
}
