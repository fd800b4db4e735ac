import type { Message, Purpose } from "../connectors/delivery";
import { eventId, type Instant, type Recorded } from "../core/decider";
import type { AnyIntent } from "../core/intent";
import type { Target } from "../escalation/policy";
import { matches } from "../findings/condition";
import type { Address, Settings } from "../settings/settings";
import { addressesOf } from "./audience";
import type { Ticket, TicketEvent } from "./ticket";

/** What follows from what happened to a ticket: whom to tell, and which other systems keep a copy. */
export function afterTicketEvent(
  recorded: Recorded<TicketEvent>,
  ticket: Ticket,
  settings: Settings,
  now: Instant,
): readonly AnyIntent[] {
  const { event } = recorded;
  const notices = targetsOf(event, ticket).map((target) =>
    delivery(recorded, ticket, "notice", target, addressesOf(target, settings, now)),
  );
  const { reporter } = ticket.finding;
  const mail = Object.entries(settings.connectors).find(([, { type }]) => type === "smtp" || type === "ses")?.[0];
  if (
    reporter !== undefined &&
    mail !== undefined &&
    (event.type === "TicketOpened" || event.type === "TicketResolved")
  ) {
    notices.push(delivery(recorded, ticket, "record", "reporter", [{ connector: mail, to: reporter }]));
  }
  const records = Object.entries(settings.connectors)
    .filter(
      ([, { keeps = false, when }]) => keeps === true && (!when || matches(when, ticket.finding, ticket.severity)),
    )
    .map(([connector]) => delivery(recorded, ticket, "record", `channel:${connector}`, [{ connector, to: "" }]));
  return [...notices, ...records];
}

function targetsOf(event: TicketEvent, ticket: Ticket): readonly Target[] {
  switch (event.type) {
    case "TicketEscalated":
      return event.targets;
    case "TicketDeadlineMissed":
      return [`department:${ticket.department}`];
    case "TicketAssigned":
      return [`person:${event.assignee}`];
    default:
      return [];
  }
}

function delivery(
  recorded: Recorded<TicketEvent>,
  ticket: Ticket,
  purpose: Purpose,
  target: Target,
  addresses: readonly Address[],
): AnyIntent {
  const event = eventId(recorded);
  const message: Message = {
    ...{ purpose, subject: recorded.stream, event, about: recorded.event.type, target },
    ...{ title: `${ticket.id} ${ticket.finding.title}`, text: textOf(recorded.event, ticket) },
    ...{ severity: ticket.severity, url: ticket.finding.url, state: ticket },
  };
  const id = `${event.replace("/", ":")}:${target}`;
  return {
    kind: "delivery",
    id,
    command: { type: "queue", message, addresses } as AnyIntent["command"],
    by: "desk",
    commandId: `queue ${id}`,
  };
}

function textOf(event: TicketEvent, { severity, department, finding, seen }: Ticket): string {
  const what = `${finding.resource || finding.account || finding.source}: ${finding.description || finding.title}`;
  const times = seen.count > 1 ? `, seen ${String(seen.count)} times` : "";
  return `${sentenceOf(event)} ${severity} severity, ${department}${times}. ${what}`;
}

function sentenceOf(event: TicketEvent): string {
  switch (event.type) {
    case "TicketEscalated":
      if (event.exhausted) return "Still nobody has acknowledged this ticket: you are the last to be told.";
      return event.level === 0 && event.loop === 0
        ? "A ticket waits to be acknowledged."
        : `Nobody has acknowledged this ticket yet: level ${String(event.level + 1)}.`;
    case "TicketDeadlineMissed":
      return `The time to ${event.deadline} this ticket is over.`;
    case "TicketAssigned":
      return "This ticket is yours now.";
    case "TicketOpened":
      return "Your report has become a ticket.";
    case "TicketResolved":
      return `The ticket is resolved: ${event.resolution}. ${event.note}`.trim();
    default:
      return `${event.type}.`;
  }
}
