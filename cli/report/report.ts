import type { Excuse, Level } from "../../policies/settings/decisions";
import type { Outcome } from "../../policies/core/evaluate";
import type { Ids, Rule, Severity } from "../../policies/core/rule";
import type { Location, NotSeen, Stack } from "../../policies/core/stack";

/** A finding with what the configuration makes of it, ready to be told. */
export interface ReportedFinding {
  readonly rule: Rule;
  readonly urn: string;
  readonly type: string;
  /** The resource's name in the program. */
  readonly name: string;
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly level: Level;
  readonly observation: string;
  /** `file` is relative to the working directory, with forward slashes, when it is below it; absolute otherwise. */
  readonly location: Location | null;
  readonly excused: Excuse | null;
  /** The same for the same rule, resource and observation in every run: 64 lower-case hex digits. */
  readonly fingerprint: string;
}

export interface ReportedStack {
  readonly source: string;
  readonly kind: Stack["kind"];
  /** How many resources were looked at. */
  readonly resources: number;
  readonly notSeen: readonly NotSeen[];
  readonly findings: readonly ReportedFinding[];
}

export interface Summary {
  /** Breaches that nothing excuses. */
  readonly breaches: number;
  readonly undetermined: number;
  readonly excused: number;
  /** Breaches that nothing excuses, by severity; every severity is present. */
  readonly bySeverity: Readonly<Record<Severity, number>>;
  /** Resources that could not be looked into. */
  readonly notSeen: number;
}

/** All that a report may tell. A report format is a function from this to text and does no I/O but reading sources. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string; readonly informationUri?: string };
  /** When the check ran. */
  readonly time: Date;
  readonly stacks: readonly ReportedStack[];
  readonly summary: Summary;
  /** Every rule that was judged, in catalogue order. */
  readonly rules: readonly Rule[];
  /** What the user should know besides findings: exceptions that expire or match nothing, tables that age. */
  readonly warnings: readonly string[];
}

export type { Excuse, Ids, Level, Location, NotSeen, Outcome, Rule, Severity };
