import type { Caller } from "../api/context";
import { may } from "../api/sign-in";
import { type Campaign, progressOf } from "../access-review/campaign";
import { accessText, reviewId } from "../access-review/access";
import type { Review } from "../access-review/decide";
import type { Instant } from "../core/decider";
import { hidden, notDone, type Refused } from "./forms";
import { type Html, html } from "./html";
import { momentOf, relative } from "./times";
import { capitalized, counted, doer } from "./words";

interface ReviewSide {
  readonly campaign: Campaign;
  readonly reviews: readonly Review[];
  readonly caller: Caller;
  readonly token: string;
  readonly now: Instant;
  readonly people: Readonly<Record<string, { readonly name: string }>>;
  readonly nameOf: (id: string) => string;
  /** Of which item something was refused. */
  readonly refused?: Refused & { readonly id: string };
}

/** As many as one side shows at once: the rest follows when these have an answer. */
const most = 200;

/** One access review: first what waits for whoever looks at it. */
export function accessReviewSide(side: ReviewSide): Html {
  const { campaign, reviews, caller, refused } = side;
  const ofState = (state: Review["state"]) => reviews.filter((each) => each.state === state);
  const open = ofState("open");
  const mine = open.filter(({ reviewer }) => reviewer === caller.id);
  const others = may(caller, "senior") ? open.filter(({ reviewer }) => reviewer !== caller.id) : [];
  const kept = ofState("done").filter(
    ({ reviewer, decision }) => reviewer === caller.id && decision?.decision === "keep",
  );
  return html`<div class="head">
      <p class="crumb"><a href="/access">Access</a></p>
      <h1>Access review ${campaign.id}</h1>
    </div>
    ${notDone(refused?.reason)} ${progressCard(side)}
    <section aria-labelledby="mine-title">
      <h2 class="group" id="mine-title">
        Waits for your answer${mine.length > 0 && html` <b class="count">${String(mine.length)}</b>`}
      </h2>
      ${
        mine.length === 0
          ? html`<div class="empty">
              <p><b>Nothing waits for your answer.</b></p>
            </div>`
          : byPrincipal(mine, side, answerForm)
      }
    </section>
    ${section("Could not be revoked", ofState("error"), side, failedRow)}
    ${section("Waits for others", others, side, (review) => reassignForm(review, side))}
    ${section("Kept by you", kept, side, (review) => revokeForm(review, side))}`;
}

function section(
  title: string,
  reviews: readonly Review[],
  side: ReviewSide,
  content: (review: Review, side: ReviewSide) => Html,
): Html | false {
  return (
    reviews.length > 0 &&
    html`<section>
      <h2 class="group">${title} <span class="soft">${String(reviews.length)}</span></h2>
      ${byPrincipal(reviews, side, content)}
    </section>`
  );
}

function progressCard({ campaign, reviews, now, nameOf }: ReviewSide): Html {
  const { total, states, kept, revoked, unanswered, reviewers } = progressOf(reviews, now);
  const answered = total - states.open;
  const owing = Object.entries(reviewers).filter(([, { open }]) => open > 0);
  return html`<section class="verdict card" aria-labelledby="progress-title" data-region="progress">
    <h2 id="progress-title">${String(answered)} of ${counted(total, "access", "accesses")} answered</h2>
    <progress
      value="${String(answered)}"
      max="${String(Math.max(total, 1))}"
      aria-labelledby="progress-title"
    ></progress>
    <p>${deadlineText(campaign.deadline, now)} What nobody has answered until then is revoked, unless it is exempt.</p>
    <p class="soft">
      ${String(kept)} kept, ${String(revoked)} revoked and seen to be gone, ${String(states.decided)} being revoked,
      ${String(states.error)} failed, ${String(unanswered)} without an answer in time
    </p>
    ${owing.length > 0 && html`<p class="soft">Still to answer: ${owing.map(([id, { open }]) => `${nameOf(id)} ${String(open)}`).join(", ")}</p>`}
    ${campaign.unreachable.length > 0 && html`<p class="late">Could not be told: ${campaign.unreachable.join(", ")}</p>`}
    ${
      campaign.gaps.length > 0 &&
      html`<details class="calls">
        <summary>Not looked at</summary>
        <ul>
          ${campaign.gaps.map((gap) => html`<li>${gap}</li>`)}
        </ul>
      </details>`
    }
    <p><a href="/access-reviews/${campaign.id}/report.csv">Report for auditors (CSV)</a></p>
  </section>`;
}

function deadlineText(deadline: Instant, now: Instant): Html {
  return deadline > now
    ? html`Answers are due ${relative(deadline, now)}, on ${momentOf(deadline)}.`
    : html`<span class="late">The time to answer ended ${relative(deadline, now)}.</span>`;
}

function byPrincipal(
  reviews: readonly Review[],
  side: ReviewSide,
  content: (review: Review, side: ReviewSide) => Html,
): Html {
  const groups = new Map<string, Review[]>();
  for (const review of reviews.slice(0, most)) {
    const group = groups.get(review.principal) ?? [];
    groups.set(review.principal, [...group, review]);
  }
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return html`<ul class="rows">
      ${sorted.map(
        ([principal, all]) =>
          html`<li class="card containment">
            <h3 class="wide">
              ${side.nameOf(principal)}
              ${side.nameOf(principal) !== principal && html`<span class="soft">${principal}</span>`}
            </h3>
            <ul class="holds wide">
              ${all.map((review) => item(review, side, content))}
            </ul>
          </li>`,
      )}
    </ul>
    ${reviews.length > most && html`<p class="soft">${String(reviews.length - most)} more follow.</p>`}`;
}

function item(review: Review, side: ReviewSide, content: (review: Review, side: ReviewSide) => Html): Html {
  const { access, lastUsed, userLastSeen, exempt, campaign } = review;
  const { now } = side;
  return html`<li id="item-${reviewId(campaign, access)}">
    <p>${capitalized(accessText(access))}</p>
    ${access.gives.length > 0 && html`<p class="soft">Gives ${access.gives.join(", ")}</p>`}
    <p class="soft">
      ${lastUsed === undefined ? "No use is known" : html`Last used ${relative(lastUsed, now)}`}${userLastSeen !== undefined && html`; the user was last seen ${relative(userLastSeen, now)}`}
    </p>
    ${exempt !== undefined && html`<p>Exempt: ${exempt}</p>`} ${content(review, side)}
  </li>`;
}

function form(review: Review, { token }: ReviewSide, name: string, content: Html): Html {
  return html`<form method="post" action="/access-reviews/${review.campaign}/${name}">
    ${hidden({ token, id: reviewId(review.campaign, review.access) })}
    <div class="buttons">${content}</div>
  </form>`;
}

function why(review: Review, { refused }: ReviewSide): Html {
  const given = refused?.id === reviewId(review.campaign, review.access) ? refused.given["reason"] : undefined;
  return html`<label>Why<input name="reason" required maxlength="2000" autocomplete="off" value="${given}" /></label>`;
}

function answerForm(review: Review, side: ReviewSide): Html {
  const buttons = html`${why(review, side)}<button name="decision" value="keep">Keep</button
    ><button class="danger" name="decision" value="revoke">Revoke</button>`;
  return html`${form(review, side, "decide", buttons)}${reassignForm(review, side)}`;
}

function reassignForm(review: Review, side: ReviewSide): Html {
  const { people, nameOf } = side;
  const others = Object.keys(people).filter((id) => id !== review.principal && id !== review.reviewer);
  const choose = html`<label
      >Who answers<select name="reviewer">
        ${others.map((id) => html`<option value="${id}">${nameOf(id)}</option>`)}
      </select></label
    >${why(review, side)}<button>Reassign</button>`;
  return html`<details class="calls">
    <summary>${nameOf(review.reviewer)} answers; somebody else should…</summary>
    ${form(review, side, "reassign", choose)}
  </details>`;
}

function revokeForm(review: Review, side: ReviewSide): Html {
  const button = html`${hidden({ decision: "revoke" })}${why(review, side)}<button class="danger">Revoke</button>`;
  return html`<details class="calls">
    <summary>Kept: ${review.decision?.reason}. Revoke it after all…</summary>
    ${form(review, side, "decide", button)}
  </details>`;
}

function failedRow(review: Review, side: ReviewSide): Html {
  const { effect, ticket, decision } = review;
  return html`<p class="late">${effect?.error}</p>
    <p class="soft">
      To be revoked, says ${doer(decision?.by ?? "", side.nameOf)}:
      ${decision?.reason}${ticket !== undefined && html` (<a href="/tickets/${ticket}">${ticket}</a>)`}
    </p>
    ${may(side.caller, "senior") && form(review, side, "retry", html`<button>Try again</button>`)}`;
}
