import { Temporal } from "temporal-polyfill";
import { type Severity, severities } from "../../policies/core/rule";
import { after, type Instant } from "../core/decider";
import { listed, type Store } from "../core/store";
import { isOpen } from "../tickets/decide";
import type { Ticket } from "../tickets/ticket";

/** How long something took, in minutes. Percentiles are values that occurred (nearest rank). */
export interface Times {
  readonly count: number;
  readonly mean?: number;
  readonly median?: number;
  readonly p90?: number;
  readonly p95?: number;
  readonly longest?: number;
}

/** Deadlines that are over, kept or not. */
export interface Kept {
  readonly due: number;
  readonly missed: number;
}

/** Ages of open tickets: younger than so many hours, the last for all others. */
export const ages = [1, 24, 7 * 24, 30 * 24, Infinity] as const;

/** What the tickets of a team say of it. */
export interface TeamFigures {
  /** Mean time to acknowledge is the mean of these (MTTA): from opened to first acknowledged. */
  readonly acknowledge: Times;
  /** Mean time to resolve is the mean of these (MTTR): from opened to last resolved. */
  readonly resolve: Times;
  readonly deadlines: { readonly acknowledge: Kept; readonly resolve: Kept };
  readonly open: number;
  /** Open tickets by severity, and in each by age as in {@link ages}. */
  readonly openByAge: Readonly<Record<Severity, readonly number[]>>;
}

export interface DayFigures {
  /** Such as `2026-11-24`. */
  readonly day: string;
  readonly opened: Readonly<Record<Severity, number>>;
  readonly resolved: number;
  /** Deadlines that passed on that day and were missed. */
  readonly missed: number;
}

export interface Figures extends TeamFigures {
  readonly departments: Readonly<Record<string, TeamFigures>>;
  /** The oldest first, the last is today. */
  readonly days: readonly DayFigures[];
}

export interface FigureOptions {
  readonly now: Instant;
  /** @default 14 */
  readonly days?: number;
  /** By whose clock days begin. @default "UTC" */
  readonly timezone?: string;
}

/** What tickets say in numbers. */
export function figuresOf(tickets: readonly Ticket[], { now, days = 14, timezone = "UTC" }: FigureOptions): Figures {
  const names = [...new Set(tickets.map(({ department }) => department))].sort();
  const team = (name: string) => tickets.filter(({ department }) => department === name);
  return {
    ...teamFigures(tickets, now),
    departments: Object.fromEntries(names.map((name) => [name, teamFigures(team(name), now)])),
    days: dayFigures(tickets, now, days, timezone),
  };
}

function teamFigures(tickets: readonly Ticket[], now: Instant): TeamFigures {
  const open = tickets.filter(isOpen);
  const deadline = (name: "acknowledge" | "resolve") => kept(tickets, name, now);
  return {
    acknowledge: timesOf(tickets.flatMap((each) => minutes(each.openedAt, each.firstAcknowledgedAt))),
    resolve: timesOf(tickets.flatMap((each) => minutes(each.openedAt, each.resolved?.at))),
    deadlines: { acknowledge: deadline("acknowledge"), resolve: deadline("resolve") },
    open: open.length,
    openByAge: bySeverity((severity) => {
      const hours = open
        .filter((each) => each.severity === severity)
        .map(({ openedAt }) => hoursBetween(openedAt, now));
      return ages.map(
        (under, index) => hours.filter((age) => age < under && age >= (ages[index - 1] ?? -Infinity)).length,
      );
    }),
  };
}

function minutes(from: Instant, to: Instant | undefined): readonly number[] {
  return to === undefined ? [] : [hoursBetween(from, to) * 60];
}

function hoursBetween(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / 3_600_000;
}

function timesOf(values: readonly number[]): Times {
  if (values.length === 0) return { count: 0 };
  const sorted = [...values].sort((a, b) => a - b);
  const rank = (percent: number) => sorted[Math.ceil((percent / 100) * sorted.length) - 1];
  return {
    count: sorted.length,
    mean: sorted.reduce((sum, each) => sum + each, 0) / sorted.length,
    ...{ median: rank(50), p90: rank(90), p95: rank(95), longest: sorted.at(-1) },
  };
}

function kept(tickets: readonly Ticket[], name: "acknowledge" | "resolve", now: Instant): Kept {
  const missed = tickets.filter((ticket) => isMissed(ticket, name, now));
  const done = tickets.filter((ticket) => doneAt(ticket, name) !== undefined && !missed.includes(ticket));
  return { due: missed.length + done.length, missed: missed.length };
}

/** Also before the clock has come round to say so. What is resolved needs no acknowledgement any more. */
function isMissed(ticket: Ticket, name: "acknowledge" | "resolve", now: Instant): boolean {
  const { at, missed } = ticket.deadlines[name];
  return missed || (isOpen(ticket) && doneAt(ticket, name) === undefined && at <= now);
}

function doneAt({ firstAcknowledgedAt, resolved }: Ticket, name: "acknowledge" | "resolve"): Instant | undefined {
  return name === "resolve" ? resolved?.at : (firstAcknowledgedAt ?? resolved?.at);
}

function dayFigures(tickets: readonly Ticket[], now: Instant, days: number, timezone: string): readonly DayFigures[] {
  const dayOf = (at: Instant) => Temporal.Instant.from(at).toZonedDateTimeISO(timezone).toPlainDate().toString();
  const today = Temporal.PlainDate.from(dayOf(now));
  const on = (day: string, at: Instant | undefined) => at !== undefined && dayOf(at) === day;
  const names = ["acknowledge", "resolve"] as const;
  return Array.from({ length: days }, (_each, index) => {
    const day = today.subtract({ days: days - 1 - index }).toString();
    const opened = tickets.filter(({ openedAt }) => on(day, openedAt));
    return {
      day,
      opened: bySeverity((severity) => opened.filter((each) => each.severity === severity).length),
      resolved: tickets.filter(({ resolved }) => on(day, resolved?.at)).length,
      missed: tickets.flatMap((each) =>
        names.filter((name) => on(day, each.deadlines[name].at) && isMissed(each, name, now)),
      ).length,
    };
  });
}

function bySeverity<Value>(value: (severity: Severity) => Value): Readonly<Record<Severity, Value>> {
  return Object.fromEntries(severities.map((severity) => [severity, value(severity)])) as Record<Severity, Value>;
}

/** All open tickets of a store, and those done that were opened in the last days, up to so many of each. */
export async function recentTickets(
  store: Store,
  { now, days = 14 }: FigureOptions,
  most = 10_000,
): Promise<readonly Ticket[]> {
  const since = after(now, -days * 24 * 60);
  const tickets: Ticket[] = [];
  for (const list of ["ticket/open", "ticket/resolved", "ticket/closed"]) {
    let count = 0;
    for await (const { state } of listed(store, list)) {
      const ticket = state as Ticket;
      // Those that are done stand in the order in which they were opened, the newest first.
      if (count++ === most || (list !== "ticket/open" && ticket.openedAt < since)) break;
      tickets.push(ticket);
    }
  }
  return tickets;
}
