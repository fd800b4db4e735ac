import type { Finding } from "../core/evaluate";
import type { Severity } from "../core/rule";

export const levels = ["mandatory", "remediate", "advisory", "disabled"] as const;
/** Pulumi's enforcement levels. */
export type Level = (typeof levels)[number];

/** Which findings an exception excuses, why, by whom and until when. */
export interface Exception {
  /** Id of one rule. */
  readonly rule: string;
  /** A glob over URNs, or a type token and a name, each a glob. */
  readonly resource: string | { readonly type: string; readonly name: string };
  readonly reason: string;
  readonly owner: string;
  /** The last day on which it holds, as `YYYY-MM-DD`, in UTC. */
  readonly expires: string;
  readonly ticket?: string;
}

/** What guardrails.yaml says. */
export interface Settings {
  readonly levels: {
    /** @default "mandatory" */
    readonly default?: Level;
    readonly severities?: Readonly<Partial<Record<Severity, Level>>>;
    /** By `fsbp`, `cis-5`, `cis-3`, `nist-800-53-5` or `pci-4`. */
    readonly frameworks?: Readonly<Record<string, Level>>;
    /** By rule id or glob. */
    readonly rules?: Readonly<Record<string, Level>>;
  };
  /** By rule id. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly exceptions: readonly Exception[];
  /** Fingerprints of the findings that were there before. */
  readonly baseline: ReadonlySet<string>;
}

/** Why a finding does not count: an exception in guardrails.yaml, or the baseline. */
export interface Excuse {
  readonly reason: string;
  readonly owner: string;
  /** ISO date, or null for the baseline, which does not expire. */
  readonly expires: string | null;
  readonly ticket?: string;
}

/** A finding with what the settings make of it. */
export interface Decision {
  readonly finding: Finding;
  readonly level: Level;
  readonly excused: Excuse | null;
  /** The same for the same rule, resource and observation in every run: 64 lower-case hex digits. */
  readonly fingerprint: string;
}
