import { wellFormed } from "./characters";
import { count, severityOrder, stateOf, summaryInWords } from "./groups";
import type { Report, ReportedFinding } from "./report";

type Command = "error" | "warning" | "notice";

/** GitHub shows no more annotations of one kind from one step. */
const shown = 10;

/** Workflow commands, which GitHub Actions turns into annotations on the changed lines. The worst come first. */
export function github(report: Report): string {
  const findings = report.stacks
    .flatMap((stack) => stack.findings)
    .filter((finding) => stateOf(finding) !== "excused")
    .sort((a, b) => rank(a) - rank(b));
  const lines = findings.map(annotation);
  for (const { notSeen } of report.stacks) {
    for (const { urn, reason } of notSeen) lines.push(command("warning", { title: "Not seen" }, `${urn}: ${reason}`));
  }
  for (const warning of report.warnings) lines.push(command("warning", { title: report.tool.name }, warning));
  const errors = findings.filter((finding) => commandOf(finding) === "error").length;
  const hidden = errors > shown ? ` GitHub annotates ${shown} of ${count(errors, "error")}; all are above.` : "";
  return [...lines, `${report.tool.name}: ${summaryInWords(report)}.${hidden}`].join("\n") + "\n";
}

// Pulumi holds a `remediate` policy that did not remediate to be mandatory.
function commandOf(finding: ReportedFinding): Command {
  if (finding.outcome === "undetermined") return "notice";
  return finding.level === "advisory" ? "warning" : "error";
}

function rank(finding: ReportedFinding): number {
  const commands: readonly Command[] = ["error", "warning", "notice"];
  return commands.indexOf(commandOf(finding)) * severityOrder.length + severityOrder.indexOf(finding.severity);
}

function annotation(finding: ReportedFinding): string {
  const { rule, location, name, observation } = finding;
  const place: Record<string, string> = location
    ? { file: location.file, line: String(location.line), col: String(location.column) }
    : {};
  const message =
    finding.outcome === "breach" ? `${name}: ${observation}\n${rule.fix}` : `${name}: undetermined: ${observation}`;
  return command(commandOf(finding), { ...place, title: `${rule.title} (${rule.id})` }, message);
}

function command(name: Command, properties: Readonly<Record<string, string>>, message: string): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(value)}`);
  return `::${name} ${written.join(",")}::${escapeData(message)}`;
}

// The two escapes that @actions/core's command.ts defines. Without them a value could start a command of its own.
function escapeData(text: string): string {
  return wellFormed(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
