import { mayDo } from "../api/temporary-access-operations";
import type { GrantView, TemporaryAccessView } from "../api/access-views";
import type { Caller } from "../api/context";
import { may } from "../api/sign-in";
import type { Campaign } from "../access-review/campaign";
import type { Instant } from "../core/decider";
import type { TemporaryGroup } from "../settings/settings";
import { hidden, notDone, type Refused } from "./forms";
import { type Html, html, raw } from "./html";
import { momentOf, relative } from "./times";
import { counted, doer } from "./words";

interface AccessSide {
  readonly accesses: readonly TemporaryAccessView[];
  readonly groups: Readonly<Record<string, TemporaryGroup>>;
  readonly campaigns: readonly { readonly campaign: Campaign; readonly mine: number }[];
  readonly caller: Caller;
  readonly token: string;
  readonly now: Instant;
  readonly nameOf: (id: string) => string;
  /** Whether this desk may see and change access on AWS. */
  readonly isSetUp: boolean;
  /** Whether AWS can be asked from here who has what, as a review needs it. */
  readonly maySeeAccess: boolean;
  /** Whether the settings have access reviews. */
  readonly hasReviews: boolean;
  readonly refused?: Refused;
}

const grantStates: Readonly<Record<GrantView["state"], string>> = {
  requested: "Waits for approval",
  approved: "Being given",
  active: "Active",
  ended: "Ended",
};
const chipOf: Readonly<Record<GrantView["state"], string>> = {
  ...{ requested: "requested", approved: "", active: "acknowledged", ended: "" },
};

/** Access for a while, and the reviews of all other access. */
export function accessSide(side: AccessSide): Html {
  const { accesses, groups, caller, isSetUp, refused } = side;
  const all = accesses.flatMap((access) =>
    access.grants.filter(({ state }) => state !== "ended").map((grant) => ({ access, grant })),
  );
  const mine = all.filter(
    ({ access, grant }) => grant.state === "requested" && mayDo("approve", caller, access.person, grant),
  );
  const others = all.filter((each) => !mine.includes(each));
  const stuck = accesses.filter(({ state }) => state === "failed");
  return html`<div class="head">
      <h1>Access</h1>
      <p class="soft">Who is in a group for a while, and who may keep what.</p>
    </div>
    ${notDone(refused?.reason)}
    ${!isSetUp && html`<p class="soft">This desk isn't set up to see or change access on AWS.</p>`}
    <section data-region="access">
      ${
        mine.length > 0 &&
        html`<h2 class="group">Waits for your approval</h2>
          ${rows(mine, side)}`
      }
      ${(mine.length === 0 || others.length + stuck.length > 0) && html`<h2 class="group">Temporary access</h2>`}
      ${stuck.map(({ person, group, error, ticket }) => html`<p class="late">${side.nameOf(person)} is still in ${group}: ${error}${ticket !== undefined && html` (<a href="/tickets/${ticket}">${ticket}</a>)`}</p>`)}
      ${
        others.length > 0
          ? rows(others, side)
          : mine.length === 0 &&
            html`<div class="empty">
              <p><b>Nobody has temporary access, and nobody asks for it.</b></p>
            </div>`
      }
    </section>
    ${isSetUp && Object.keys(groups).length > 0 && requestForm(side)} ${reviewsSection(side)}`;
}

function rows(all: readonly { access: TemporaryAccessView; grant: GrantView }[], side: AccessSide): Html {
  return html`<ul class="rows">
    ${all.map(({ access, grant }) => row(access, grant, side))}
  </ul>`;
}

function row(access: TemporaryAccessView, grant: GrantView, side: AccessSide): Html {
  const { nameOf, now, caller } = side;
  const { id, person, group } = access;
  const { state, reason, minutes, requestedBy, approvers, approveBy, approvedBy, until } = grant;
  const may = (name: Parameters<typeof mayDo>[0]) => mayDo(name, caller, person, grant);
  const fields = { id, grant: grant.id };
  return html`<li class="card" id="access-${id}-${grant.id}">
    <div>
      <b>${nameOf(person)}</b> in <b>${group}</b>
      <span class="chip ${chipOf[state]}">${grantStates[state]}</span>
      <p>${reason}</p>
      <p class="soft">
        ${counted(minutes, "minute")}, asked for by
        ${nameOf(requestedBy)}${
          state === "requested"
            ? html`; ${approvers.map(nameOf).join(" or ")} may approve until ${momentOf(approveBy)}`
            : approvedBy !== undefined && html`; approved by ${nameOf(approvedBy)}`
        }${until !== undefined && html`; ends ${relative(until, now)}`}
      </p>
    </div>
    <div class="buttons">
      ${state === "requested" && may("approve") && html`${act(side, "approve", fields, html`<button class="primary">Approve</button>`)}${withReason(side, "refuse", "Refuse", fields)}`}
      ${!(state === "requested" && may("approve")) && may("revoke") && withReason(side, "revoke", state === "requested" ? "Withdraw" : "Revoke", fields)}
    </div>
  </li>`;
}

function act({ token }: AccessSide, name: string, fields: Readonly<Record<string, string>>, content: Html): Html {
  return html`<form method="post" action="/access/${name}">${hidden({ token, ...fields })}${content}</form>`;
}

function withReason(side: AccessSide, name: string, text: string, fields: Readonly<Record<string, string>>): Html {
  const content = html`<label>Why<input name="reason" required maxlength="2000" autocomplete="off" /></label
    ><button>${text}</button>`;
  return html`<details class="calls">
    <summary>${text}…</summary>
    ${act(side, name, fields, content)}
  </details>`;
}

function requestForm({ groups, token, nameOf, caller, refused }: AccessSide): Html {
  const { group: chosen, minutes = "60", reason } = refused?.given ?? {};
  return html`<section class="narrow" aria-labelledby="ask-title">
    <h2 class="group" id="ask-title">Ask for access</h2>
    <form class="card" method="post" action="/access">
      ${hidden({ token })}
      <label
        >Group<select name="group" required>
          ${Object.entries(groups).map(([name, { maxMinutes, approvers }]) => {
            const others = approvers.filter((each) => each !== caller.id).map(nameOf);
            const how = others.length > 0 ? `approved by ${others.join(" or ")}` : "nobody else may approve";
            return html`<option value="${name}" ${name === chosen ? raw(" selected") : ""}>
              ${name} (${String(maxMinutes)} minutes at most, ${how})
            </option>`;
          })}
        </select></label
      >
      <label>Minutes<input name="minutes" type="number" min="1" max="10080" required value="${minutes}" /></label>
      <label>Why<textarea name="reason" rows="2" required maxlength="2000">${reason}</textarea></label>
      <div class="buttons"><button class="primary">Ask for it</button></div>
    </form>
  </section>`;
}

function reviewsSection({ campaigns, caller, token, now, nameOf, maySeeAccess, hasReviews }: AccessSide): Html {
  const mayOpen = hasReviews && maySeeAccess && may(caller, "senior");
  return html`<section aria-labelledby="reviews-title">
    <h2 class="group" id="reviews-title">Access reviews</h2>
    ${
      campaigns.length === 0
        ? html`<div class="empty">
            <p><b>No access has been reviewed yet.</b></p>
          </div>`
        : html`<ul class="rows">
            ${campaigns.map(
              ({ campaign: { id, openedAt, openedBy, deadline, items }, mine }) =>
                html`<li class="card">
                  <div>
                    <a href="/access-reviews/${id}"><b>${id}</b></a>
                    <p class="soft">
                      ${counted(items, "access", "accesses")}, opened ${relative(openedAt, now)} by
                      ${doer(openedBy, nameOf)}; answers until ${momentOf(deadline)}
                    </p>
                  </div>
                  <div>
                    ${mine > 0 && html`<a class="button primary" href="/access-reviews/${id}">${counted(mine, "answer")} of yours to give</a>`}
                  </div>
                </li>`,
            )}
          </ul>`
    }
    ${
      mayOpen &&
      html`<h2 class="group">Open a review</h2>
        <div class="narrow">
          <form class="card" method="post" action="/access-reviews">
            ${hidden({ token })}
            <label
              >Name of the review<input
                name="id"
                required
                pattern="[A-Za-z0-9][A-Za-z0-9_\\-]{0,63}"
                maxlength="64"
                autocomplete="off"
                placeholder="2026-q4"
            /></label>
            <p class="soft">All managers are asked who may keep what. What nobody answers for in time is revoked.</p>
            <div class="buttons"><button>Open a review</button></div>
          </form>
        </div>`
    }
  </section>`;
}
