import { shortened } from "../findings/shortened";
import type { Connector, ConnectorContext } from "./connector";
import type { Message } from "./delivery";
import { baseOf, call } from "./http";
import { subjectId, ticketOf } from "./subject";

const severities: Readonly<Record<string, string>> = {
  critical: "critical",
  high: "error",
  medium: "warning",
  low: "info",
};

/** Of what a record tells, what changes an incident. */
const changes = [
  ...["TicketOpened", "TicketReopened", "TicketAcknowledged", "TicketAcknowledgementExpired", "TicketSnoozed"],
  ...["TicketWoke", "TicketHandedOver", "TicketSeverityChanged", "TicketResolved", "TicketClosed"],
];

/**
 * PagerDuty's Events API v2. The incident's key is the ticket's: a repeat joins the incident that is open, and to
 * acknowledge or resolve again changes nothing. A notice triggers; a record makes the incident what the ticket is now, so
 * that a late one opens none that nobody would resolve.
 *
 * https://developer.pagerduty.com/docs/send-alert-event
 */
export function pagerduty({ settings, secret, fetch }: ConnectorContext): Connector {
  const { routingKey = "", endpoint = "https://events.pagerduty.com" } = settings as {
    readonly routingKey?: string;
    readonly endpoint?: string;
  };
  return {
    async send(message, to) {
      if (message.purpose === "record" && !changes.includes(message.about)) return undefined;
      const action = actionFor(message);
      await call(fetch, {
        ...{ system: "PagerDuty", method: "POST", url: `${baseOf(endpoint)}/v2/enqueue` },
        json: {
          routing_key: secret(to || routingKey),
          event_action: action,
          dedup_key: ticketOf(message)?.key ?? message.subject,
          ...(action === "trigger" ? triggerOf(message) : {}),
        },
      });
      return undefined;
    },
  };
}

function actionFor(message: Message): "trigger" | "acknowledge" | "resolve" {
  switch (ticketOf(message)?.state) {
    case "resolved":
    case "closed":
      return "resolve";
    case "acknowledged":
    case "snoozed":
      return message.purpose === "notice" ? "trigger" : "acknowledge";
    default:
      return "trigger";
  }
}

function triggerOf(message: Message): object {
  const { title, text, severity, event, url } = message;
  const ticket = ticketOf(message);
  const { source, rule, account, region, resource } = ticket?.finding ?? {};
  return {
    client: "guardrails",
    client_url: url,
    links: url === undefined ? [] : [{ href: url, text: subjectId(message) }],
    payload: {
      summary: shortened(title, 1024),
      source: shortened(resource || account || source || message.subject, 255),
      severity: severities[severity] ?? "error",
      timestamp: ticket?.openedAt,
      ...{ component: source, group: ticket?.department, class: rule },
      custom_details: { text, event, account, region, resource, tags: ticket?.tags },
    },
  };
}
