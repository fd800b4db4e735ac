import { severities } from "../../policies/core/rule";
import { roles } from "../settings/settings";
import { resolutions } from "../tickets/ticket";
import { accessSchemas } from "./access-schemas";
import { count, instant, line, list, object, ref, type Schema, text } from "./schema";

export type { Schema };

const severity: Schema = { enum: severities };
const reason: Schema = { ...line(2000), description: "Why: read by whoever looks at the ticket later." };
const person: Schema = ref("Person");
const target: Schema = { type: "string", minLength: 1, maxLength: 1100 };
const deadline = object({ at: instant, missed: { type: "boolean" } });

const number: Schema = { type: "number", minimum: 0 };
const times = object({
  ...{ count, "mean?": number, "median?": number, "p90?": number, "p95?": number, "longest?": number },
});
const kept = object({ due: count, missed: count });
const bySeverity = (schema: Schema) => object(Object.fromEntries(severities.map((name) => [name, schema])));
const teamFigures = {
  ...{ acknowledge: times, resolve: times, deadlines: object({ acknowledge: kept, resolve: kept }), open: count },
  openByAge: {
    ...bySeverity(list(count)),
    description: "Open tickets younger than an hour, a day, 7 days, 30 days, and the rest.",
  },
};

/** What the API takes and gives. */
export const schemas = {
  Problem: object(
    { type: text, title: text, status: { type: "integer" }, detail: text, instance: text },
    { description: "RFC 9457. `detail` says what was expected and what came." },
  ),
  Acknowledge: object({}),
  Assign: object({ assignee: { ...line(200), description: "A person of the settings." } }),
  HandOver: object({ department: line(200), "assignee?": line(200), reason }),
  ChangeSeverity: object({ severity, reason }),
  Snooze: object({ until: instant, reason }),
  Comment: object({ text: line(10_000) }),
  Resolve: object({
    resolution: { enum: resolutions },
    note: { type: "string", maxLength: 2000, description: "Needed unless the resolution is `fixed`." },
  }),
  Ticket: object({
    ...{ id: text, version: count, state: { enum: ["triggered", "acknowledged", "snoozed", "resolved", "closed"] } },
    ...{ severity, title: text, description: text, category: text, tags: list(text), department: text },
    ...{ "assignee?": text, source: text, rule: text, account: text, region: text, resource: text, "url?": text },
    seen: object({ first: instant, last: instant, count }),
    openedAt: instant,
    escalation: object({
      ...{ policy: text, level: { type: "integer", minimum: -1 }, loop: count, exhausted: { type: "boolean" } },
      "dueAt?": instant,
    }),
    deadlines: object({ acknowledge: deadline, resolve: deadline }),
    "acknowledged?": object({ by: text, at: instant, "until?": instant }),
    "snoozed?": object({ by: text, until: instant, reason: text }),
    "resolved?": object({ by: text, at: instant, resolution: { enum: resolutions }, closesAt: instant }),
    reopened: count,
    "parent?": { ...text, description: "The closed ticket of the same finding." },
    links: { type: "object", additionalProperties: object({ id: text, "url?": text }) },
  }),
  TicketPage: object({
    tickets: list(ref("Ticket")),
    "next?": { ...text, description: "Pass it as `after` for the rest; absent at the end." },
  }),
  HistoryEntry: object({
    ...{ version: count, at: instant, by: text },
    event: object({ type: text }, { additionalProperties: true }),
  }),
  TicketWithHistory: object({
    ticket: ref("Ticket"),
    history: list(ref("HistoryEntry")),
  }),
  Done: object({
    outcome: {
      enum: ["done", "repeated", "unchanged"],
      description: "`repeated`: the same request was carried out before. `unchanged`: it was so already.",
    },
    ticket: ref("Ticket"),
  }),
  Reported: object({
    findings: list(
      object({
        id: text,
        "ticket?": text,
        outcome: { enum: ["opened", "repeated", "reopened", "resolved", "known", "ignored", "commented"] },
      }),
    ),
  }),
  RequestContainment: object({
    targets: { ...list(target), minItems: 1, maxItems: 20, description: "Ids such as `user/123456789012/ana`." },
    reason,
    "ticket?": { type: "string", pattern: "^T-[0-9A-Z]{8}$" },
    "until?": { ...instant, description: "When it ends by itself." },
  }),
  PreviewContainment: object({ target, way: { enum: ["contain", "release"] } }),
  ApproveContainment: object({ target, hold: line(200) }),
  EndContainment: object({ target, hold: line(200), reason }),
  ReviewContainment: object({ target, note: reason }),
  RetryContainment: object({ target }),
  AcceptContainment: object({ target, reason }),
  Preview: object({
    calls: list(object({ service: text, command: text, input: { type: "object", additionalProperties: true } })),
  }),
  Containment: object({
    ...{ target: text, kind: text, account: text, region: text, name: text },
    state: { enum: ["free", "requested", "applying", "contained", "releasing", "failed"] },
    holds: list(
      object({
        ...{ id: text, reason: text, by: text, since: instant, "ticket?": text, "until?": instant, needs: count },
        ...{ approvals: list(text), "approveBy?": instant, inForce: { type: "boolean" } },
      }),
    ),
    ...{ "reviewAt?": instant, "retryAt?": instant, "error?": text, "failedIn?": text, "restUntil?": instant },
  }),
  ContainmentPage: object({ containments: list(ref("Containment")), "next?": text }),
  Asked: object({
    hold: text,
    asked: list(object({ target: text, "refused?": text, "containment?": ref("Containment") })),
  }),
  Contained: object({
    outcome: { enum: ["done", "repeated", "unchanged"] },
    containment: ref("Containment"),
  }),
  ...accessSchemas,
  OnCall: object({
    at: instant,
    rotas: list(
      object({
        ...{ rota: text, timezone: text, "now?": person, "next?": person, "changesAt?": instant },
        turns: list(object({ from: instant, "person?": person })),
      }),
    ),
  }),
  Person: object({ id: text, name: text }),
  Figures: object({
    ...teamFigures,
    departments: { type: "object", additionalProperties: object(teamFigures) },
    days: list(
      object({ day: { type: "string", format: "date" }, opened: bySeverity(count), resolved: count, missed: count }),
    ),
  }),
  Audit: object({
    entries: count,
    last: { ...text, description: "The hash of the last entry: kept elsewhere, it shows whether the end was cut off." },
    intact: { type: "boolean" },
    "broken?": object({ sequence: count, stream: text, at: instant }),
  }),
  Delivery: object({
    ...{ id: text, subject: text, about: text, title: text, "target?": text, addresses: list(text), "error?": text },
  }),
  DeliveryPage: object({ deliveries: list(ref("Delivery")), "next?": text }),
  Retried: object({ outcome: { enum: ["done", "repeated", "unchanged"] } }),
  Me: object({ id: text, name: text, role: { enum: roles }, department: text }),
  Health: object({ status: { enum: ["ok", "failing"] }, "sweptAt?": instant, failing: list(text) }),
} as const satisfies Record<string, Schema>;
