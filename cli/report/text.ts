import { stripVTControlCharacters } from "node:util";
import { createColors } from "picocolors";
import { visible } from "./characters";
import { type ExcerptLine, excerpt, type ReadLine } from "./excerpt";
import {
  controlIds,
  count,
  excuseInWords,
  groupBy,
  groupByExcuse,
  groupByRule,
  type FindingGroup,
  severityOrder,
  stateOf,
} from "./groups";
import type { NotSeen, Report, ReportedFinding, ReportedStack, Severity } from "./report";
import { listed, wrap } from "./wrap";

export interface TextOptions {
  /** @default false */
  readonly color?: boolean;
  /** Columns of the terminal. @default 100 */
  readonly width?: number;
  /** Where to read source excerpts. @default none are shown */
  readonly readLine?: ReadLine;
}

interface Page {
  readonly colors: ReturnType<typeof createColors>;
  readonly width: number;
  readonly readLine: ReadLine | undefined;
  /** Places whose source was shown already: a resource that breaks six rules is quoted once. */
  readonly quoted: Set<string>;
}

/** So many places of one rule are shown in their source; the rest in a line each, or long reports can't be read. */
const excerptsPerRule = 3;
const narrowest = 40;

/** For a person at a terminal: what to repair first stands first, why and how once per rule, the figures last. */
export function text(report: Report, options: TextOptions = {}): string {
  const page: Page = {
    colors: createColors(options.color ?? false),
    width: Math.max(options.width ?? 100, narrowest),
    readLine: options.readLine,
    quoted: new Set(),
  };
  const blocks = report.stacks.flatMap((stack) => stackBlocks(stack, page));
  if (report.warnings.length > 0) blocks.push(warningLines(report.warnings, page));
  blocks.push(summaryLines(report, page));
  return blocks.map((lines) => lines.join("\n") + "\n").join("\n");
}

function stackBlocks(stack: ReportedStack, page: Page): string[][] {
  const of = (state: string) => stack.findings.filter((finding) => stateOf(finding) === state);
  const blocks = [[heading(stack, page)]];
  const breaches = of("breach");
  for (const group of groupByRule(breaches)) blocks.push(ruleLines(group, page));
  const undetermined = of("undetermined");
  if (undetermined.length > 0) blocks.push(undeterminedLines(undetermined, page));
  const excused = of("excused");
  if (excused.length > 0) blocks.push(excusedLines(excused, page));
  if (stack.notSeen.length > 0) blocks.push(notSeenLines(stack.notSeen, page));
  if (blocks.length === 1) blocks.push([`  ${page.colors.green("No findings")}`]);
  return blocks;
}

function heading({ source, kind, resources }: ReportedStack, { colors, width }: Page): string {
  const name = visible(source);
  const facts = `${kind}, ${count(resources, "resource")}`;
  const rule = "─".repeat(Math.max(3, width - name.length - facts.length - 6));
  return `${colors.dim("──")} ${colors.bold(name)} ${colors.dim(`${rule} ${facts}`)}`;
}

function ruleLines(findings: FindingGroup, page: Page): string[] {
  const { colors } = page;
  const [{ rule, severity, level: enforced }] = findings;
  const level = enforced !== "mandatory" ? ` ${colors.dim(`(${enforced})`)}` : "";
  const number = findings.length > 1 ? ` ${colors.dim(`× ${findings.length}`)}` : "";
  const ids = controlIds(rule).join(" ");
  const rest = findings.slice(excerptsPerRule);
  return [
    `${badge(severity, page)}${level}  ${colors.bold(rule.id)}${ids && `  ${colors.cyan(ids)}`}${number}`,
    ...wrap(rule.title, page.width - 2).map((line) => `  ${line}`),
    "",
    ...findings.slice(0, excerptsPerRule).flatMap((finding) => placeLines(finding, page)),
    ...(rest.length > 0 ? [...tableLines(rest, page), ""] : []),
    ...paragraph("why", rule.why, page),
    ...paragraph("fix", rule.fix, page, colors.green),
  ];
}

function placeLines(finding: ReportedFinding, page: Page): string[] {
  const { colors, width, readLine, quoted } = page;
  const { location } = finding;
  const isQuoted = quoted.has(placeOf(finding));
  const shown = location && readLine && !isQuoted ? excerpt(location, readLine, width - 12) : [];
  quoted.add(placeOf(finding));
  return [
    `  ${colors.bold(visible(finding.name))}  ${colors.dim(visible(finding.type))}`,
    ...wrap(visible(finding.observation), width - 4).map(
      (line) => `    ${severityColor(finding.severity, page)(line)}`,
    ),
    ...(location ? [`    ${colors.dim("at")} ${colors.underline(visible(placeOf(finding)))}`] : []),
    ...shown.flatMap((line) => excerptLines(line, finding.severity, page)),
    "",
  ];
}

function excerptLines({ number, text, mark }: ExcerptLine, severity: Severity, page: Page): string[] {
  const { colors } = page;
  const gutter = colors.dim(`    ${String(number).padStart(5)} │`);
  const code = mark ? text : colors.dim(text);
  const lines = [text === "" ? gutter : `${gutter} ${code}`];
  if (mark) {
    const underline = severityColor(severity, page)("^".repeat(mark.length));
    lines.push(`${colors.dim("          │")} ${" ".repeat(mark.start)}${underline}`);
  }
  return lines;
}

/** A line each, in columns: name, what was seen, where. */
function tableLines(findings: readonly ReportedFinding[], { colors, width }: Page): string[] {
  const rows = findings.map((finding) => ({
    name: visible(finding.name),
    observation: visible(finding.observation),
    place: visible(placeOf(finding)),
  }));
  const widest = (column: keyof (typeof rows)[number]) =>
    rows.reduce((most, row) => Math.max(most, row[column].length), 0);
  const nameWidth = Math.min(widest("name"), Math.floor(width / 3));
  const observationWidth = Math.min(
    widest("observation"),
    Math.max(narrowest / 2, width - nameWidth - widest("place") - 6),
  );
  return rows.flatMap(({ name, observation, place }) => {
    const [seen = "", ...more] = wrap(observation, observationWidth);
    const indent = " ".repeat(nameWidth + 4);
    const first = `  ${colors.bold(name.padEnd(nameWidth))}  ${seen.padEnd(observationWidth)}  ${colors.dim(place)}`;
    return [first.trimEnd(), ...more.map((line) => indent + line)];
  });
}

function undeterminedLines(findings: readonly ReportedFinding[], page: Page): string[] {
  const { colors, width } = page;
  const lines = groupByRule(findings).flatMap((ofRule) => {
    const byObservation = groupBy(ofRule, (finding) => finding.observation);
    return [
      `  ${colors.bold(ofRule[0].rule.id)}`,
      ...[...byObservation].map(([observation, same]) => {
        const what = visible(observation);
        const names = same.map((finding) => visible(finding.name));
        return `    ${listed(names, Math.max(20, width - what.length - 6))}  ${colors.dim(what)}`;
      }),
    ];
  });
  const note = "decided by values that are known only after deployment";
  return [...titleLines("undetermined", note, page, colors.magenta), ...lines];
}

function excusedLines(findings: readonly ReportedFinding[], page: Page): string[] {
  const { colors, width } = page;
  const lines = groupByExcuse(findings).flatMap(({ excuse, findings: covered }) => {
    const byRule = groupByRule(covered).map((ofRule) => {
      const { rule } = ofRule[0];
      const names = [...new Set(ofRule.map((finding) => visible(finding.name)))];
      return `    ${colors.dim(rule.id)}  ${listed(names, Math.max(20, width - rule.id.length - 6))}`;
    });
    return [...wrap(visible(excuseInWords(excuse)), width - 2).map((line) => `  ${line}`), ...byRule];
  });
  return [colors.blue("excused"), ...lines];
}

function notSeenLines(notSeen: readonly NotSeen[], page: Page): string[] {
  const { colors, width } = page;
  const lines = notSeen.flatMap(({ urn, type, reason }) => [
    `  ${colors.bold(visible(urn.split("::").at(-1) ?? urn))}  ${colors.dim(visible(type))}`,
    ...wrap(visible(reason), width - 4).map((line) => `    ${line}`),
  ]);
  return [...titleLines("not seen", "nothing is known about these", page, colors.yellow), ...lines];
}

function titleLines(title: string, note: string, { colors, width }: Page, color: (text: string) => string): string[] {
  const fits = title.length + note.length + 2 <= width;
  return [color(title) + (fits ? `  ${colors.dim(note)}` : "")];
}

function warningLines(warnings: readonly string[], { colors, width }: Page): string[] {
  return warnings.flatMap((warning) =>
    wrap(visible(warning), width - 9).map((line, index) =>
      index === 0 ? `${colors.yellow("warning:")} ${line}` : `         ${line}`,
    ),
  );
}

function summaryLines({ summary, stacks }: Report, page: Page): string[] {
  const { colors, width } = page;
  const sum = (of: (stack: ReportedStack) => number) => stacks.reduce((total, stack) => total + of(stack), 0);
  const severities = severityOrder.filter((severity) => summary.bySeverity[severity] > 0);
  const figures = severities.map((severity) =>
    severityColor(severity, page)(`${summary.bySeverity[severity]} ${severity}`),
  );
  const breaches = count(summary.breaches, "breach", "breaches");
  const parts = [
    summary.breaches > 0 ? `${colors.bold(colors.red(breaches))}: ${figures.join(", ")}` : colors.green(breaches),
    ...(summary.undetermined > 0 ? [colors.magenta(`${summary.undetermined} undetermined`)] : []),
    ...(summary.excused > 0 ? [colors.blue(`${summary.excused} excused`)] : []),
    ...(summary.notSeen > 0 ? [colors.yellow(`${summary.notSeen} not seen`)] : []),
    colors.dim(
      `${count(
        sum((stack) => stack.resources),
        "resource",
      )} in ${count(stacks.length, "stack")}`,
    ),
  ];
  return [colors.dim("─".repeat(width)), ...rowsOf(parts, "  ·  ", page)];
}

/** The parts beside each other, on as many lines as they need. */
function rowsOf(parts: readonly string[], separator: string, { colors, width }: Page): string[] {
  const rows: string[] = [];
  for (const part of parts) {
    const longer = `${rows.at(-1) ?? ""}${colors.dim(separator)}${part}`;
    if (rows.length > 0 && stripVTControlCharacters(longer).length <= width) rows[rows.length - 1] = longer;
    else rows.push(part);
  }
  return rows;
}

function paragraph(label: string, content: string, { colors, width }: Page, color = colors.dim): string[] {
  const indent = " ".repeat(label.length + 4);
  return wrap(content, width - indent.length).map((line, index) =>
    index === 0 ? `  ${color(label)}  ${line}` : indent + line,
  );
}

function placeOf({ location }: ReportedFinding): string {
  return location ? `${location.file}:${location.line}:${location.column}` : "";
}

function badge(severity: Severity, page: Page): string {
  const color = severityColor(severity, page);
  return page.colors.bold(severity === "critical" ? page.colors.inverse(color(severity)) : color(severity));
}

function severityColor(severity: Severity, { colors }: Page): (text: string) => string {
  return { critical: colors.red, high: colors.red, medium: colors.yellow, low: colors.cyan }[severity];
}
