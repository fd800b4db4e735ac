import type { Instant } from "../core/decider";
import { listed, type Store } from "../core/store";
import { type Finding, findingKey } from "../findings/finding";
import { isOpen } from "../tickets/decide";
import type { Ticket } from "../tickets/ticket";
import type { Desk } from "./desk";

export interface Difference {
  /** What the source finds and no ticket is about, each key once. */
  readonly missing: readonly Finding[];
  /** Open tickets of what the source finds no more. */
  readonly cleared: readonly Ticket[];
}

/**
 * How the findings of a source and the tickets of these differ.
 *
 * @param active all that the source finds now
 * @param tickets those that are not closed: one that somebody resolved is an answer as well
 */
export function reconcile(active: readonly Finding[], tickets: readonly Ticket[]): Difference {
  const found = new Map(active.filter(({ status }) => status === "active").map((each) => [findingKey(each), each]));
  const known = new Set(tickets.map(({ key }) => key));
  return {
    missing: [...found].filter(([key]) => !known.has(key)).map(([, finding]) => finding),
    cleared: tickets.filter((ticket) => isOpen(ticket) && !found.has(ticket.key)),
  };
}

/** What a comparison has led to. */
export interface Reconciled {
  readonly missing: number;
  readonly cleared: number;
  /** Tickets that were left open, because too many would have been closed at once. */
  readonly held: number;
}

/** An empty answer is more often a fault than good news: above this many, at most half of the tickets are closed. */
const fewEnough = 10;

/**
 * Makes tickets of what was missed, and closes those of what is no more.
 *
 * @param source whose findings they are: tickets of others are left alone
 * @param active all that the source finds
 * @param askedAt when the source was asked: what was reported since then may be missing in its answer
 */
export async function reconcileDesk(
  desk: Desk,
  source: string,
  active: readonly Finding[],
  askedAt: Instant,
): Promise<Reconciled> {
  const tickets = await ticketsOf(desk.store, source);
  const { missing, cleared } = reconcile(active, tickets);
  for (const finding of missing) await desk.report(finding, "reconciliation");
  const settled = cleared.filter(({ seen, openedAt }) => seen.last < askedAt && openedAt < askedAt);
  const isTooMany = settled.length > fewEnough && settled.length * 2 > tickets.filter(isOpen).length;
  await desk.report(tooMany(source, settled.length, isTooMany, desk.now()));
  if (isTooMany) return { missing: missing.length, cleared: 0, held: settled.length };
  for (const { finding } of settled) {
    const title = "the source no longer finds it";
    await desk.report({ ...finding, title, status: "resolved", at: desk.now() }, "reconciliation");
  }
  return { missing: missing.length, cleared: settled.length, held: 0 };
}

async function ticketsOf(store: Store, source: string): Promise<readonly Ticket[]> {
  const tickets: Ticket[] = [];
  for (const list of ["ticket/open", "ticket/resolved"]) {
    for await (const { state } of listed(store, list)) {
      if ((state as Ticket).finding.source === source) tickets.push(state as Ticket);
    }
  }
  return tickets;
}

/** A ticket while the source is not believed, which ends when it is again. */
function tooMany(source: string, count: number, isTooMany: boolean, at: Instant): Finding {
  return {
    ...{ id: `reconciliation of ${source}`, source: "desk", rule: "reconciliation", resource: source },
    ...{ account: "", region: "", fields: {}, severity: "high", at, status: isTooMany ? "active" : "resolved" },
    title: isTooMany ? `${source} no longer reports most of what it did` : `${source} reports as usual`,
    description:
      `${String(count)} open tickets would be closed at once. They stay open: look whether ${source} still works, ` +
      "and resolve them by hand when all of it is really gone.",
  };
}
