import { shorten, uriOf, visible } from "./characters";
import { controlIds, count, groupByRule, severityOrder, type State, stateOf } from "./groups";
import type { NotSeen, Report, ReportedFinding, ReportedStack, Rule } from "./report";

export interface MarkdownOptions {
  /** What stands before a path in a link, such as `https://github.com/o/r/blob/<commit>/`. @default none: links are relative */
  readonly links?: string;
}

interface Placed {
  readonly stack: ReportedStack;
  readonly finding: ReportedFinding;
}

interface Section {
  readonly opening: string;
  /** How many rows there are, and how each is written: of many findings few fit, and only those are. */
  readonly size: number;
  readonly row: (index: number) => string;
  readonly closing: string;
  /** Characters that its rows may take. */
  readonly most: number;
}

/** GitHub refuses a comment of more than 65,536 characters. */
const limit = 65_000;
/** One long name must not push the others out. */
const longestCell = 200;

/** Fit for a comment on a pull request: figures and breaches in sight, the rest folded away, never too long to post. */
export function markdown(report: Report, options: MarkdownOptions = {}): string {
  const title = report.summary.breaches > 0 ? count(report.summary.breaches, "breach", "breaches") : "no breaches";
  const text = [
    `## Guardrails: ${title}\n`,
    summaryTable(report),
    ...within(limit - 1_500, sectionsOf(report, options)),
    `<sub>${escape(report.tool.name)} ${escape(report.tool.version)}, ${sizeOf(report)}</sub>\n`,
  ];
  return text.join("\n");
}

function sectionsOf({ stacks, warnings }: Report, options: MarkdownOptions): Section[] {
  const placed = stacks.flatMap((stack) => stack.findings.map((finding) => ({ stack, finding })));
  const of = (state: State) => placed.filter(({ finding }) => stateOf(finding) === state);
  const breaches = of("breach").sort((a, b) => rank(a) - rank(b));
  const broken = groupByRule(breaches.map(({ finding }) => finding)).map(([{ rule }]) => rule);
  const [undetermined, excused] = [of("undetermined"), of("excused")];
  const notSeen = stacks.flatMap((stack) => stack.notSeen);
  return [
    table(["Severity", "Rule", "Resource", "Observed", "Where"], breaches, (one) => breachRow(one, options), 28_000),
    folded("Why and how to fix", list(broken, advice, 14_000)),
    folded(
      `${undetermined.length} undetermined`,
      table(["Rule", "Resource", "Reason", "Where"], undetermined, (one) => undeterminedRow(one, options), 6_000),
    ),
    folded(
      `${excused.length} excused`,
      table(["Rule", "Resource", "Observed", "Reason", "Owner", "Expires"], excused, excusedRow, 6_000),
    ),
    folded(`${notSeen.length} not seen`, table(["Resource", "Reason"], notSeen, notSeenRow, 6_000)),
    folded(
      count(warnings.length, "warning"),
      list(warnings, (warning) => `- ${cell(warning)}`, 3_000),
    ),
  ];
}

function summaryTable({ summary }: Report): string {
  const columns: [string, number][] = [
    ...severityOrder.map((severity): [string, number] => [capital(severity), summary.bySeverity[severity]]),
    ["Undetermined", summary.undetermined],
    ["Excused", summary.excused],
    ["Not seen", summary.notSeen],
  ];
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |\n`;
  return (
    line(columns.map(([name]) => name)) + line(columns.map(() => "--:")) + line(columns.map(([, figure]) => figure))
  );
}

/** Writes sections one after another, leaving out rows that would make the whole longer than `most`, and saying so. */
function within(most: number, sections: readonly Section[]): string[] {
  let left = most;
  return sections
    .filter(({ size }) => size > 0)
    .map((section) => {
      const { opening, closing, size } = section;
      const shown = fitting(section, Math.min(left, section.most) - opening.length - closing.length - 100);
      const missing = size - shown.length;
      const more = missing > 0 ? `\n… and ${missing.toLocaleString("en-US")} more\n` : "";
      const text = `${opening}${shown.join("\n")}\n${more}${closing}`;
      left -= text.length;
      return text;
    });
}

function fitting({ size, row }: Section, room: number): string[] {
  const rows: string[] = [];
  for (let index = 0, used = 0; index < size; index++) {
    const text = row(index);
    used += text.length + 1;
    if (used > room) break;
    rows.push(text);
  }
  return rows;
}

function table<Item>(
  columns: readonly string[],
  items: readonly Item[],
  rowOf: (item: Item) => string,
  most: number,
): Section {
  const head = `| ${columns.join(" | ")} |\n|${" --- |".repeat(columns.length)}\n`;
  return { ...list(items, rowOf, most), opening: head };
}

function list<Item>(items: readonly Item[], rowOf: (item: Item) => string, most: number): Section {
  return { opening: "", size: items.length, row: (index) => rowOf(items[index] as Item), closing: "", most };
}

// Markdown within <details> is read only after an empty line.
function folded(summary: string, section: Section): Section {
  const opening = `<details><summary>${summary}</summary>\n\n${section.opening}`;
  return { ...section, opening, closing: "\n</details>\n" };
}

function breachRow({ stack, finding }: Placed, options: MarkdownOptions): string {
  const { severity, level, rule, name, observation } = finding;
  const enforced = level === "mandatory" ? "" : ` (${level})`;
  return row([
    `**${severity}**${enforced}`,
    named(rule),
    code(name),
    cell(observation),
    where(stack, finding, options),
  ]);
}

function undeterminedRow({ stack, finding }: Placed, options: MarkdownOptions): string {
  const { rule, name, observation } = finding;
  return row([code(rule.id), code(name), cell(observation), where(stack, finding, options)]);
}

function excusedRow({ finding: { rule, name, observation, excused } }: Placed): string {
  const { reason = "", owner = "", expires = null, ticket } = excused ?? {};
  const told = ticket ? `${reason} (${ticket})` : reason;
  return row([code(rule.id), code(name), cell(observation), cell(told), cell(owner), cell(expires ?? "never")]);
}

function notSeenRow({ urn, reason }: NotSeen): string {
  return row([code(urn), cell(reason)]);
}

function advice(rule: Rule): string {
  return `- **${cell(rule.title)}** (${code(rule.id)})<br>${cell(rule.why)}<br>**Fix**: ${cell(rule.fix)}`;
}

function named(rule: Rule): string {
  return [code(rule.id), ...controlIds(rule).map(cell)].join(" ");
}

function where({ source }: ReportedStack, { location }: ReportedFinding, { links = "" }: MarkdownOptions): string {
  if (!location) return cell(source);
  const uri = uriOf(location.file).replace(/[()!'*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const label = cell(`${location.file}:${location.line}`);
  if (uri.startsWith("file:") || uri.length > longestCell) return label;
  return `[${label}](${links}${uri}#L${location.line})`;
}

function sizeOf({ stacks }: Report): string {
  const resources = stacks.reduce((sum, stack) => sum + stack.resources, 0);
  return `${count(resources, "resource")} in ${count(stacks.length, "stack")}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function cell(text: string): string {
  return escape(shorten(visible(text), longestCell));
}

function code(text: string): string {
  if (/^[\w.-]{1,100}$/.test(text)) return `\`${text}\``;
  return `<code>${cell(text)}</code>`;
}

/**
 * Text that GitHub shows as it is. A mention, an issue or a bare address would become a link whatever is escaped
 * (GitHub Flavored Markdown, 6.9), so a character without width breaks it.
 */
function escape(text: string): string {
  return text
    .replace(/@|#(?=\d)|:(?=\/\/)|www(?=\.)/gi, "$&\u200b")
    .replace(/[\\`*_|~$]/g, "\\$&")
    .replaceAll("&", "&amp;")
    .replaceAll("[", "&#91;")
    .replaceAll("]", "&#93;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function rank({ finding }: Placed): number {
  return severityOrder.indexOf(finding.severity);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
