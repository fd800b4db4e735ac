import type { Caller } from "../api/context";
import { may } from "../api/sign-in";
import type { ContainmentView } from "../api/views";
import type { Call } from "../containment/calls";
import { targetKinds } from "../containment/target";
import type { Instant } from "../core/decider";
import { hidden, notDone } from "./forms";
import { type Html, html } from "./html";
import { momentOf, relative } from "./times";
import { capitalized, doer, inWords } from "./words";

interface Containments {
  readonly containments: readonly ContainmentView[];
  readonly caller: Caller;
  readonly token: string;
  readonly now: Instant;
  readonly nameOf: (id: string) => string;
  /** Whether this desk may contain anything. */
  readonly isSetUp: boolean;
}

const states: Readonly<Record<ContainmentView["state"], string>> = {
  free: "Released",
  requested: "Waits for approval",
  applying: "Being contained",
  contained: "Contained",
  releasing: "Being released",
  failed: "Failed",
};

/** What is contained, and what waits for somebody to agree. */
export function containmentsSide(side: Containments): Html {
  const { containments, caller, isSetUp } = side;
  const begin = html`<p class="begin"><a class="button" href="/containments/new">Contain something…</a></p>`;
  return html`<div class="head">
      <h1>Containment</h1>
      <p class="soft">What is kept from doing harm until somebody releases it, exactly as it was before.</p>
    </div>
    ${isSetUp ? may(caller, "senior") && begin : html`<p class="soft">This desk isn't set up to contain anything on AWS.</p>`}
    <section data-region="containments">
      ${
        containments.length === 0
          ? html`<div class="empty">
              <p><b>Nothing is contained.</b></p>
            </div>`
          : html`<ul class="rows">
              ${containments.map((each) => row(each, side))}
            </ul>`
      }
    </section>`;
}

function row(containment: ContainmentView, side: Containments): Html {
  const { target, kind, name, account, region, state, holds, error, reviewAt } = containment;
  const { now, caller } = side;
  return html`<li class="card containment" id="containment-${target}">
    <div class="what"><b>${inWords(kind)}</b> <code>${name}</code> <span class="soft">${account} ${region}</span></div>
    <div class="state">
      <span class="chip ${state}">${states[state]}</span>
      ${state === "contained" && reviewAt !== undefined && html`<span class="soft">asked about ${relative(reviewAt, now)}</span>`}
    </div>
    ${error !== undefined && html`<p class="late wide">${error}</p>`}
    <ul class="holds wide">
      ${holds.map((hold) => holdRow(containment, hold, side))}
    </ul>
    ${may(caller, "senior") && html`<div class="wide">${answers(containment, side)}</div>`}
  </li>`;
}

/** What a person says of one that is asked about, or that failed. */
function answers({ target, state, failedIn }: ContainmentView, side: Containments): Html | false {
  if (state === "contained") {
    return explained(side, "review", "Still needed…", { target, label: "Why it is still needed" });
  }
  if (state !== "failed") return false;
  const accept = { target, label: "Why it may stay as it is" };
  return html`${act(side, "retry", "Try again", { target })}
  ${failedIn === "releasing" && explained(side, "accept", "Leave as it is…", accept)}`;
}

function explained(
  { token }: Containments,
  name: string,
  text: string,
  { target, label }: { readonly target: string; readonly label: string },
): Html {
  return html`<details id="${name}-${target}">
    <summary>${text}</summary>
    <form method="post" action="/containments/${name}">
      ${hidden({ token, target })}
      <label>${label}<textarea name="reason" rows="2" required maxlength="2000"></textarea></label>
      <button>${text.replace("…", "")}</button>
    </form>
  </details>`;
}

function holdRow({ target }: ContainmentView, hold: ContainmentView["holds"][number], side: Containments): Html {
  const { caller, nameOf, now } = side;
  const { id, reason, by, since, ticket, until, needs, approvals, inForce } = hold;
  const missing = needs - approvals.length;
  const isOwn = by === `user:${caller.id}`;
  return html`<li>
    <p>${reason}</p>
    <p class="soft">
      ${doer(by, nameOf)}
      ${relative(since, now)}${ticket !== undefined && html`, for <a href="/tickets/${ticket}">${ticket}</a>`}${until !== undefined && html`, ends ${momentOf(until)}`}${
        approvals.length > 0 && html`, agreed: ${approvals.map((person) => doer(person, nameOf)).join(", ")}`
      }
    </p>
    ${
      may(caller, "senior") &&
      html`<div class="buttons">
        ${
          inForce
            ? html`<a
                class="button"
                href="/containments/release?${new URLSearchParams({ target, hold: id }).toString()}"
                >Release…</a
              >`
            : html`${isOwn ? html`<span class="soft">Somebody else has to agree${missing > 1 ? ` (${String(missing)} persons)` : ""}</span>` : act(side, "approve", "Approve", { target, hold: id }, "primary")}
              ${act(side, "refuse", isOwn ? "Withdraw" : "Refuse", { target, hold: id, reason: isOwn ? "withdrawn" : "refused on the page" })}`
        }
      </div>`
    }
  </li>`;
}

function act(
  { token }: Containments,
  name: string,
  text: string,
  fields: Readonly<Record<string, string>>,
  kind = "",
): Html {
  return html`<form method="post" action="/containments/${name}">
    ${hidden({ token, ...fields })}<button class="${kind}">${text}</button>
  </form>`;
}

/** What is asked before anything is contained. */
export interface Draft {
  readonly target?: string;
  readonly reason?: string;
  readonly ticket?: string;
}

/** The first step: what to contain. */
export function newContainmentSide(draft: Draft, suggestions: readonly string[], refused?: string): Html {
  const { target = suggestions[0] ?? "", reason, ticket } = draft;
  return html`<div class="narrow">
    <div class="head">
      <h1>Contain something</h1>
      <p class="soft">Nothing happens yet: the next page shows what would be sent to AWS.</p>
    </div>
    ${refused !== undefined && html`<p class="alert" role="alert" id="refused">${capitalized(refused)}.</p>`}
    <form class="card" method="get" action="/containments/confirm">
      ${hidden({ ticket })}
      <label
        >What<input
          name="target"
          value="${target}"
          required
          spellcheck="false"
          autocomplete="off"
          list="targets"
          aria-describedby="target-help"
      /></label>
      <datalist id="targets">${suggestions.map((each) => html`<option value="${each}"></option>`)}</datalist>
      <p class="soft" id="target-help">
        Kind, account, region and name, such as <code>host/123456789012/eu-west-1/i-0abc12345678def90</code>. Kinds:
        ${targetKinds.join(", ")}; users, roles and access keys have no region.
      </p>
      <label>Why<textarea name="reason" rows="3" required maxlength="2000">${reason}</textarea></label>
      <div class="buttons">
        <button class="primary">Show what would happen</button>
        <a href="${ticket === undefined ? "/containments" : `/tickets/${ticket}`}">Cancel</a>
      </div>
    </form>
  </div>`;
}

/** The second step of a containment or a release: the calls as they would be sent, and the button. */
export function confirmSide(step: {
  readonly way: "contain" | "release";
  readonly target: string;
  readonly calls: readonly Call[];
  readonly fields: Readonly<Record<string, string | undefined>>;
  readonly token: string;
  /** Why nothing will change on AWS, when that is so. */
  readonly note?: string;
  readonly refused?: string;
}): Html {
  const { way, target, calls, fields, token, note, refused } = step;
  const isRelease = way === "release";
  return html`<div class="narrow">
    <div class="head">
      <h1>${isRelease ? "Release" : "Contain"} this?</h1>
      <p><code>${target}</code></p>
    </div>
    ${notDone(refused)}
    <section class="card" aria-labelledby="calls-title">
      <h2 id="calls-title">What would be sent to AWS</h2>
      ${note !== undefined && html`<p>${note}</p>`}
      ${calls.length === 0 && note === undefined && html`<p>Nothing: it is so already.</p>`}
      <ol class="calls">
        ${calls.map(
          ({ service, command, input }) =>
            html`<li>
              <details>
                <summary><code>${service} ${command}</code> <span class="soft">${brief(input)}</span></summary>
                <pre tabindex="0"><code>${JSON.stringify(input, undefined, 2)}</code></pre>
              </details>
            </li>`,
        )}
      </ol>
    </section>
    <form class="card" method="post" action="${isRelease ? "/containments/release" : "/containments"}">
      ${hidden({ token, target, ...fields, ...(isRelease && { reason: undefined }) })}
      ${isRelease ? html`<label>Why<textarea name="reason" rows="2" required maxlength="2000">${fields["reason"]}</textarea></label>` : html`<p>${fields["reason"]}</p>`}
      <div class="buttons">
        <button class="${isRelease ? "primary" : "danger"}">${isRelease ? "Release it" : "Contain it"}</button>
        <a href="/containments">Cancel</a>
      </div>
    </form>
  </div>`;
}

/** The texts of an input, which say what it is about. */
function brief(input: Readonly<Record<string, unknown>>): string {
  const text = Object.values(input)
    .flatMap((value) => (typeof value === "string" && value.length < 60 ? [value] : []))
    .join(", ");
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
}
