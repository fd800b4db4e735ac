import { severities } from "../../policies/core/rule";
import type { Caller } from "../api/context";
import { may } from "../api/sign-in";
import type { Aggregate } from "../core/store";
import type { Instant, Recorded } from "../core/decider";
import type { Settings } from "../settings/settings";
import { isOpen } from "../tickets/decide";
import { resolutions, type Ticket } from "../tickets/ticket";
import { whatNext } from "./board";
import { hidden, notDone, type Refused } from "./forms";
import { type Html, html, raw } from "./html";
import { timeline } from "./timeline";
import { momentOf, relative } from "./times";
import { capitalized, counted, doer, inWords, nameIn, severityBadge, stateChip } from "./words";

interface TicketSide {
  readonly found: Aggregate;
  readonly history: readonly Recorded<unknown>[];
  readonly settings: Settings;
  readonly caller: Caller;
  readonly token: string;
  readonly now: Instant;
  /** The command that was refused, and with what. */
  readonly refused?: Refused & { readonly command: string };
  readonly canContain: boolean;
}

export function ticketSide(side: TicketSide): Html {
  const { found, history, settings, now, refused } = side;
  const ticket = found.state as Ticket;
  const { finding } = ticket;
  const nameOf = nameIn(settings);
  return html`<div class="head ticket-head">
      <p class="crumb"><a href="/">Board</a> / ${ticket.id}</p>
      <h1>${finding.title || finding.rule}</h1>
      <div data-region="state" class="state">
        ${severityBadge(ticket.severity)} ${stateChip(ticket.state)} ${whatNext(ticket, now)}
      </div>
    </div>
    ${notDone(refused?.reason)}
    <div class="columns">
      <section aria-label="Commands" class="commands" data-region="commands">${commands(side, ticket)}</section>
      <section aria-labelledby="facts-title" class="facts card">
        <h2 id="facts-title">Details</h2>
        <div data-region="facts">${facts(ticket, nameOf, now)}</div>
      </section>
      <section aria-labelledby="timeline-title" class="card history">
        <h2 id="timeline-title">Timeline</h2>
        <div data-region="timeline">${timeline(history, nameOf, now)}</div>
      </section>
    </div>`;
}

function facts(ticket: Ticket, nameOf: (id: string) => string, now: Instant): Html {
  const { finding, deadlines, escalation, seen, acknowledged, snoozed, resolved, links, parent } = ticket;
  const fact = (name: string, value: Html | string | false | undefined) =>
    value === undefined || value === false || value === ""
      ? ""
      : html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`;
  const open = isOpen(ticket);
  return html`${finding.description !== "" && html`<p class="text">${finding.description}</p>`}
    <dl>
      ${fact("Assignee", ticket.assignee === undefined ? "Nobody" : nameOf(ticket.assignee))}
      ${fact("Department", ticket.department)}
      ${fact("Acknowledged", acknowledged && html`by ${doer(acknowledged.by, nameOf)} ${relative(acknowledged.at, now)}`)}
      ${fact("Snoozed", snoozed && html`until ${momentOf(snoozed.until)}: ${snoozed.reason}`)}
      ${fact("Resolved", resolved && html`${inWords(resolved.resolution)} by ${doer(resolved.by, nameOf)}, closes for good ${relative(resolved.closesAt, now)}`)}
      ${fact("Escalation", open && html`${escalation.exhausted ? "the last in line is told" : `level ${String(escalation.level + 1)} of ${String(escalation.policy.levels.length)} told`}, policy ${escalation.policy.name}`)}
      ${fact("Acknowledge by", open && ticket.firstAcknowledgedAt === undefined && deadline(deadlines.acknowledge.at, now))}
      ${fact("Resolve by", open && deadline(deadlines.resolve.at, now))}
      ${fact("Seen", html`${counted(seen.count, "time")}, first ${relative(seen.first, now)}, last ${relative(seen.last, now)}`)}
      ${fact("Resource", finding.resource !== "" && html`<code>${finding.resource}</code>`)}
      ${fact("Account", [finding.account, finding.region].filter((part) => part !== "").join(" · "))}
      ${fact("Rule", html`<code>${finding.rule}</code>`)}
      ${fact("Source", finding.url !== undefined && /^https?:\/\//.test(finding.url) ? html`<a href="${finding.url}" rel="noreferrer">${finding.source}</a>` : finding.source)}
      ${fact("Category", [ticket.category, ...ticket.tags].join(", "))}
      ${fact("Before", parent !== undefined && html`<a href="/tickets/${parent}">${parent}</a>`)}
      ${Object.entries(links).map(([name, { id, url }]) => fact(capitalized(name), url !== undefined && /^https?:\/\//.test(url) ? html`<a href="${url}" rel="noreferrer">${id}</a>` : id))}
    </dl>`;
}

function deadline(at: Instant, now: Instant): Html {
  return at <= now
    ? html`<span class="late">missed</span>, was ${momentOf(at)}`
    : html`${relative(at, now)}, ${momentOf(at)}`;
}

function commands(side: TicketSide, ticket: Ticket): Html {
  const { caller, settings, canContain } = side;
  if (!may(caller, "analyst")) return html`<p class="soft">You may read this. An analyst acts on it.</p>`;
  const comment = form(
    side,
    ticket,
    "comment",
    "Comment",
    "m",
    html`${area(side, "comment", "text", "Comment")}`,
    "Add comment",
  );
  if (!isOpen(ticket)) return html`<div class="panels">${comment}</div>`;
  const people = Object.entries(settings.people).map(([id, { name }]) => [id, name] as const);
  const departments = Object.keys(settings.departments).map((name) => [name, name] as const);
  return html`${simple(side, ticket, "acknowledge", ticket.state === "acknowledged" ? "Acknowledge again" : "Acknowledge", "e")}
    <div class="panels">
      ${comment}
      ${form(side, ticket, "assign", "Assign", "i", html`${select(side, "assign", "assignee", "Person", people, caller.id)}`, "Assign")}
      ${form(side, ticket, "snooze", "Snooze", "s", html`${select(side, "snooze", "minutes", "For", snoozes, "60")}${area(side, "snooze", "reason", "Why")}`, "Snooze")}
      ${form(
        side,
        ticket,
        "resolve",
        "Resolve",
        "r",
        html`${select(
          side,
          "resolve",
          "resolution",
          "As",
          resolutions.map((name) => [name, inWords(name)] as const),
          "fixed",
        )}${area(side, "resolve", "note", "What was done, or why it stays", false)}`,
        "Resolve",
      )}
      ${
        may(caller, "senior") &&
        html`${form(side, ticket, "hand-over", "Hand over", "h", html`${select(side, "hand-over", "department", "To", departments, "")}${area(side, "hand-over", "reason", "Why")}`, "Hand over")}
        ${form(
          side,
          ticket,
          "change-severity",
          "Change severity",
          "v",
          html`${select(
            side,
            "change-severity",
            "severity",
            "Severity",
            severities.map((name) => [name, capitalized(name)] as const),
            ticket.severity,
          )}${area(side, "change-severity", "reason", "Why")}`,
          "Change",
        )}`
      }
      ${may(caller, "senior") && canContain && html`<p class="panel-link"><a class="button" href="/containments/new?ticket=${ticket.id}" data-key="x">Contain what it is about…</a></p>`}
    </div>`;
}

const snoozes = [
  ["15", "15 minutes"],
  ["60", "1 hour"],
  ["240", "4 hours"],
  ["1440", "1 day"],
  ["4320", "3 days"],
  ["10080", "7 days"],
] as const;

function simple({ token }: TicketSide, { id }: Ticket, command: string, name: string, key: string): Html {
  return html`<form method="post" action="/tickets/${id}/${command}" class="simple">
    ${hidden({ token })}<button class="primary" data-key="${key}">${name}</button>
  </form>`;
}

function form(
  side: TicketSide,
  { id }: Ticket,
  command: string,
  name: string,
  key: string,
  fields: Html,
  button: string,
): Html {
  const isRefused = side.refused?.command === command;
  return html`<details name="command" id="do-${command}" ${isRefused ? raw(" open") : ""}>
    <summary data-key="${key}">${name}</summary>
    <form method="post" action="/tickets/${id}/${command}">
      ${hidden({ token: side.token })}${fields}<button>${button}</button>
    </form>
  </details>`;
}

function given({ refused }: TicketSide, command: string, name: string): string | undefined {
  return refused?.command === command ? refused.given[name] : undefined;
}

function area(side: TicketSide, command: string, name: string, label: string, isRequired = true): Html {
  return html`<label
    >${label}<textarea
      name="${name}"
      rows="3"
      maxlength="${name === "text" ? "10000" : "2000"}"
      ${isRequired ? raw(" required") : ""}
    >
${given(side, command, name)}</textarea>
  </label>`;
}

function select(
  side: TicketSide,
  command: string,
  name: string,
  label: string,
  options: readonly (readonly [value: string, name: string])[],
  chosen: string,
): Html {
  const current = given(side, command, name) ?? chosen;
  return html`<label
    >${label}<select name="${name}">
      ${options.map(([value, text]) => html`<option value="${value}" ${value === current ? raw(" selected") : ""}>${text}</option>`)}
    </select></label
  >`;
}
