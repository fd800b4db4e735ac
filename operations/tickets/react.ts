import { connectorTypes } from "../connectors/catalogue";
import type { Message, Purpose } from "../connectors/delivery";
import { eventId, type Instant, type Recorded } from "../core/decider";
import type { AnyIntent } from "../core/intent";
import type { Target } from "../escalation/policy";
import { matches } from "../findings/condition";
import type { Address, ConnectorSettings, Settings } from "../settings/settings";
import { addressesOf } from "./audience";
import { replyOf, textOf, titleOf } from "./text";
import type { Ticket, TicketEvent } from "./ticket";

/** What follows from what happened to a ticket: whom to tell, and which other systems keep a copy. */
export function afterTicketEvent(
  recorded: Recorded<TicketEvent>,
  ticket: Ticket,
  settings: Settings,
  now: Instant,
): readonly AnyIntent[] {
  const { event } = recorded;
  const page = settings.url === undefined ? undefined : `${settings.url.replace(/\/$/, "")}/tickets/${ticket.id}`;
  const tell = (purpose: Purpose, target: Target, addresses: readonly Address[], text?: string) =>
    delivery(
      recorded,
      ticket,
      { purpose, target, url: page, text: text ?? textOf(event, ticket, now, page) },
      addresses,
    );
  const notices = targetsOf(event, ticket).map((target) => tell("notice", target, addressesOf(target, settings, now)));
  const records = Object.entries(settings.connectors)
    .filter(([, connector]) => keeps(connector, event, ticket))
    .map(([connector]) => tell("record", `channel:${connector}`, [{ connector, to: "" }]));
  const reply = replyTo(event, ticket, settings).map((address) =>
    tell("record", "reporter", [address], replyOf(event, ticket)),
  );
  return [...notices, ...reply, ...records];
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

/** What people who read a tracker have no use for: the source says it again, or it is about telling. */
const onlyForMachines: readonly TicketEvent["type"][] = ["TicketRepeated", "TicketLinked", "NotificationFailed"];

function keeps({ type, keeps = false, when }: ConnectorSettings, event: TicketEvent, ticket: Ticket): boolean {
  // A record of a record that failed may fail as well, and so on for ever.
  if (!keeps || (event.type === "NotificationFailed" && event.purpose === "record")) return false;
  if (onlyForMachines.includes(event.type) && connectorTypes[type]?.hears !== "every event") return false;
  return !when || matches(when, ticket.finding, ticket.severity);
}

/** Where the one who reported it is told: by mail, when it came by mail. */
function replyTo(event: TicketEvent, { finding }: Ticket, { connectors }: Settings): readonly Address[] {
  if (event.type !== "TicketOpened" && event.type !== "TicketResolved") return [];
  const mail = Object.entries(connectors).find(([, { type }]) => type === "smtp" || type === "ses")?.[0];
  return mail === undefined || finding.reporter === undefined ? [] : [{ connector: mail, to: finding.reporter }];
}

function delivery(
  recorded: Recorded<TicketEvent>,
  ticket: Ticket,
  told: { readonly purpose: Purpose; readonly target: Target; readonly text: string; readonly url?: string },
  addresses: readonly Address[],
): AnyIntent {
  const event = eventId(recorded);
  const message: Message = {
    ...{ purpose: told.purpose, subject: recorded.stream, event, about: recorded.event.type, at: recorded.at },
    ...{ target: told.target, title: titleOf(ticket), text: told.text },
    ...{ severity: ticket.severity, url: told.url ?? ticket.finding.url, state: ticket },
  };
  const id = `${event.replace("/", ":")}:${told.target}`;
  return {
    kind: "delivery",
    id,
    command: { type: "queue", message, addresses },
    by: "desk",
    commandId: `queue ${id}`,
  };
}
