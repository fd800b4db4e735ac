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
  readonly rows: readonly string[];
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
  const placed = report.stacks.flatMap((stack) => stack.findings.map((finding) => ({ stack, finding })));
  const of = (state: State) => placed.filter(({ finding }) => stateOf(finding) === state);
  const breaches = of("breach").sort((a, b) => rank(a) - rank(b));
  const title = report.summary.breaches > 0 ? count(report.summary.breaches, "breach", "breaches") : "no breaches";
  const text = [
    `## Guardrails: ${title}\n`,
    summaryTable(report),
    ...within(limit - 1_500, [
      table(
        "",
        ["Severity", "Rule", "Resource", "Observed", "Where"],
        breaches.map((one) => breachRow(one, options)),
        28_000,
      ),
      folded(
        "Why and how to fix",
        groupByRule(breaches.map(({ finding }) => finding)).map(([{ rule }]) => advice(rule)),
        14_000,
      ),
      foldedTable(
        "undetermined",
        ["Rule", "Resource", "Reason", "Where"],
        of("undetermined").map((one) => undeterminedRow(one, options)),
      ),
      foldedTable(
        "excused",
        ["Rule", "Resource", "Observed", "Reason", "Owner", "Expires"],
        of("excused").map(excusedRow),
      ),
      foldedTable(
        "not seen",
        ["Resource", "Reason"],
        report.stacks.flatMap(({ notSeen }) => notSeen.map(notSeenRow)),
      ),
      folded(
        count(report.warnings.length, "warning"),
        report.warnings.map((warning) => `- ${cell(warning)}`),
        3_000,
      ),
    ]),
    `<sub>${escape(report.tool.name)} ${escape(report.tool.version)}, ${sizeOf(report)}</sub>\n`,
  ];
  return text.join("\n");
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
    .filter(({ rows }) => rows.length > 0)
    .map(({ opening, rows, closing, most: own }) => {
      const room = Math.min(left, own) - opening.length - closing.length - 100;
      const shown = fitting(rows, room);
      const missing = rows.length - shown.length;
      const more = missing > 0 ? `\n… and ${missing.toLocaleString("en-US")} more\n` : "";
      const text = `${opening}${shown.join("\n")}\n${more}${closing}`;
      left -= text.length;
      return text;
    });
}

function fitting(rows: readonly string[], room: number): readonly string[] {
  let used = 0;
  const end = rows.findIndex((row) => (used += row.length + 1) > room);
  return end < 0 ? rows : rows.slice(0, end);
}

function table(before: string, columns: readonly string[], rows: readonly string[], most: number, after = ""): Section {
  const head = `| ${columns.join(" | ")} |\n|${" --- |".repeat(columns.length)}\n`;
  return { opening: before + head, rows, closing: after, most };
}

function folded(summary: string, rows: readonly string[], most: number): Section {
  return { opening: unfold(summary), rows, closing: fold, most };
}

function foldedTable(state: string, columns: readonly string[], rows: readonly string[]): Section {
  return table(unfold(`${rows.length.toLocaleString("en-US")} ${state}`), columns, rows, 6_000, fold);
}

// Markdown within <details> is read only after an empty line.
const unfold = (summary: string) => `<details><summary>${summary}</summary>\n\n`;
const fold = "\n</details>\n";

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
