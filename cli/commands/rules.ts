import { type Rule, needs } from "../../policies/core/rule";
import { catalogue } from "../../policies/rules/catalogue";
import { rulesReference } from "../../policies/rules/reference";
import { loadSettings } from "../../policies/settings/load";

export function run(given: object): void {
  const { format, settings } = given as { format: "text" | "json" | "markdown"; settings?: string };
  const { rules } = loadSettings(".", catalogue, settings);
  process.stdout.write(formats[format](rules));
}

const formats = { text, json, markdown: rulesReference };

/** The contract: tools depend on these names. */
function json(rules: readonly Rule[]): string {
  return `${JSON.stringify(
    rules.map((rule) => ({
      id: rule.id,
      title: rule.title,
      severity: rule.severity,
      needs: needs(rule),
      controls: rule.controls ?? {},
      equivalents: rule.equivalents ?? {},
      catalogue: rule.catalogue,
      remediates: rule.remediation !== undefined,
      why: rule.why,
      fix: rule.fix,
      ...(rule.parameters ? { parameters: rule.parameters } : {}),
    })),
    undefined,
    2,
  )}\n`;
}

function text(rules: readonly Rule[]): string {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}`);
  return `${lines.join("\n")}\n\n${rules.length} rules. \`guardrails explain <rule>\` says more about one.\n`;
}
