import { createHash } from "node:crypto";
import type { Severity } from "../../policies/core/rule";
import type { Instant } from "../core/decider";

/** What a source reports, in one shape for all sources. */
export interface Finding {
  /** What the source calls this report. */
  readonly id: string;
  /** Who reports: `securityhub`, `guardduty`, `config`, `guardrails`, or the name of a webhook. */
  readonly source: string;
  /** What was looked for: a control, a rule or a kind of alert. */
  readonly rule: string;
  /** The AWS account, of 12 digits; empty when the source names none. */
  readonly account: string;
  readonly region: string;
  /** ARN or other name of what it is about; empty when the source names none. */
  readonly resource: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly at: Instant;
  /** Whether it is still so. */
  readonly status: "active" | "resolved";
  /** Where the source shows it. */
  readonly url?: string;
  /** Who reported it, such as the sender of a mail: told what becomes of it. */
  readonly reporter?: string;
  /** Further fields that rules may ask for, by name. */
  readonly fields: Readonly<Record<string, string>>;
}

/** The source of the findings that the desk sends itself, to see that they arrive. No other source may be called so. */
export const canarySource = "canary";

/** What makes two findings the same: source, rule, account and resource. */
export function findingKey({ source, rule, account, resource }: Finding): string {
  return createHash("sha256")
    .update(JSON.stringify([source, rule, account, resource]))
    .digest("hex");
}
