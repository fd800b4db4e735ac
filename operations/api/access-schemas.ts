import { count, instant, line, list, object, ref, type Schema, text } from "./schema";

const reason = line(2000);
const outcome: Schema = { enum: ["done", "repeated", "unchanged"] };
const next: Schema = { ...text, description: "Pass it as `after` for the rest; absent at the end." };
const grant: Schema = { ...line(200), description: "The id of the request, as the list gives it." };
const source: Schema = { enum: ["iam", "identity-center"] };
const decision: Schema = { enum: ["keep", "revoke"] };
const state: Schema = { enum: ["open", "decided", "done", "error"] };
/** Names of campaigns, as they are decided on. */
export const campaignPattern = "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$";

/** What the API takes and gives of access reviews and of temporary access. */
export const accessSchemas = {
  OpenCampaign: object({ id: { type: "string", pattern: campaignPattern, description: "Such as `2026-q4`." } }),
  DecideReview: object({ decision, reason }),
  ReassignReview: object({ reviewer: { ...line(200), description: "A person of the settings." }, reason }),
  RetryReview: object({}),
  Campaign: object({
    ...{ id: text, openedAt: instant, openedBy: text, deadline: instant, items: count },
    gaps: { ...list(text), description: "What was not looked at." },
    unreachable: { ...list(text), description: "Who could not be told." },
  }),
  CampaignPage: object({ campaigns: list(ref("Campaign")), "next?": next }),
  CampaignProgress: object({
    campaign: ref("Campaign"),
    progress: object({
      ...{ total: count, states: object({ open: count, decided: count, done: count, error: count }) },
      ...{ kept: count, revoked: count, unanswered: count, overdue: count },
      reviewers: { type: "object", additionalProperties: object({ open: count, answered: count }) },
    }),
  }),
  CampaignOpened: object({ asked: count, campaign: ref("Campaign") }),
  Review: object({
    ...{ id: text, version: count, campaign: text, state, principal: text, reviewer: text, deadline: instant },
    access: object({ source, kind: text, account: text, user: text, name: text, gives: list(text) }),
    ...{ "lastUsed?": instant, "userLastSeen?": instant, "exempt?": text, "ticket?": text },
    "decision?": object({ decision, by: text, at: instant, reason: text }),
    "effect?": object({ at: instant, "evidence?": text, "error?": text }),
  }),
  ReviewPage: object({ items: list(ref("Review")), "next?": next }),
  ReviewDone: object({ outcome, item: ref("Review") }),
  ReviewReport: object({
    rows: list(
      object({
        ...{ campaign: text, principal: text, user: text, source: text, account: text, kind: text, access: text },
        ...{ gives: list(text), "lastUsed?": instant, "userLastSeen?": instant, reviewer: text, deadline: instant },
        ...{ "exempt?": text, "decision?": decision, "decidedBy?": text, "decidedAt?": instant, "reason?": text },
        ...{ state, "effectAt?": instant, "effect?": text, "ticket?": text },
      }),
    ),
  }),
  RequestAccess: object({
    group: { ...line(200), description: "A group of `temporaryAccess` in the settings." },
    minutes: { type: "integer", minimum: 1, maximum: 10_080 },
    reason,
  }),
  ApproveAccess: object({ grant }),
  EndAccess: object({ grant, reason }),
  TemporaryAccess: object({
    ...{ id: text, person: text, group: text, "error?": text, "ticket?": text },
    at: object({ source, "account?": text, group: text }),
    state: { enum: ["out", "adding", "in", "removing", "failed"], description: "Whether the membership is there." },
    grants: list(
      object({
        ...{ id: text, reason: text, minutes: count, requestedBy: text, approvers: list(text) },
        state: { enum: ["requested", "approved", "active", "ended"] },
        ...{ approveBy: instant, "approvedBy?": text, "until?": instant },
        "ended?": object({ because: text, at: instant, by: text, reason: text }),
      }),
    ),
  }),
  TemporaryAccessPage: object({ accesses: list(ref("TemporaryAccess")), "next?": next }),
  AccessRequested: object({ grant: text, access: ref("TemporaryAccess") }),
  AccessDone: object({ outcome, access: ref("TemporaryAccess") }),
} as const satisfies Record<string, Schema>;
