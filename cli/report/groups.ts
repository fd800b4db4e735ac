import type { Excuse, ReportedFinding, Report, Rule, Severity } from "./report";

/** What a reader does about a finding: repair it, wait for it, or nothing. */
export type State = "breach" | "undetermined" | "excused";

export const severityOrder: readonly Severity[] = ["critical", "high", "medium", "low"];

export function stateOf(finding: ReportedFinding): State {
  return finding.excused ? "excused" : finding.outcome;
}

/** Items of the same key together, in the order in which they came. Map.groupBy is not in Node 20. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, [Item, ...Item[]]> {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

export type FindingGroup<Finding extends ReportedFinding = ReportedFinding> = readonly [Finding, ...Finding[]];

/** Findings of one rule together, the most severe rule first, otherwise in the order in which they were found. */
export function groupByRule<Finding extends ReportedFinding>(findings: readonly Finding[]): FindingGroup<Finding>[] {
  return [...groupBy(findings, ({ rule }) => rule.id).values()].sort(([a], [b]) => rankOf(a) - rankOf(b));
}

function rankOf({ severity }: ReportedFinding): number {
  return severityOrder.indexOf(severity);
}

export interface ExcuseGroup {
  readonly excuse: Excuse;
  readonly findings: readonly ReportedFinding[];
}

/** Findings that the same excuse covers together. */
export function groupByExcuse(findings: readonly ReportedFinding[]): ExcuseGroup[] {
  const excused = findings.flatMap((finding) => (finding.excused ? [{ finding, excuse: finding.excused }] : []));
  const groups = groupBy(excused, ({ excuse: { reason, owner, expires, ticket } }) =>
    JSON.stringify([reason, owner, expires, ticket]),
  );
  return [...groups.values()].map((group) => ({
    excuse: group[0].excuse,
    findings: group.map(({ finding }) => finding),
  }));
}

/** Every rule that was judged, and those that only findings name, each once. */
export function rulesOf(report: Report): Rule[] {
  const rules = new Map(report.rules.map((rule) => [rule.id, rule]));
  for (const { findings } of report.stacks) {
    for (const { rule } of findings) if (!rules.has(rule.id)) rules.set(rule.id, rule);
  }
  return [...rules.values()];
}

/** Short ids that name a rule in the field, such as `EC2.13`. */
export function controlIds(rule: Rule): readonly string[] {
  return rule.controls?.["Security Hub"] ?? rule.catalogue;
}

/** `CIS AWS 5.0 2.3.1`, one for each number of each framework. */
export function requirements(rule: Rule): string[] {
  return Object.entries(rule.controls ?? {})
    .filter(([framework]) => framework !== "Security Hub" && framework !== "FSBP")
    .flatMap(([framework, numbers]) => numbers.map((number) => `${framework} ${number}`));
}

/** `reason (owner, until 2027-01-31, OPS-12)`. */
export function excuseInWords({ reason, owner, expires, ticket }: Excuse): string {
  const terms = [owner, expires === null ? undefined : `until ${expires}`, ticket];
  return `${reason} (${terms.filter((term) => term !== undefined && term !== "").join(", ")})`;
}

/** `3 breaches`, `1 breach`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? noun : plural}`;
}

/** `3 breaches (1 critical, 2 high), 2 undetermined, 1 excused, 4 not seen`. */
export function summaryInWords({ summary }: Report): string {
  const severities = severityOrder
    .filter((severity) => summary.bySeverity[severity] > 0)
    .map((severity) => `${summary.bySeverity[severity]} ${severity}`);
  return [
    count(summary.breaches, "breach", "breaches") + (severities.length > 0 ? ` (${severities.join(", ")})` : ""),
    `${summary.undetermined} undetermined`,
    `${summary.excused} excused`,
    ...(summary.notSeen > 0 ? [`${summary.notSeen} not seen`] : []),
  ].join(", ");
}
