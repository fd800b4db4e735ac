import type { AuditState, Caller } from "../api/context";
import type { OnCall } from "../api/on-call";
import { may } from "../api/sign-in";
import { deliveryView } from "../api/views";
import type { Instant, Recorded } from "../core/decider";
import type { Page } from "../core/store";
import { hidden } from "./forms";
import { type Html, html } from "./html";
import { momentOf, relative } from "./times";
import { counted } from "./words";

export function onCallSide(rotas: readonly OnCall[], now: Instant): Html {
  return html`<div class="head"><h1>On call</h1></div>
    <section data-region="on-call" class="cards">
      ${
        rotas.length === 0
          ? html`<div class="empty">
              <p><b>No rota yet.</b></p>
              <p>Name one under <code>rotas</code> in operations.yaml.</p>
            </div>`
          : rotas.map(
              ({ rota, timezone, now: current, next, changesAt, turns }) =>
                html`<article class="card rota" id="rota-${rota}">
                  <h2>${rota}</h2>
                  <p class="now">${current ? html`<b>${current.name}</b>` : html`<b class="late">Nobody</b>`}</p>
                  <p>
                    ${changesAt === undefined ? "No change within four weeks" : html`Then ${next ? html`<b>${next.name}</b>` : html`<b class="late">nobody</b>`}, ${relative(changesAt, now)}`}
                  </p>
                  <p class="soft">
                    ${changesAt !== undefined && html`${momentOf(changesAt)} · `}by the clock of ${timezone}
                  </p>
                  ${
                    turns.length > 1 &&
                    html`<ol aria-label="Next turns">
                      ${turns.map(({ from, person }) => html`<li><span>${person?.name ?? html`<b class="late">Nobody</b>`}</span> <span class="soft">${momentOf(from)}</span></li>`)}
                    </ol>`
                  }
                </article>`,
            )
      }
    </section>`;
}

export function deliveriesSide({ aggregates, next }: Page, caller: Caller, token: string): Html {
  const rows = aggregates.map(deliveryView);
  return html`<div class="head">
      <h1>Failed deliveries</h1>
      <p class="soft">Messages that reached nobody, whatever was tried. Their tickets went on to the next level.</p>
    </div>
    <section data-region="deliveries">
      ${
        rows.length === 0
          ? html`<div class="empty">
              <p><b>Everything was delivered.</b></p>
            </div>`
          : html`<ul class="rows">
              ${rows.map(
                ({ id, subject, title, target, addresses, error, about }) =>
                  html`<li class="card" id="delivery-${id}">
                    <div>
                      <a href="/tickets/${subject.replace("ticket/", "")}">${title}</a>
                      <p>${error ?? "No reason is known"}</p>
                      <p class="soft">
                        ${about} to
                        ${target ?? "a record"}${addresses.length > 0 && ` by ${[...new Set(addresses)].join(", ")}`}
                      </p>
                    </div>
                    ${
                      may(caller, "senior") &&
                      html`<form method="post" action="/deliveries/retry">
                        ${hidden({ token, id })}<button>Send again<span class="unseen">: ${title}</span></button>
                      </form>`
                    }
                  </li>`,
              )}
            </ul>`
      }${next !== undefined && html`<p><a href="/deliveries?after=${encodeURIComponent(next)}">Further ones</a></p>`}
    </section>`;
}

export function auditSide(
  state: AuditState,
  access: readonly Recorded<unknown>[],
  nameOf: (id: string) => string,
  now: Instant,
): Html {
  const { entries, last, broken } = state;
  return html`<div class="head">
      <h1>Audit</h1>
      <p class="soft">Everything that happens is an entry that holds the hash of the one before it.</p>
    </div>
    <section data-region="audit">
      <div class="card verdict ${broken ? "bad" : "good"}">
        <h2>${broken ? `Broken at entry ${String(broken.sequence)}` : "Intact"}</h2>
        <p>
          ${broken ? html`It doesn't follow the entry before it: somebody changed, removed or added something at or before it. It is about <code>${broken.stream}</code>, ${momentOf(broken.at)}.` : html`${counted(entries, "entry", "entries")}, each of which follows the one before it.`}
        </p>
        <p class="soft">Last hash, to be kept elsewhere as proof of the end: <code>${last}</code></p>
      </div>
      <h2>Signing in</h2>
      ${
        access.length === 0
          ? html`<p class="soft">Nobody today or yesterday.</p>`
          : html`<ul class="rows access">
              ${access.map((recorded) => accessRow(recorded, nameOf, now))}
            </ul>`
      }
    </section>`;
}

function accessRow(
  { stream, version, at, by, event }: Recorded<unknown>,
  nameOf: (id: string) => string,
  now: Instant,
): Html {
  const { type, way, from, reason, webhook } = event as Record<string, string>;
  const what =
    type === "SignedIn"
      ? html`<b>${nameOf(by.replace("user:", ""))}</b> signed in by ${way}`
      : type === "SignatureRefused"
        ? html`<b class="late">Refused</b> what webhook ${webhook} brought: ${reason}`
        : html`<b class="late">Refused</b> a sign-in by ${way}: ${reason}`;
  return html`<li id="${stream.replace("/", "-")}-${String(version)}">
    <div>${what}</div>
    <div class="soft">from ${from} · ${relative(at, now)}</div>
  </li>`;
}
