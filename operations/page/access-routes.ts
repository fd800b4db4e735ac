import { commandReview, loadCampaign, open } from "../api/access-review-operations";
import { temporaryAccessView } from "../api/access-views";
import { type AccessAct, askForAccess, commandAccess } from "../api/temporary-access-operations";
import { requireRole } from "../api/sign-in";
import { valid } from "../api/validation";
import { temporaryAccess } from "../access/decide";
import { type Campaign, campaigns, reviewsOf } from "../access-review/campaign";
import { type Review, reviews } from "../access-review/decide";
import { csvOf, reportOf } from "../access-review/report";
import { accessSide } from "./access";
import { accessReviewSide } from "./access-review";
import type { Refused } from "./forms";
import { html } from "./html";
import { type AddCommand, type AddSide, doneSentence, type Fields, orAgain, show, type Visit } from "./visit";
import { nameIn } from "./words";

const at = "/access";

/** Temporary access, and access reviews. */
export function accessRoutes(side: AddSide, post: AddCommand): void {
  side("/access", (visit) => showAccess(visit));
  post("/access", (visit, { token: _token, ...fields }) =>
    orShow(visit, fields, async () => {
      const body = valid("RequestAccess", { ...fields, minutes: Number(fields["minutes"]) });
      await askForAccess({ ...visit, body });
    }),
  );
  for (const name of ["approve", "refuse", "revoke"] as const)
    post(`/access/${name}`, (visit, fields) => act(visit, name, fields));
  side("/access-reviews", (visit) => Promise.resolve(visit.c.redirect(at, 303)));
  post("/access-reviews", openReview);
  side("/access-reviews/:campaign", (visit) => showReview(visit));
  side("/access-reviews/:campaign/report.csv", report);
  for (const name of ["decide", "reassign", "retry"] as const)
    post(`/access-reviews/:campaign/${name}`, (visit, fields) => answer(visit, name, fields));
}

async function showAccess(visit: Visit, refused?: Refused, status = 200): Promise<Response> {
  const { context, caller, token } = visit;
  const { store, settings, now } = context.desk;
  const open = await store.list(`${temporaryAccess.kind}/open`, { limit: 200 });
  const listed = await store.list(campaigns.kind, { limit: 20 });
  const found = await Promise.all(
    listed.aggregates.map(async ({ state }) => {
      const campaign = state as Campaign;
      const asked = await store.list(`${reviews.kind}/${campaign.id}/open`, { limit: 500 });
      return {
        campaign,
        mine: asked.aggregates.filter((each) => (each.state as Review).reviewer === caller.id).length,
      };
    }),
  );
  const content = accessSide({
    ...{ accesses: open.aggregates.map(temporaryAccessView), groups: settings.temporaryAccess?.groups ?? {} },
    ...{ campaigns: found, caller, token, now: now(), refused, isSetUp: context.cloudAccess !== undefined },
    maySeeAccess: context.cloudAccess?.collect !== undefined,
    hasReviews: settings.accessReview !== undefined,
    nameOf: nameIn(settings),
  });
  return show(visit, { title: "Access", at, live: 10 }, content, status);
}

/** Back to the list, or to what was filled in when it is refused. */
function orShow(visit: Visit, given: Fields, run: () => Promise<unknown>, to = at): Promise<Response> {
  const runAndGo = async () => {
    await run();
    return visit.c.redirect(to, 303);
  };
  return orAgain(runAndGo, ({ message, status }) => showAccess(visit, { reason: message, given }, status));
}

function act(visit: Visit, name: AccessAct, { id = "", grant = "", reason = "" }: Fields): Promise<Response> {
  return orShow(visit, {}, async () => {
    const body = name === "approve" ? valid("ApproveAccess", { grant }) : valid("EndAccess", { grant, reason });
    await commandAccess({ ...visit, body }, id, name);
  });
}

async function openReview(visit: Visit, { id = "" }: Fields): Promise<Response> {
  requireRole(visit.caller, "senior");
  const run = async () => open({ ...visit, body: valid("OpenCampaign", { id }) });
  return orShow(visit, {}, run, `/access-reviews/${id}`);
}

const said: Fields = { keep: "Kept.", revoke: "It is revoked now.", reassign: "Reassigned.", retry: "Tried again." };

async function showReview(visit: Visit, refused?: Refused & { readonly id: string }, status = 200): Promise<Response> {
  const { context, c, caller, token } = visit;
  const { store, settings, now } = context.desk;
  const campaign = await loadCampaign(store, c.req.param("campaign") ?? "");
  const all = await reviewsOf(store, campaign.id);
  const { people } = settings;
  const side = { campaign, reviews: all, caller, token, now: now(), people, refused, nameOf: nameIn(settings) };
  const content = html`${doneSentence(visit, said)}${accessReviewSide(side)}`;
  return show(visit, { title: `Access review ${campaign.id}`, at, live: 30 }, content, status);
}

async function answer(visit: Visit, name: "decide" | "reassign" | "retry", fields: Fields): Promise<Response> {
  const { id = "", reason = "", decision = "", reviewer = "" } = fields;
  const { id: campaign } = await loadCampaign(visit.context.desk.store, visit.c.req.param("campaign") ?? "");
  if (name === "retry") requireRole(visit.caller, "senior");
  const run = async () => {
    const body =
      name === "decide"
        ? valid("DecideReview", { decision, reason })
        : name === "reassign"
          ? valid("ReassignReview", { reviewer, reason })
          : {};
    await commandReview({ ...visit, body }, id, name);
    return visit.c.redirect(`/access-reviews/${campaign}?done=${name === "decide" ? decision : name}`, 303);
  };
  return orAgain(run, ({ message, status }) => showReview(visit, { id, reason: message, given: fields }, status));
}

async function report({ context, c }: Visit): Promise<Response> {
  const { store } = context.desk;
  const { id } = await loadCampaign(store, c.req.param("campaign") ?? "");
  return c.body(csvOf(reportOf(await reviewsOf(store, id))), 200, {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="access-review-${id}.csv"`,
    "cache-control": "no-store",
  });
}
