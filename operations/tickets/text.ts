import type { Instant } from "../core/decider";
import { shortened } from "../findings/shortened";
import type { Ticket, TicketEvent } from "./ticket";

/** The title of a message: how bad, what, and which ticket, because a telephone shows no more than its beginning. */
export function titleOf({ id, severity, finding }: Ticket): string {
  return `${capitalised(severity)}: ${oneLine(finding.title, 200)} (${id})`;
}

/**
 * What somebody who is woken has to know, a line for each thing: why it comes, what, where, how bad, since when, and what to
 * do next. Texts of the source stand in one line each, so that none can pass for a line of ours.
 */
export function textOf(event: TicketEvent, ticket: Ticket, now: Instant, page: string | undefined): string {
  const { id, finding, severity, department, assignee, category, seen } = ticket;
  const { title, description, resource, account, region, source, rule, url } = finding;
  const times = seen.count > 1 ? `, seen ${String(seen.count)} times, last ${moment(seen.last, now)}` : "";
  const place = [resource, account && `account ${account}`, region].filter((part) => part !== "");
  return lines(
    sentenceOf(event, ticket),
    `What: ${oneLine(title, 200)}${description && description !== title ? `. ${oneLine(description, 600)}` : ""}`,
    `Where: ${oneLine(place.join(", ") || source, 300)}`,
    `How bad: ${severity}, ${category}`,
    `Since: ${moment(seen.first, now)}${times}`,
    `Who: ${department}${assignee === undefined ? ", nobody has taken it" : `, ${assignee}`}`,
    `Found by: ${oneLine(`${source} ${rule}`, 200)}${url === undefined ? "" : ` ${oneLine(url, 500)}`}`,
    nextOf(event, ticket, now),
    page === undefined ? undefined : `Ticket ${id}: ${page}`,
  );
}

/** What the one who reported it is told: nothing of who is woken, or of what others wrote. */
export function replyOf(event: TicketEvent, { id, finding, severity, resolved }: Ticket): string {
  const subject = `Your report: ${oneLine(finding.title, 200)}`;
  if (event.type !== "TicketResolved") {
    return lines(
      `Thank you. Your report has become ticket ${id}, of ${severity} severity. You hear from us when it is done.`,
      subject,
    );
  }
  return lines(`Ticket ${id} is done: ${(resolved?.resolution ?? event.resolution).replaceAll("-", " ")}.`, subject);
}

/** Why the message comes. */
function sentenceOf(event: TicketEvent, ticket: Ticket): string {
  switch (event.type) {
    case "TicketOpened":
      return "A new ticket.";
    case "TicketEscalated":
      if (event.exhausted) return "Nobody has acknowledged this ticket, and everybody else was told: it is up to you.";
      return event.level === 0 && event.loop === 0
        ? "A ticket waits for you to acknowledge it."
        : `Nobody has acknowledged this ticket yet: you are level ${String(event.level + 1)}${again(event.loop)}.`;
    case "TicketDeadlineMissed":
      return `This ticket should have been ${event.deadline === "resolve" ? "resolved" : "acknowledged"} by ${
        ticket.deadlines[event.deadline].at
      }.`;
    case "TicketAssigned":
      return "This ticket is yours now.";
    case "TicketAcknowledged":
      return `${ticket.acknowledged ? nameOf(ticket.acknowledged.by) : "Somebody"} has acknowledged it.`;
    case "TicketAcknowledgementExpired":
      return "It was acknowledged, but is not done in time: it escalates again.";
    case "TicketSnoozed":
      return `It is put off until ${event.until}: ${oneLine(event.reason, 300)}`;
    case "TicketWoke":
      return "The time for which it was put off is over.";
    case "TicketReopened":
      return "It was resolved, but has been found again.";
    case "TicketRepeated":
      return "It has been found again.";
    case "TicketHandedOver":
      return `It is handed over to ${event.department}: ${oneLine(event.reason, 300)}`;
    case "TicketSeverityChanged":
      return `It is of ${event.severity} severity now: ${oneLine(event.reason, 300)}`;
    case "TicketCommented":
      return `A comment: ${oneLine(event.text, 1000)}`;
    case "TicketLinked":
      return `${event.connector} keeps it as ${event.id}.`;
    case "TicketResolved":
      return `It is resolved (${event.resolution.replaceAll("-", " ")})${event.note && `: ${oneLine(event.note, 1000)}`}`;
    case "TicketClosed":
      return "It is closed.";
    case "NotificationFailed":
      return `${event.target || "Somebody"} could not be told: ${oneLine(event.error, 300)}`;
  }
}

/** What to do next, where something is to be done. */
function nextOf(event: TicketEvent, { id, state, escalation, deadlines }: Ticket, now: Instant): string | undefined {
  const acknowledge = `Next: acknowledge it (guardrails ticket ack ${id})`;
  switch (event.type) {
    case "TicketEscalated": {
      const then = event.exhausted ? "you are told again" : "the next level is told";
      return `${acknowledge}. Otherwise ${then} ${moment(event.dueAt, now)}.`;
    }
    case "TicketAssigned":
    case "TicketDeadlineMissed":
      return state === "triggered"
        ? `${acknowledge}${escalation.dueAt === undefined ? "" : `. Otherwise it escalates ${moment(escalation.dueAt, now)}`}.`
        : `Next: resolve it by ${deadlines.resolve.at}, or say in a comment what it waits for.`;
    default:
      return undefined;
  }
}

/** In UTC and from now: whoever is woken need not reckon with zones. */
function moment(at: Instant, now: Instant): string {
  const minutes = Math.round((Date.parse(at) - Date.parse(now)) / 60_000);
  const utc = `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
  if (minutes === 0) return `${utc} (now)`;
  return minutes > 0 ? `${utc} (in ${span(minutes)})` : `${utc} (${span(-minutes)} ago)`;
}

function span(minutes: number): string {
  const [count, unit] =
    minutes < 120
      ? [minutes, "minute"]
      : minutes < 48 * 60
        ? [Math.round(minutes / 60), "hour"]
        : [Math.round(minutes / 1440), "day"];
  return `${String(count)} ${unit}${count === 1 ? "" : "s"}`;
}

const again = (loop: number) =>
  loop === 0 ? "" : `, for the ${["second", "third"][loop - 1] ?? `${String(loop + 1)}th`} time`;
const capitalised = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const nameOf = (by: string) => by.slice(by.indexOf(":") + 1);
const lines = (...all: readonly (string | undefined)[]) => all.filter((line) => line !== undefined).join("\n");

function oneLine(text: string, length: number): string {
  const line = text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ").trim();
  return shortened(line, length);
}
