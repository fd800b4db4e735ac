import type { Instant } from "../core/decider";
import { accessName } from "./access";
import type { Decision, Review, ReviewState } from "./decide";

/** One line of what auditors get. */
export interface ReportRow {
  readonly campaign: string;
  readonly principal: string;
  readonly user: string;
  readonly source: string;
  readonly account: string;
  readonly kind: string;
  readonly access: string;
  readonly gives: readonly string[];
  readonly lastUsed?: Instant;
  readonly userLastSeen?: Instant;
  readonly reviewer: string;
  readonly deadline: Instant;
  readonly exempt?: string;
  readonly decision?: Decision;
  /** Who decided: `user:ana`, or `clock` when nobody answered in time. */
  readonly decidedBy?: string;
  readonly decidedAt?: Instant;
  readonly reason?: string;
  readonly state: ReviewState;
  readonly effectAt?: Instant;
  /** What was read back, or why it failed. */
  readonly effect?: string;
  readonly ticket?: string;
}

/** A campaign for auditors: who has what, who decided on it, and what has come of that; in the order of what it is about. */
export function reportOf(reviews: readonly Review[]): readonly ReportRow[] {
  const key = ({ principal, access }: Review) => `${principal} ${accessName(access)}`;
  return [...reviews].sort((a, b) => (key(a) < key(b) ? -1 : 1)).map(rowOf);
}

function rowOf({ access, decision, effect, ...review }: Review): ReportRow {
  const { campaign, principal, lastUsed, userLastSeen, reviewer, deadline, exempt, state, ticket } = review;
  const { source, account, user, kind, name, gives } = access;
  return {
    ...{ campaign, principal, user, source, account, kind, access: name, gives, lastUsed, userLastSeen, reviewer },
    ...{ deadline, exempt, decision: decision?.decision, decidedBy: decision?.by, decidedAt: decision?.at },
    ...{ reason: decision?.reason, state, effectAt: effect?.at, effect: effect?.evidence ?? effect?.error, ticket },
  };
}

const columns = [
  ...(["campaign", "principal", "user", "source", "account", "kind", "access", "gives"] as const),
  ...(["lastUsed", "userLastSeen", "reviewer", "deadline", "exempt", "decision", "decidedBy"] as const),
  ...(["decidedAt", "reason", "state", "effectAt", "effect", "ticket"] as const),
] as const;

/** The rows as CSV (RFC 4180) with a line of names. */
export function csvOf(rows: readonly ReportRow[]): string {
  const lines = rows.map((row) => columns.map((column) => cell(row[column])));
  return [columns, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

/** Names of IAM may begin as formulas do, which spreadsheets would run: https://owasp.org/www-community/attacks/CSV_Injection */
function cell(value: string | readonly string[] | undefined): string {
  const text = typeof value === "string" ? value : (value ?? []).join("; ");
  const harmless = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
