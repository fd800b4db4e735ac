import type { Caller } from "../api/context";
import { hidden } from "./forms";
import { type Html, html, raw } from "./html";

/** What every side of the page needs. */
export interface Frame {
  readonly title: string;
  /** The path of the entry of the navigation. */
  readonly at?: string;
  readonly caller?: Caller;
  /** What forms have to bring along. */
  readonly token?: string;
  readonly notice?: string;
  /** Numbers beside entries of the navigation, by their path. */
  readonly counts?: Readonly<Record<string, number>>;
  /** After how many seconds the script asks again and again for what has changed; never when absent. */
  readonly live?: number;
}

/** The sides of the navigation, and the key that leads there after `g`. */
export const entries = [
  { path: "/", name: "Board", key: "b" },
  { path: "/containments", name: "Containment", key: "c" },
  { path: "/access", name: "Access", key: "t" },
  { path: "/on-call", name: "On call", key: "o" },
  { path: "/figures", name: "Figures", key: "f" },
  { path: "/deliveries", name: "Deliveries", key: "d" },
  { path: "/audit", name: "Audit", key: "a" },
] as const;

export function document(frame: Frame, content: Html): Html {
  const { title, caller, notice, live } = frame;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Desk</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/desk.css">
<script src="/assets/desk.js" defer></script>
</head>
<body${live !== undefined && raw(` data-live="${String(live * 1000)}"`)}>
<a class="skip" href="#main">To the content</a>
${caller && header(frame, caller)}
<div id="says" role="status" class="says"></div>
${notice !== undefined && html`<aside class="notice" aria-label="Note">${notice}</aside>`}
<main id="main" tabindex="-1">
${content}
</main>
${caller && shortcuts()}
</body>
</html>`;
}

function header({ at, token = "", counts = {} }: Frame, { name, role }: Caller): Html {
  return html`<header class="top">
    <a class="mark" href="/">${mark()}<span>Desk</span></a>
    <nav aria-label="Sides">
      ${entries.map(({ path, name: entry }) => html`<a href="${path}" ${path === at ? raw(' aria-current="page"') : ""}>${entry}${(counts[path] ?? 0) > 0 && html` <b class="count">${String(counts[path])}<span class="unseen"> to see to</span></b>`}</a>`)}
    </nav>
    <form class="who" method="post" action="/sign-out">
      ${hidden({ token })}
      <span>${name} <span class="soft">${role}</span></span>
      <button class="plain">Sign out</button>
    </form>
  </header>`;
}

function mark(): Html {
  return html`<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
    <path
      d="M12 2 4 5v6c0 5 3.4 9.4 8 11 4.6-1.6 8-6 8-11V5z"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linejoin="round"
    />
    <path
      d="m8.5 12 2.5 2.5 4.5-5"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>`;
}

function shortcuts(): Html {
  const keys = [
    ["?", "show these keys"],
    ["j / k", "next or previous ticket"],
    ["Enter", "open the ticket"],
    ["/", "search"],
    ["e", "acknowledge the ticket"],
    ["m", "comment"],
    ["s", "snooze"],
    ["r", "resolve"],
    ["u", "back to the board"],
    ...entries.map(({ key, name }) => [`g ${key}`, name] as const),
  ] as const;
  return html`<footer class="foot">
      <button type="button" class="plain" id="keys-button" hidden>Keys <kbd>?</kbd></button>
    </footer>
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        ${keys.map(
          ([key, what]) =>
            html`<dt>
                ${key.split(" ").map((part) => (part === "/" && key !== "/" ? " or " : html`<kbd>${part}</kbd> `))}
              </dt>
              <dd>${what}</dd>`,
        )}
      </dl>
      <form method="dialog"><button>Close</button></form>
    </dialog>`;
}

export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M12 2 4 5v6c0 5 3.4 9.4 8 11 4.6-1.6 8-6 8-11V5z" fill="#1f5fae"/><path d="m8.5 12 2.5 2.5 4.5-5" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`;
