import type { Instant } from "../core/decider";
import { type Html, html } from "./html";

/** How long before or after now, in the largest unit that fits, such as `3 h`. */
export function span(milliseconds: number): string {
  const minutes = Math.round(Math.abs(milliseconds) / 60_000);
  if (minutes < 60) return `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48)
    return minutes % 60 === 0 || hours > 9 ? `${String(hours)} h` : `${String(hours)} h ${String(minutes % 60)} min`;
  return `${String(Math.floor(hours / 24))} days`;
}

/** `3 h ago` or `in 20 min`, with the moment itself for machines and for whoever points at it. */
export function relative(at: Instant, now: Instant): Html {
  const difference = Date.parse(at) - Date.parse(now);
  const text =
    Math.abs(difference) < 30_000 ? "now" : difference < 0 ? `${span(difference)} ago` : `in ${span(difference)}`;
  return html`<time datetime="${at}" title="${moment(at)}">${text}</time>`;
}

/** How long ago it was, without words around it. */
export function age(at: Instant, now: Instant): Html {
  return html`<time datetime="${at}" title="${moment(at)}">${span(Date.parse(now) - Date.parse(at))}</time>`;
}

/** The moment as people read it, such as `24 Nov 2026, 09:30 UTC`. */
export function moment(at: Instant): string {
  const text = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short", timeZone: "UTC" }).format(
    new Date(at),
  );
  return `${text} UTC`;
}

export function momentOf(at: Instant): Html {
  return html`<time datetime="${at}">${moment(at)}</time>`;
}
