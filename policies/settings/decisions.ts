import { createHash } from "node:crypto";
import picomatch from "picomatch";
import type { Finding } from "../core/evaluate";
import { type Rule, type Severity, severities } from "../core/rule";

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

/** What holds where there is no guardrails.yaml. */
export const defaultSettings: Settings = { levels: {}, parameters: {}, exceptions: [], baseline: new Set() };

/** The frameworks that levels can be given by, and what rules call them. */
export const frameworks: Readonly<Record<string, string>> = {
  fsbp: "FSBP",
  "cis-5": "CIS AWS 5.0",
  "cis-3": "CIS AWS 3.0",
  "nist-800-53-5": "NIST 800-53 r5",
  "pci-4": "PCI DSS 4.0.1",
};

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

const millisecondsInDay = 24 * 60 * 60 * 1000;
const daysOfWarning = 14;

/** Applies the settings to findings, and remembers which exceptions were of use. */
export class Decisions {
  private readonly used = new Set<Exception>();
  private readonly levels = new Map<string, Level>();
  private readonly matchers: readonly {
    readonly exception: Exception;
    readonly matches: (finding: Finding) => boolean;
  }[];

  constructor(
    rules: readonly Rule[],
    private readonly settings: Settings,
    private readonly now = new Date(),
  ) {
    for (const rule of rules) this.levels.set(rule.id, levelOf(rule, settings.levels));
    this.matchers = settings.exceptions.map((exception) => ({ exception, matches: matcher(exception) }));
  }

  /** From the most specific that says something: rule id, glob (the last that matches), framework (the strictest), severity, default. */
  level(rule: Rule): Level {
    return this.levels.get(rule.id) ?? levelOf(rule, this.settings.levels);
  }

  /** By rule id. */
  parameters(): Settings["parameters"] {
    return this.settings.parameters;
  }

  decide(finding: Finding): Decision {
    const fingerprint = fingerprintOf(finding);
    return { finding, level: this.level(finding.rule), excused: this.excuse(finding, fingerprint), fingerprint };
  }

  /** Exceptions that excused nothing among the findings decided so far, expired ones included. */
  unused(): Exception[] {
    return this.settings.exceptions.filter((exception) => !this.used.has(exception));
  }

  /** Exceptions that excuse something and expire within 14 days, and those whose time is over while the finding is still there. */
  expiring(): { readonly exception: Exception; readonly daysLeft: number }[] {
    return this.settings.exceptions
      .map((exception) => ({ exception, daysLeft: daysLeft(exception, this.now) }))
      .filter(({ exception, daysLeft }) => this.used.has(exception) && daysLeft < daysOfWarning);
  }

  private excuse(finding: Finding, fingerprint: string): Excuse | null {
    for (const { exception, matches } of this.matchers) {
      if (!matches(finding)) continue;
      this.used.add(exception);
      if (daysLeft(exception, this.now) < 0) continue;
      const { reason, owner, expires, ticket } = exception;
      return { reason, owner, expires, ...(ticket === undefined ? {} : { ticket }) };
    }
    if (this.settings.baseline.has(fingerprint)) return { reason: "in the baseline", owner: "baseline", expires: null };
    return null;
  }
}

/** The same for the same rule, resource and observation in every run: 64 lower-case hex digits. */
export function fingerprintOf({ rule, resource, observation }: Finding): string {
  return fingerprint(rule.id, resource.urn, observation);
}

export function fingerprint(rule: string, urn: string, observation: string): string {
  return createHash("sha256").update([rule, urn, observation].join("\n")).digest("hex");
}

/** Whether a text matches a glob in which `*` stands for any characters, slashes and colons included. */
export function glob(pattern: string): (text: string) => boolean {
  const matches = picomatch(pattern, { bash: true, dot: true, nonegate: true });
  return (text) => matches(text);
}

/** Whole days that an exception still holds; negative once it is over. It holds through its last day, UTC. */
function daysLeft({ expires }: Exception, now: Date): number {
  return Math.floor((Date.parse(`${expires}T00:00:00Z`) + millisecondsInDay - 1 - now.getTime()) / millisecondsInDay);
}

function matcher({ rule, resource }: Exception): (finding: Finding) => boolean {
  if (typeof resource === "string") {
    const matchesUrn = glob(resource);
    return (finding) => finding.rule.id === rule && matchesUrn(finding.resource.urn);
  }
  const matchesType = glob(resource.type);
  const matchesName = glob(resource.name);
  return (finding) =>
    finding.rule.id === rule && matchesType(finding.resource.type) && matchesName(finding.resource.name);
}

function levelOf(rule: Rule, { default: fallback = "mandatory", ...given }: Settings["levels"]): Level {
  const exact = given.rules?.[rule.id];
  if (exact) return exact;
  const byGlob = Object.entries(given.rules ?? {}).filter(([pattern]) => glob(pattern)(rule.id));
  const byFramework = Object.entries(given.frameworks ?? {})
    .filter(([framework]) => rule.controls?.[frameworks[framework] ?? framework] !== undefined)
    .map(([, level]) => level)
    .sort((a, b) => levels.indexOf(a) - levels.indexOf(b));
  return byGlob.at(-1)?.[1] ?? byFramework[0] ?? given.severities?.[rule.severity] ?? fallback;
}

/** What makes a check fail: findings at this level or of this severity and above. */
export type Threshold = Severity | "mandatory" | "advisory" | "none";

/** Whether a decided finding counts as a failure. Level `remediate` fails as `mandatory` does where nothing repairs the finding. */
export function fails(decision: Decision, threshold: Threshold, undetermined: "fail" | "warn"): boolean {
  const { finding, level, excused } = decision;
  if (excused || level === "disabled" || threshold === "none") return false;
  if (finding.outcome === "undetermined" && undetermined === "warn") return false;
  if (threshold === "advisory") return true;
  if (threshold === "mandatory") return level === "mandatory" || (level === "remediate" && !isRepaired(finding));
  return severities.indexOf(finding.rule.severity) <= severities.indexOf(threshold);
}

function isRepaired({ rule, resource }: Finding): boolean {
  return rule.remediation?.[resource.type] !== undefined;
}
