import type { Message } from "./delivery";
import { subjectId } from "./subject";
import type { Ticket } from "../tickets/ticket";

/** https://schema.ocsf.io/1.3.0/classes/incident_finding */
const schemaVersion = "1.3.0";

const severities: Readonly<Record<string, readonly [id: number, name: string]>> = {
  low: [2, "Low"],
  medium: [3, "Medium"],
  high: [4, "High"],
  critical: [5, "Critical"],
};

const statuses: Readonly<Record<Ticket["state"], readonly [id: number, name: string]>> = {
  triggered: [1, "New"],
  acknowledged: [2, "In Progress"],
  snoozed: [3, "On Hold"],
  resolved: [4, "Resolved"],
  closed: [5, "Closed"],
};

/** What somebody found out, where a resolution says it. */
const verdicts: Readonly<Record<string, readonly [id: number, name: string]>> = {
  "false-positive": [1, "False Positive"],
  fixed: [2, "True Positive"],
  "fixed-at-source": [2, "True Positive"],
  "accepted-risk": [3, "Disregard"],
  "not-applicable": [3, "Disregard"],
  duplicate: [10, "Duplicate"],
  test: [6, "Test"],
};

/** The event as an Incident Finding of OCSF, about the ticket as it was then. */
export function incidentFinding(message: Message): object {
  const ticket = message.state as Ticket;
  const [activityId, activity] = activityOf(message.about);
  const [severityId, severity] = severities[message.severity] ?? [0, "Unknown"];
  const [statusId, status] = statuses[ticket.state];
  const verdict = verdicts[ticket.resolved?.resolution ?? ""];
  return {
    ...{ activity_id: activityId, activity_name: activity, category_uid: 2, category_name: "Findings" },
    ...{ class_uid: 2005, class_name: "Incident Finding" },
    ...{ type_uid: 200_500 + activityId, type_name: `Incident Finding: ${activity}` },
    ...{ time: Date.parse(message.at), severity_id: severityId, severity, status_id: statusId, status },
    ...{ message: message.title, desc: message.text, ...(message.url !== undefined && { src_url: message.url }) },
    ...{
      start_time: Date.parse(ticket.openedAt),
      ...(ticket.resolved && { end_time: Date.parse(ticket.resolved.at) }),
    },
    ...(verdict && { verdict_id: verdict[0], verdict: verdict[1] }),
    ...(ticket.assignee !== undefined && { assignee: { uid: ticket.assignee, name: ticket.assignee } }),
    assignee_group: { name: ticket.department },
    metadata: {
      ...{ version: schemaVersion, profiles: ["cloud", "incident"], uid: message.event, event_code: message.about },
      ...{ correlation_uid: subjectId(message), labels: [...ticket.tags] },
      product: { name: "pulumi-guardrails", vendor_name: "pulumi-guardrails" },
    },
    cloud: cloudOf(ticket),
    finding_info_list: [findingInfoOf(ticket)],
    unmapped: { category: ticket.category, resource: ticket.finding.resource, ticket_state: ticket.state },
  };
}

function activityOf(about: string): readonly [id: number, name: string] {
  if (about === "TicketOpened") return [1, "Create"];
  return about === "TicketResolved" || about === "TicketClosed" ? [3, "Close"] : [2, "Update"];
}

function cloudOf({ finding: { account, region } }: Ticket): object {
  return {
    provider: "AWS",
    ...(account !== "" && { account: { uid: account, type: "AWS Account", type_id: 10 } }),
    ...(region !== "" && { region }),
  };
}

function findingInfoOf({ finding, seen }: Ticket): object {
  const { id, title, description, source, rule, url } = finding;
  return {
    ...{ uid: id, title, desc: description, ...(url !== undefined && { src_url: url }) },
    ...{ first_seen_time: Date.parse(seen.first), last_seen_time: Date.parse(seen.last) },
    analytic: { uid: rule, name: rule, type: "Rule", type_id: 1 },
    data_sources: [source],
  };
}
