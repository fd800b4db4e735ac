import type { Page, Store } from "../core/store";
import type { Ticket } from "../tickets/ticket";
import { pageOfWanted } from "./paging";

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
export function findTickets(store: Store, query: TicketQuery): Promise<Page> {
  const part = { limit: Number(query.limit ?? 50), after: query.after };
  return pageOfWanted(store, listOf(query), part, ({ state }) => isWanted(state as Ticket, query));
}

/** The list that holds what a query asks for: those that are over have one for each state. */
export function listOf({ state = "open" }: TicketQuery): string {
  return `ticket/${state === "resolved" || state === "closed" ? state : "open"}`;
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
