import { type Ids, type Rule } from "../../policies/core/rule";
import { UserError } from "../../policies/core/user-error";
import { catalogue } from "../../policies/rules/catalogue";
import { loadSettings } from "../../policies/settings/load";

export function run(id: string, { settings }: { settings?: string }): void {
  const { rules } = loadSettings(".", catalogue, settings);
  const found = rules.filter((rule) => answersTo(rule, id));
  if (found.length === 0) {
    throw new UserError(
      `expected a rule or a control that a rule checks (\`guardrails rules\` lists them), got ${JSON.stringify(id)}`,
    );
  }
  process.stdout.write(found.map(explained).join("\n"));
}

function answersTo(rule: Rule, id: string): boolean {
  const names = [rule.id, ...rule.catalogue, ...Object.values(rule.equivalents ?? {}).flat()];
  return names.some((name) => name.toLowerCase() === id.toLowerCase());
}

function explained(rule: Rule): string {
  const lines = [
    `${rule.id} (${rule.severity})`,
    `${rule.title}.`,
    "",
    `Why: ${rule.why}`,
    `Fix: ${rule.fix}`,
    ...(rule.remediation ? ["At level `remediate`, the policy pack makes this fix itself."] : []),
    "",
    `Looks at: ${[...new Set(rule.checks.flatMap(({ types }) => types))].join(", ")}`,
    ...idLines("Controls", rule.controls),
    ...idLines("Same as", rule.equivalents),
    ...parameterLines(rule),
  ];
  return `${lines.join("\n")}\n`;
}

function idLines(heading: string, ids: Ids = {}): string[] {
  const named = Object.entries(ids).filter(([, numbers]) => numbers.length > 0);
  return named.length === 0
    ? []
    : [`${heading}:`, ...named.map(([name, numbers]) => `  ${name}: ${numbers.join(", ")}`)];
}

function parameterLines({ id, parameters }: Rule): string[] {
  if (!parameters) return [];
  return [
    "Parameters (in guardrails.yaml):",
    "  parameters:",
    `    ${id}:`,
    ...Object.entries(parameters.properties).map(
      ([name, schema]) =>
        `      ${name}: ${JSON.stringify(schema.default)}${typeof schema.description === "string" ? `  # ${schema.description}` : ""}`,
    ),
  ];
}
