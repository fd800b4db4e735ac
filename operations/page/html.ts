import { html as template, raw } from "hono/html";

/** A piece of a page: whatever was put into it is escaped. */
export type Html = ReturnType<typeof raw>;

/** A template whose values are escaped, but for pieces of pages. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Html {
  // Only promises among the values make it one, and there are none.
  return template(strings, ...values.map(orNothing)) as Html;
}

/** What isn't there, or isn't so, is nothing rather than a word. */
function orNothing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(orNothing);
  return value === undefined || value === null || value === false ? "" : value;
}

export { raw };
