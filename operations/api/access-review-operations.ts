import { type Campaign, campaigns, openCampaign, progressOf, reviewsOf } from "../access-review/campaign";
import type { Collected } from "../access-review/collect";
import { type Review, type ReviewCommand, reviews } from "../access-review/decide";
import { itemsOf } from "../access-review/items";
import { reportOf } from "../access-review/report";
import type { Page, Store } from "../core/store";
import { campaignPattern } from "./access-schemas";
import { campaignView, reviewView } from "./access-views";
import { carryOut } from "./carry-out";
import type { Answer, Asking, Operation, Parameter } from "./operation";
import { afterParameter, pageOf, pageOfWanted } from "./paging";
import { orProblem, Problem } from "./problem";
import { may } from "./sign-in";
import { own } from "./ticket-commands";

const campaign: Parameter = {
  ...{ name: "campaign", in: "path", description: "Such as `2026-q4`." },
  schema: { type: "string", pattern: campaignPattern },
};
const item: Parameter = {
  ...{ name: "id", in: "path", description: "An item's id, as the list gives it.", schema: { type: "string" } },
};

export const accessReviewOperations: readonly Operation[] = [
  {
    ...{ id: "listCampaigns", method: "get", path: "/api/access-reviews", role: "viewer", answer: "CampaignPage" },
    ...{ summary: "Access reviews, the newest first.", parameters: [afterParameter], problems: [422] },
    async run({ context, query }) {
      const part = { limit: 100, after: query["after"] };
      const { aggregates, next } = await pageOf(context.desk.store, campaigns.kind, part);
      return { body: { campaigns: aggregates.map(({ state }) => campaignView(state as Campaign)), next } };
    },
  },
  {
    ...{ id: "openCampaign", method: "post", path: "/api/access-reviews", role: "senior", answer: "CampaignOpened" },
    ...{ body: "OpenCampaign", problems: [409, 422, 501, 502] },
    summary: "Ask all managers who may keep what, or add what is missing of a review that is open.",
    run: open,
  },
  {
    ...{ id: "getCampaign", method: "get", path: "/api/access-reviews/{campaign}", role: "viewer" },
    ...{ answer: "CampaignProgress", parameters: [campaign], problems: [404], summary: "How far an access review is." },
    async run({ context, params, now }) {
      const found = await loadCampaign(context.desk.store, params["campaign"] ?? "");
      const progress = progressOf(await reviewsOf(context.desk.store, found.id), now);
      return { body: { campaign: campaignView(found), progress } };
    },
  },
  {
    ...{ id: "listReviews", method: "get", path: "/api/access-reviews/{campaign}/items", role: "viewer" },
    ...{ answer: "ReviewPage", problems: [404, 422], summary: "Who has what, and what is to become of it." },
    parameters: [
      campaign,
      {
        ...{ name: "state", in: "query", description: "Which items; open ones when absent." },
        schema: { enum: ["open", "decided", "done", "error"] },
      },
      {
        ...{ name: "reviewer", in: "query", description: "Only those that this person answers; `me` for one's own." },
        schema: { type: "string" },
      },
      {
        ...{ name: "limit", in: "query", description: "How many at most; 100 when absent." },
        schema: { type: "integer", minimum: 1, maximum: 500 },
      },
      afterParameter,
    ],
    async run({ context, params, query, caller }) {
      const { store } = context.desk;
      const { id } = await loadCampaign(store, params["campaign"] ?? "");
      const reviewer = query["reviewer"] === "me" ? caller.id : query["reviewer"];
      const { aggregates, next } = await itemsIn(store, id, { ...query, reviewer });
      return { body: { items: aggregates.map(reviewView), next } };
    },
  },
  {
    ...{ id: "getReviewReport", method: "get", path: "/api/access-reviews/{campaign}/report", role: "viewer" },
    ...{ answer: "ReviewReport", parameters: [campaign], problems: [404] },
    summary: "A review for auditors: who has what, who decided, and what came of it.",
    async run({ context, params }) {
      const { id } = await loadCampaign(context.desk.store, params["campaign"] ?? "");
      return { body: { rows: reportOf(await reviewsOf(context.desk.store, id)) } };
    },
  },
  ...(
    [
      ["decide", "DecideReview", "viewer", "Say whether an access is still needed: only its reviewer may."],
      ["reassign", "ReassignReview", "viewer", "Have another person answer: its reviewer may, and seniors."],
      ["retry", "RetryReview", "senior", "Try once more to revoke what could not be revoked."],
    ] as const
  ).map(([name, body, role, summary]): Operation => {
    return {
      ...{ id: `${name}Review`, method: "post", path: `/api/access-review-items/{id}/${name}`, role, summary, body },
      ...{ parameters: [item], answer: "ReviewDone", problems: [404, 409, 412, 422] },
      run: (call) => commandReview(call, call.params["id"] ?? "", name),
    };
  }),
];

/** @throws Problem 404 */
export async function loadCampaign(store: Store, id: string): Promise<Campaign> {
  const found = await store.load(`${campaigns.kind}/${id}`);
  if (found) return found.state as Campaign;
  throw new Problem(404, `expected an access review, got ${JSON.stringify(id.slice(0, 40))}, which doesn't exist`);
}

/** Asks AWS who has what, and opens a campaign about it. */
export async function open({ context, body, caller }: Asking): Promise<Answer> {
  const { desk, cloudAccess } = context;
  if (!desk.settings.accessReview)
    throw new Problem(501, "expected `accessReview` in the settings of this desk, got none");
  if (!cloudAccess?.collect) throw new Problem(501, "expected a desk that may ask AWS who has what, got one without");
  let collected: Collected;
  try {
    collected = await cloudAccess.collect();
  } catch (error) {
    throw new Problem(502, `expected AWS to say who has what, got: ${(error as Error).message}`);
  }
  try {
    const asked = await orProblem(409, () => {
      const items = itemsOf(collected, desk.settings, body.id, desk.now());
      return openCampaign(desk, items, { by: `user:${caller.id}`, gaps: collected.gaps });
    });
    return { body: { asked, campaign: campaignView(await loadCampaign(desk.store, body.id)) } };
  } finally {
    context.changed();
  }
}

/**
 * Decides on an item, has another person answer, or begins anew what failed.
 *
 * @throws Problem 403 for those whom it isn't up to
 */
export async function commandReview(
  asking: Asking,
  id: string,
  name: "decide" | "reassign" | "retry",
): Promise<Answer> {
  const { body, caller, expected } = asking;
  const { desk } = asking.context;
  const stream = `${reviews.kind}/${id}`;
  const found = await desk.store.load(stream);
  if (!found) throw new Problem(404, `expected an item, got ${JSON.stringify(id.slice(0, 100))}, which doesn't exist`);
  const { reviewer } = found.state as Review;
  const isOwn = caller.id === reviewer;
  if (name === "decide" && !isOwn) throw new Problem(403, `expected ${reviewer} to decide, got ${caller.id}`);
  if (name === "reassign" && !isOwn && !may(caller, "senior"))
    throw new Problem(403, `expected ${reviewer}, or the role senior or higher, got ${caller.id}`);
  if (name === "reassign" && !own(desk.settings.people, body.reviewer))
    throw new Problem(
      422,
      `expected \`reviewer\` to be a person of the settings, got ${JSON.stringify(body.reviewer)}`,
    );
  const by = { person: caller.id, reason: body.reason };
  const commands: Record<typeof name, ReviewCommand> = {
    decide: { type: "decide", decision: body.decision, ...by },
    reassign: { type: "reassign", reviewer: body.reviewer, ...by },
    retry: { type: "retry" },
  };
  const { outcome } = await carryOut(asking, { kind: reviews.kind, id, command: commands[name], expected });
  const left = (await desk.store.load(stream)) ?? found;
  return { body: { outcome, item: reviewView(left) }, version: left.version };
}

function itemsIn(
  store: Store,
  campaign: string,
  { state = "open", reviewer, limit = "100", after }: Readonly<Record<string, string | undefined>>,
): Promise<Page> {
  const list = `${reviews.kind}/${campaign}/${state}`;
  return pageOfWanted(store, list, { limit: Number(limit), after }, (each) =>
    [undefined, (each.state as Review).reviewer].includes(reviewer),
  );
}
