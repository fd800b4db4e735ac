import type { Instant, Recorded } from "../core/decider";
import type { TicketEvent } from "../tickets/ticket";
import { type Html, html } from "./html";
import { momentOf, relative } from "./times";
import { doer } from "./words";

interface Run {
  /** The last of them. */
  readonly recorded: Recorded<TicketEvent>;
  readonly count: number;
  readonly since: Instant;
}

/** What happened to a ticket, the newest first. The same again and again is one entry. */
export function timeline(history: readonly Recorded<unknown>[], nameOf: (id: string) => string, now: Instant): Html {
  const runs = runsOf(history as readonly Recorded<TicketEvent>[]).reverse();
  return html`<ol class="timeline">
    ${runs.map(({ recorded: { version, at, by, event }, count, since }) => {
      const often =
        count > 1 && html` <span class="soft">${String(count)} times since ${momentOf(since)}, last:</span>`;
      return html`<li id="event-${String(version)}" class="${kindOf(event)}">
        <div class="said">${sentence(event, nameOf)}${often}</div>
        <div class="soft">${doer(by, nameOf)} · ${relative(at, now)} · ${momentOf(at)}</div>
      </li>`;
    })}
  </ol>`;
}

/** The catch-all is told every hour, and some sources report every day. */
function runsOf(history: readonly Recorded<TicketEvent>[]): Run[] {
  const runs: Run[] = [];
  for (const recorded of history) {
    const last = runs.at(-1);
    if (last && isSame(last.recorded.event, recorded.event)) {
      runs[runs.length - 1] = { recorded, count: last.count + 1, since: last.since };
    } else runs.push({ recorded, count: 1, since: recorded.at });
  }
  return runs;
}

function isSame(a: TicketEvent, b: TicketEvent): boolean {
  if (a.type === "TicketRepeated") return b.type === "TicketRepeated";
  return a.type === "TicketEscalated" && a.exhausted && b.type === "TicketEscalated" && b.exhausted;
}

/** How a thing is marked: what went wrong, what was told, what people did, and the rest. */
function kindOf({ type }: TicketEvent): string {
  switch (type) {
    case "NotificationFailed":
    case "TicketDeadlineMissed":
      return "bad";
    case "TicketEscalated":
    case "TicketAcknowledgementExpired":
    case "TicketWoke":
    case "TicketReopened":
      return "told";
    case "TicketResolved":
    case "TicketClosed":
      return "good";
    case "TicketCommented":
      return "comment";
    default:
      return "other";
  }
}

function sentence(event: TicketEvent, nameOf: (id: string) => string): Html {
  switch (event.type) {
    case "TicketOpened":
      return html`<b>Opened</b> as ${event.ticket.severity} for ${event.ticket.department}`;
    case "TicketRepeated":
      return html`<b>Reported again</b>, ${String(event.count)} times so far`;
    case "TicketReopened":
      return html`<b>Opened again</b>: the same was found again`;
    case "TicketEscalated":
      return html`<b>${event.exhausted ? "Told the last in line" : `Told level ${String(event.level + 1)}`}</b>:
        ${targets(event.targets, nameOf)}${event.loop > 0 && !event.exhausted && `, round ${String(event.loop + 1)}`}`;
    case "TicketAcknowledged":
      return html`<b>Acknowledged</b>${event.until !== undefined && html` until ${momentOf(event.until)}`}`;
    case "TicketAcknowledgementExpired":
      return html`<b>Acknowledgement over</b>: it escalates again`;
    case "TicketSnoozed":
      return html`<b>Snoozed</b> until ${momentOf(event.until)}: ${event.reason}`;
    case "TicketWoke":
      return html`<b>Awake again</b>`;
    case "TicketAssigned":
      return html`<b>Assigned</b> to ${nameOf(event.assignee)}`;
    case "TicketHandedOver":
      return html`<b>Handed over</b> to
        ${event.department}${event.assignee !== undefined && ` (${nameOf(event.assignee)})`}: ${event.reason}`;
    case "TicketSeverityChanged":
      return html`<b>Severity ${event.severity}</b>: ${event.reason}`;
    case "TicketCommented":
      return html`<p class="text">${event.text}</p>`;
    case "TicketLinked":
      return html`<b>Linked</b> to ${event.connector} ${event.id}`;
    case "TicketDeadlineMissed":
      return html`<b>Deadline missed</b>: the time to ${event.deadline} is over`;
    case "TicketResolved":
      return html`<b>Resolved</b>: ${event.resolution.replaceAll("-", " ")}${event.note !== "" && ` — ${event.note}`}`;
    case "TicketClosed":
      return html`<b>Closed</b> for good`;
    case "NotificationFailed":
      return html`<b>Could not be told</b>: ${targets([event.target], nameOf)} (${event.error})`;
  }
}

function targets(names: readonly string[], nameOf: (id: string) => string): string {
  return names
    .map((target) => (target.startsWith("person:") ? nameOf(target.slice(7)) : target.replace(":", " ")))
    .join(", ");
}
