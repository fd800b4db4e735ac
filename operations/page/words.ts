import type { Severity } from "../../policies/core/rule";
import type { TicketState } from "../tickets/ticket";
import { type Html, html } from "./html";

const states: Readonly<Record<TicketState, string>> = {
  triggered: "Unacknowledged",
  acknowledged: "Acknowledged",
  snoozed: "Snoozed",
  resolved: "Resolved",
  closed: "Closed",
};

export function stateName(state: TicketState): string {
  return states[state];
}

/** The word and the colour: nobody has to tell colours apart. */
export function severityBadge(severity: Severity): Html {
  return html`<span class="badge ${severity}">${capitalized(severity)}</span>`;
}

export function stateChip(state: TicketState): Html {
  return html`<span class="chip ${state}">${states[state]}</span>`;
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A name of the API, such as `false-positive`, as people write it. */
export function inWords(name: string): string {
  return capitalized(name.replaceAll("-", " "));
}

/** `1 ticket`, `2 tickets`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${String(count)} ${count === 1 ? noun : plural}`;
}

/** Who did it, as people say it: `user:ana` is Ana when the settings know her. */
export function doer(by: string, nameOf: (id: string) => string): string {
  const [kind = "", ...rest] = by.split(":");
  const name = rest.join(":");
  if (kind === "user") return nameOf(name);
  if (kind === "source") return name;
  if (kind === "connector") return `connector ${name}`;
  return kind === "clock" ? "the clock" : "the desk";
}
