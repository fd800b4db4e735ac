import type { Aggregate, Page, Store } from "../core/store";
import type { Ticket } from "../tickets/ticket";
import { Problem } from "./problem";

/** What tickets are looked for by. */
export interface TicketQuery {
  readonly state?: string;
  readonly severity?: string;
  readonly department?: string;
  readonly assignee?: string;
  readonly text?: string;
  readonly limit?: string;
  readonly after?: string;
}

/**
 * The tickets that a query asks for: page by page of their list, until there are enough.
 *
 * @throws Problem 422 when `after` is not what a page before said
 */
export async function findTickets(store: Store, query: TicketQuery): Promise<Page> {
  const limit = Number(query.limit ?? 50);
  const { state = "open" } = query;
  const isClosed = state === "resolved" || state === "closed";
  const found: Aggregate[] = [];
  let { after } = query;
  do {
    const page = await pageOf(store, `ticket/${isClosed ? state : "open"}`, limit - found.length, after);
    found.push(...page.aggregates.filter((aggregate) => isWanted(aggregate.state as Ticket, query)));
    after = page.next;
  } while (after !== undefined && found.length < limit);
  return { aggregates: found, next: after };
}

async function pageOf(store: Store, list: string, limit: number, after: string | undefined): Promise<Page> {
  try {
    return await store.list(list, { limit, after });
  } catch (error) {
    if (after === undefined) throw error;
    throw new Problem(422, "expected `after` to be what `next` of a page said, got something else");
  }
}

/** Whether a ticket is one of those that a query asks for. */
export function isWanted(
  ticket: Ticket,
  { state = "open", severity, department, assignee, text }: TicketQuery,
): boolean {
  return (
    (state === "open" || ticket.state === state) &&
    (severity === undefined || ticket.severity === severity) &&
    (department === undefined || ticket.department === department) &&
    (assignee === undefined || (ticket.assignee ?? "none") === assignee) &&
    (text === undefined || hasWords(ticket, text))
  );
}

function hasWords({ id, category, tags, finding }: Ticket, text: string): boolean {
  const { title, description, rule, source, account, resource } = finding;
  const all = [id, category, ...tags, title, description, rule, source, account, resource].join("\n").toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
