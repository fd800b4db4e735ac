import { type Html, html } from "./html";
import { capitalized } from "./words";

/** What forms bring along without asking for it: always the token of the session. */
export function hidden(fields: Readonly<Record<string, string | undefined>>): readonly (Html | false)[] {
  return Object.entries(fields).map(
    ([name, value]) => value !== undefined && html`<input type="hidden" name="${name}" value="${value}" />`,
  );
}

/** What was filled in, and why it wasn't taken. */
export interface Refused {
  readonly reason: string;
  readonly given: Readonly<Record<string, string>>;
}

/** Why nothing was done. */
export function notDone(reason: string | undefined): Html | false {
  return (
    reason !== undefined &&
    html`<p class="alert" role="alert" id="refused"><b>Not done.</b> ${capitalized(reason)}.</p>`
  );
}
