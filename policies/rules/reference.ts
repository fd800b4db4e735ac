import type { Ids, Rule } from "../core/rule";

/** RULES.md: a table row per rule, in the order of the catalogue. */
export function rulesReference(rules: readonly Rule[]): string {
  return [
    "# Rules",
    "",
    "<!-- Generated from the catalogue by `npm run docs`. Do not edit. -->",
    "",
    `${rules.length} rules. \`guardrails explain <rule>\` shows one with all its framework numbers and parameters.`,
    "",
    row("Rule", "Severity", "What must hold, and why", "How to fix", "Controls"),
    row("---", "---", "---", "---", "---"),
    ...rules.map((rule) =>
      row(`\`${rule.id}\``, rule.severity, `**${rule.title}.** ${rule.why}`, rule.fix, controls(rule.controls ?? {})),
    ),
    "",
  ].join("\n");
}

/** NIST and PCI number dozens of requirements for one control; a table has room for the short ones. */
function controls(ids: Ids): string {
  return ["Security Hub", "CIS AWS 5.0"]
    .filter((framework) => (ids[framework] ?? []).length > 0)
    .map((framework) => `${framework} ${(ids[framework] ?? []).join(", ")}`)
    .join("; ");
}

function row(...cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
