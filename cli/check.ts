import { isAbsolute, relative, resolve, sep } from "node:path";
import { Judge } from "../policies/core/evaluate";
import { isBookkeeping } from "../policies/core/read-stack";
import { type Rule, severities, type Severity } from "../policies/core/rule";
import type { Location, Stack } from "../policies/core/stack";
import { dataTables } from "../policies/facts/data-tables";
import { catalogue } from "../policies/rules/catalogue";
import { type Decision, Decisions, fails, type Threshold } from "../policies/settings/decisions";
import { type Loaded, loadSettings, settingsLocation } from "../policies/settings/load";
import type { Source } from "./read/sources";
import { readAll, type ReadingOptions } from "./read/stacks";
import type { Report, ReportedFinding, ReportedStack, Summary } from "./report/report";
import { tool } from "./tool";

export interface CheckOptions extends ReadingOptions {
  /** A guardrails.yaml to use in place of the nearest one. */
  readonly settings?: string;
  /** @default "mandatory" */
  readonly failOn?: Threshold;
  /** @default "warn" */
  readonly undetermined?: "fail" | "warn";
  /** @default "warn" */
  readonly unusedExceptions?: "fail" | "warn";
  /** The time to judge by. @default now */
  readonly now?: Date;
}

export interface CheckResult {
  readonly report: Report;
  readonly decisions: readonly Decision[];
  /** The settings files that were used. */
  readonly settingsFiles: readonly string[];
  /** What makes the check fail, in words; empty when nothing does. */
  readonly failures: readonly string[];
}

interface Ground {
  readonly loaded: Loaded;
  readonly decisions: Decisions;
  readonly judge: Judge;
}

const tablesAgeAfterDays = 180;

/** Reads every source, judges it by the settings that hold for it, and draws up the report. */
export async function check(sources: readonly Source[], options: CheckOptions = {}): Promise<CheckResult> {
  const now = options.now ?? new Date();
  const grounds = new Map<string, Ground>();
  const decided: Decision[] = [];
  const stacks: ReportedStack[] = [];
  const settingsOf = sources.map((source) => groundFor(source, options, now, grounds));
  const read = await readAll(sources, options);
  for (const [index, stack] of read.entries()) {
    const { judge, decisions } = settingsOf[index] as Ground;
    const judged = judge.stack(stack.resources).map((finding) => decisions.decide(finding));
    decided.push(...judged);
    stacks.push(reportedStack(stack, judged));
  }
  const all = [...grounds.values()];
  const unused = all.flatMap(({ decisions }) => decisions.unused());
  const failing = decided.filter((decision) =>
    fails(decision, options.failOn ?? "mandatory", options.undetermined ?? "warn"),
  ).length;
  return {
    decisions: decided,
    settingsFiles: all.flatMap(({ loaded }) => loaded.file ?? []),
    report: {
      tool,
      time: now,
      stacks,
      summary: summarize(stacks),
      rules: distinctRules(all.flatMap(({ loaded }) => loaded.rules)),
      warnings: [
        ...unused.map(({ rule, owner }) => `an exception of ${owner} from ${rule} matches nothing; remove it`),
        ...all.flatMap(({ decisions }) => expiryWarnings(decisions)),
        ...agedTables(now),
      ],
    },
    failures: [
      ...(failing > 0 ? [`${failing} ${failing === 1 ? "finding" : "findings"} at or above the failing level`] : []),
      ...(unused.length > 0 && options.unusedExceptions === "fail" ? [`${unused.length} unused exceptions`] : []),
    ],
  };
}

/** The settings for a source: those nearest to a program's folder, and to the working directory for documents. */
function groundFor(source: Source, options: CheckOptions, now: Date, grounds: Map<string, Ground>): Ground {
  const folder = source.kind === "program" ? source.path : ".";
  const key = options.settings ?? settingsLocation(folder) ?? "";
  const known = grounds.get(key);
  if (known) return known;
  const loaded = loadSettings(folder, catalogue, options.settings && resolve(options.settings));
  const decisions = new Decisions(loaded.rules, loaded.settings, now);
  const enabled = loaded.rules.filter((rule) => decisions.level(rule) !== "disabled");
  const ground = { loaded, decisions, judge: new Judge(enabled, { parameters: loaded.settings.parameters, now }) };
  grounds.set(key, ground);
  return ground;
}

function reportedStack(stack: Stack, decisions: readonly Decision[]): ReportedStack {
  return {
    source: stack.source,
    kind: stack.kind,
    resources: stack.resources.filter(({ type }) => !isBookkeeping(type)).length,
    notSeen: stack.notSeen,
    findings: decisions.map(reported),
  };
}

function reported({ finding, level, excused, fingerprint }: Decision): ReportedFinding {
  const { rule, resource, outcome, observation } = finding;
  return {
    rule,
    urn: resource.urn,
    type: resource.type,
    name: resource.name,
    outcome,
    severity: rule.severity,
    level,
    observation,
    location: resource.location ? fromHere(resource.location) : null,
    excused,
    fingerprint,
  };
}

/** Files below the working directory are named from there, with forward slashes, as CI systems want them. */
function fromHere(location: Location): Location {
  if (!isAbsolute(location.file)) return location;
  const file = relative("", location.file);
  return file.startsWith("..") ? location : { ...location, file: file.split(sep).join("/") };
}

function summarize(stacks: readonly ReportedStack[]): Summary {
  const findings = stacks.flatMap((stack) => stack.findings);
  const open = findings.filter(({ excused }) => !excused);
  const breaches = open.filter(({ outcome }) => outcome === "breach");
  const count = (severity: Severity) => breaches.filter((finding) => finding.severity === severity).length;
  return {
    breaches: breaches.length,
    undetermined: open.length - breaches.length,
    excused: findings.length - open.length,
    bySeverity: Object.fromEntries(severities.map((severity) => [severity, count(severity)])) as Summary["bySeverity"],
    notSeen: stacks.flatMap(({ notSeen }) => notSeen).length,
  };
}

function expiryWarnings(decisions: Decisions): string[] {
  return decisions.expiring().map(({ exception: { rule, owner, expires }, daysLeft }) => {
    if (daysLeft < 0) return `the exception of ${owner} from ${rule} expired on ${expires} and excuses no longer`;
    return `the exception of ${owner} from ${rule} expires on ${expires}, ${daysLeft === 0 ? "today" : `in ${daysLeft} days`}`;
  });
}

function agedTables(now: Date): string[] {
  return dataTables
    .map((table) => ({ ...table, days: Math.floor((now.getTime() - Date.parse(table.asOf)) / 86_400_000) }))
    .filter(({ days }) => days > tablesAgeAfterDays)
    .map(({ name, asOf, days }) => `${name} are known as of ${asOf}, ${days} days ago; update pulumi-guardrails`);
}

function distinctRules(rules: readonly Rule[]): Rule[] {
  return [...new Map(rules.map((rule) => [rule.id, rule])).values()];
}
