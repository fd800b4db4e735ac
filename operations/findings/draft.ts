import { createHash } from "node:crypto";
import type { Severity } from "../../policies/core/rule";
import { UserError } from "../../policies/core/user-error";
import { after, type Instant } from "../core/decider";
import type { Finding } from "./finding";
import { redact } from "./redact";
import { shortened } from "./shortened";

/** A finding as a format gave it: not checked yet, and of any length. */
export interface Draft {
  readonly id: string;
  readonly source: string;
  readonly rule: string;
  readonly account?: string;
  readonly region?: string;
  readonly resource?: string;
  readonly title: string;
  readonly description?: string;
  readonly severity: Severity;
  readonly at?: Instant;
  readonly status: Finding["status"];
  readonly url?: string;
  readonly reporter?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** The most characters of a text, and fields of a finding, that reach a ticket. */
export const most = { title: 256, description: 4096, name: 512, field: 256, fields: 50, url: 2048 } as const;

/** Of longer texts, only this much is looked at. */
const mostRead = 65_536;

/**
 * The finding that a draft stands for: texts cut and cleaned, without what looks like a secret.
 *
 * @param name what an error calls it, such as `findings[3]`
 * @param idField what the format calls the id
 * @throws UserError when it has no id or no rule
 */
export function finished(draft: Draft, name: string, idField: string, now: Instant): Finding {
  if (draft.id.trim() === "") throw new UserError(`${name}: expected an id in \`${idField}\`, got none`);
  const { url = "", reporter = "", fields = {} } = draft;
  const title = shortened(line(draft.title), most.title);
  const rule = identity(draft.rule) || identity(draft.title);
  if (rule === "") throw new UserError(`${name}: expected a rule or a title that says what was found, got none`);
  return {
    ...{ id: identity(draft.id), source: identity(draft.source), rule },
    account: /^\d{12}$/.test(draft.account ?? "") ? (draft.account ?? "") : "",
    ...{ region: shortened(line(draft.region ?? ""), 64), resource: identity(draft.resource ?? "") },
    ...{
      title: title || shortened(rule, most.title),
      description: shortened(clean(draft.description ?? ""), most.description),
    },
    ...{ severity: draft.severity, status: draft.status, at: momentOf(draft.at, now) },
    ...(/^https?:\/\/\S+$/i.test(url) && url.length <= most.url && { url: line(url) }),
    ...(isAddress(reporter) && { reporter }),
    fields: Object.fromEntries(
      Object.entries(fields)
        .filter(([, value]) => value !== "")
        .slice(0, most.fields)
        .map(([field, value]) => [shortened(line(field), most.field), shortened(line(value), most.field)]),
    ),
  };
}

function isAddress(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>"',;:]+@[^\s@<>"',;:]+$/.test(text);
}

/** Without control characters, those that turn the direction of text around, halves of characters, and secrets. */
function clean(text: string): string {
  const read = text.slice(0, mostRead).replace(/\r\n?/g, "\n");
  return redact(read.replace(/(?![\n\t])[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu, "")).trim();
}

function line(text: string): string {
  return clean(text).replace(/\s+/g, " ");
}

/** What tells findings apart stays apart when it is cut. */
function identity(text: string): string {
  const whole = line(text);
  if (text.length <= most.name) return whole;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return `${shortened(whole, most.name - 17)} ${digest}`;
}

/** A source's clock may be wrong: what can't be is replaced by the time of arrival. */
function momentOf(moment: Instant | undefined, now: Instant): Instant {
  return moment !== undefined && moment >= "2000" && moment <= after(now, 24 * 60) ? moment : now;
}
