import type { Severity } from "../../policies/core/rule";
import { own } from "../api/ticket-commands";
import type { Settings } from "../settings/settings";
import type { TicketState } from "../tickets/ticket";
import { type Html, html } from "./html";

export const stateNames: Readonly<Record<TicketState, string>> = {
  triggered: "Unacknowledged",
  acknowledged: "Acknowledged",
  snoozed: "Snoozed",
  resolved: "Resolved",
  closed: "Closed",
};

/** The word and the colour: nobody has to tell colours apart. */
export function severityBadge(severity: Severity): Html {
  return html`<span class="badge ${severity}">${capitalized(severity)}</span>`;
}

export function stateChip(state: TicketState): Html {
  return html`<span class="chip ${state}">${stateNames[state]}</span>`;
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

/** What people are called; those who have left the settings, by their id. */
export function nameIn({ people }: Pick<Settings, "people">): (id: string) => string {
  return (id) => own(people, id)?.name ?? id;
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
