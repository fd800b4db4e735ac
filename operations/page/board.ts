import { type Severity, severities } from "../../policies/core/rule";
import type { Instant } from "../core/decider";
import type { Store } from "../core/store";
import type { Settings } from "../settings/settings";
import { isWanted, listOf, type TicketQuery } from "../api/ticket-list";
import { isOpen } from "../tickets/decide";
import type { Ticket } from "../tickets/ticket";
import { type Html, html, raw } from "./html";
import { age, relative } from "./times";
import { capitalized, counted, nameIn, severityBadge, stateChip, stateNames } from "./words";

/** How many tickets are looked at: beyond, a list is no longer read but searched. */
const mostTickets = 5000;
const perSide = 100;

export interface Board {
  /** All of the list, whether they are asked for or not. */
  readonly all: readonly Ticket[];
  /** Those that are asked for: by severity, and of each those that wait for somebody and have waited longest first. */
  readonly wanted: readonly Ticket[];
  /** Whether there are more than were looked at. */
  readonly more: boolean;
}

export async function readBoard(store: Store, query: TicketQuery): Promise<Board> {
  const list = listOf(query);
  const { aggregates, next } = await store.list(list, { limit: mostTickets });
  const all = aggregates.map(({ state }) => state as Ticket);
  const wanted = all.filter((ticket) => isWanted(ticket, query));
  return { all, wanted: list === "ticket/open" ? wanted.sort(byUrgency) : wanted, more: next !== undefined };
}

function byUrgency(a: Ticket, b: Ticket): number {
  const ranks = ({ severity, state }: Ticket) => [severities.indexOf(severity), state === "triggered" ? 0 : 1] as const;
  const [severityA, stateA] = ranks(a);
  const [severityB, stateB] = ranks(b);
  return severityA - severityB || stateA - stateB || (a.openedAt < b.openedAt ? -1 : 1);
}

/** The side that the desk begins with. */
export function boardSide(board: Board, query: TicketQuery, settings: Settings, now: Instant, side = 1): Html {
  const { all, wanted, more } = board;
  const shown = wanted.slice((side - 1) * perSide, side * perSide);
  return html`<div class="head">
      <h1>
        ${query.state === "resolved" || query.state === "closed" ? `${capitalized(query.state)} tickets` : "Open tickets"}
      </h1>
    </div>
    <section data-region="tiles" aria-label="Counts">${tiles(all, query, now)}</section>
    ${filters(query, settings, all)}
    <section data-region="tickets" aria-label="Tickets">
      <p class="soft result">
        ${counted(wanted.length, "ticket")}${more ? ` among the first ${String(mostTickets)}` : ""}
      </p>
      ${wanted.length === 0 ? nothing(all.length) : severities.map((severity) => group(severity, shown, settings, now))}
      ${pages(wanted.length, side, query)}
    </section>`;
}

function tiles(all: readonly Ticket[], query: TicketQuery, now: Instant): Html {
  const waiting = all.filter(({ state }) => state === "triggered").length;
  const late = all.filter((ticket) => isLate(ticket, now)).length;
  const tile = (name: string, count: number, href: string, kind: string, isCurrent: boolean) =>
    html`<li>
      <a
        class="tile ${kind}${count === 0 ? " zero" : ""}"
        href="${href}"
        ${isCurrent ? raw(' aria-current="true"') : ""}
        id="tile-${kind}"
        ><b>${String(count)}</b> <span>${name}</span></a
      >
    </li>`;
  return html`<ul class="tiles">
    ${severities.map((severity) => {
      const count = all.filter((ticket) => ticket.severity === severity).length;
      const isCurrent = query.severity === severity;
      const href = hrefOf({ ...query, severity: isCurrent ? undefined : severity });
      return tile(capitalized(severity), count, href, severity, isCurrent);
    })}
    ${tile("Unacknowledged", waiting, hrefOf({ ...query, state: query.state === "triggered" ? undefined : "triggered" }), "waiting", query.state === "triggered")}
    <li>
      <div class="tile late${late === 0 ? " zero" : ""}"><b>${String(late)}</b> <span>Past a deadline</span></div>
    </li>
  </ul>`;
}

function isLate(ticket: Ticket, now: Instant): boolean {
  const { deadlines, firstAcknowledgedAt } = ticket;
  const isUntaken = firstAcknowledgedAt === undefined && deadlines.acknowledge.at <= now;
  return isOpen(ticket) && (deadlines.resolve.at <= now || isUntaken);
}

function filters(query: TicketQuery, settings: Settings, all: readonly Ticket[]): Html {
  const option = (value: string, name: string, chosen: string | undefined) =>
    html`<option value="${value}" ${(chosen ?? "") === value ? raw(" selected") : ""}>${name}</option>`;
  const people = [...new Set([...Object.keys(settings.people), ...all.flatMap(({ assignee }) => assignee ?? [])])];
  return html`<form class="filters" method="get" action="/" role="search">
    <label class="search"
      ><span class="unseen">Search tickets</span
      ><input
        type="search"
        name="text"
        value="${query.text}"
        placeholder="Search title, resource, rule, id"
        id="search"
    /></label>
    <label
      >State
      <select name="state">
        ${option("", "Open", query.state)}${Object.entries(stateNames).map(([state, name]) => option(state, name, query.state))}
      </select></label
    >
    <label
      >Severity
      <select name="severity">
        ${option("", "All", query.severity)}${severities.map((severity) => option(severity, capitalized(severity), query.severity))}
      </select></label
    >
    <label
      >Department
      <select name="department">
        ${option("", "All", query.department)}${Object.keys(settings.departments).map((name) => option(name, name, query.department))}
      </select></label
    >
    <label
      >Assignee
      <select name="assignee">
        ${option("", "Anybody", query.assignee)}${option("none", "Nobody", query.assignee)}${people.map((id) => option(id, nameIn(settings)(id), query.assignee))}
      </select></label
    >
    <button>Show</button> <a class="reset" href="/">Reset</a>
  </form>`;
}

function nothing(all: number): Html {
  return all === 0
    ? html`<div class="empty">
        <p><b>No tickets here.</b></p>
        <p>Findings become tickets as soon as a source reports them.</p>
      </div>`
    : html`<div class="empty">
        <p><b>No ticket is like this.</b></p>
        <p><a href="/">Show all ${counted(all, "ticket")}</a></p>
      </div>`;
}

function group(severity: Severity, shown: readonly Ticket[], settings: Settings, now: Instant): Html | "" {
  const tickets = shown.filter((ticket) => ticket.severity === severity);
  if (tickets.length === 0) return "";
  return html`<h2 class="group" id="group-${severity}">
      ${severityBadge(severity)} <span class="soft">${String(tickets.length)}</span>
    </h2>
    <ul class="tickets" aria-labelledby="group-${severity}">
      ${tickets.map((ticket) => row(ticket, settings, now))}
    </ul>`;
}

function row(ticket: Ticket, settings: Settings, now: Instant): Html {
  const { id, severity, state, finding, department, assignee, seen, openedAt } = ticket;
  return html`<li class="ticket ${severity}" id="row-${id}">
    <a class="title" href="/tickets/${id}" id="open-${id}">${finding.title || finding.rule}</a>
    <div class="what"><span class="id">${id}</span> ${resourceName(finding)}</div>
    <div class="how">${stateChip(state)} ${whatNext(ticket, now)}</div>
    <div class="who">
      ${assignee === undefined ? html`<span class="soft">Nobody</span>` : nameIn(settings)(assignee)}
      <span class="soft">${department}</span>
    </div>
    <div class="when">
      ${age(openedAt, now)}${seen.count > 1 && html` <span class="soft">seen ${String(seen.count)} times</span>`}
    </div>
  </li>`;
}

/** The part of an ARN that tells things apart, and the account: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function resourceName({ resource, account, source }: Ticket["finding"]): Html {
  const [, , service = "", , , ...name] = resource.startsWith("arn:") ? resource.split(":") : [];
  const short = name.length > 0 ? `${service} ${name.join(":")}` : resource || source;
  return html`<span class="resource" title="${resource}">${short}</span
    >${account !== "" && html` <span class="id">${account}</span>`}`;
}

/** What the clock will do next, or that it is late: what decides whom to look at first. */
export function whatNext(ticket: Ticket, now: Instant): Html | "" {
  const { state, escalation, snoozed, acknowledged } = ticket;
  const late = isLate(ticket, now) && html`<span class="late">past its deadline</span> `;
  if (state === "triggered" && escalation.dueAt !== undefined) {
    const next = escalation.exhausted ? "told again" : escalation.level < 0 ? "first told" : "escalates";
    return html`${late}<span class="soft">${next} ${relative(escalation.dueAt, now)}</span>`;
  }
  if (state === "snoozed" && snoozed)
    return html`${late}<span class="soft">wakes ${relative(snoozed.until, now)}</span>`;
  if (state === "acknowledged" && acknowledged?.until !== undefined) {
    return html`${late}<span class="soft">asks again ${relative(acknowledged.until, now)}</span>`;
  }
  return late || "";
}

function pages(count: number, side: number, query: TicketQuery): Html | "" {
  const sides = Math.ceil(count / perSide);
  if (sides < 2) return "";
  const href = (to: number) => `${hrefOf(query)}${hrefOf(query).includes("?") ? "&" : "?"}side=${String(to)}`;
  return html`<nav class="pages" aria-label="Further tickets">
    ${side > 1 && html`<a href="${href(side - 1)}" rel="prev">Before</a>`}
    <span>${String(side)} of ${String(sides)}</span>
    ${side < sides && html`<a href="${href(side + 1)}" rel="next">Further</a>`}
  </nav>`;
}

function hrefOf(query: TicketQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== "") parameters.set(name, value);
  const text = parameters.toString();
  return text === "" ? "/" : `/?${text}`;
}
