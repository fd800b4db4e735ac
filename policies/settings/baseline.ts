import { UserError } from "../core/user-error";
import { type Decision, fingerprint } from "./decisions";

interface BaselineEntry {
  readonly rule: string;
  readonly urn: string;
  readonly observation: string;
}

/** The findings of today as text for a baseline file: sorted, so that it reviews well. */
export function writeBaseline(decisions: readonly Decision[]): string {
  const entries = decisions
    .map(({ finding }): BaselineEntry => ({
      rule: finding.rule.id,
      urn: finding.resource.urn,
      observation: finding.observation,
    }))
    .sort((a, b) => compare(a.rule, b.rule) || compare(a.urn, b.urn) || compare(a.observation, b.observation));
  return `${JSON.stringify({ findings: entries }, undefined, 2)}\n`;
}

/** @returns the fingerprints of the findings in a baseline file */
export function readBaseline(text: string, file: string): Set<string> {
  const expected = `${file}: expected a baseline as \`guardrails baseline\` writes it, got`;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new UserError(`${expected} broken JSON; run \`guardrails baseline\` again`);
  }
  const findings = (document as { findings?: unknown } | null)?.findings;
  if (!Array.isArray(findings)) throw new UserError(`${expected} no list of findings`);
  return new Set(
    findings.map((entry: Partial<BaselineEntry> | null) => {
      if (typeof entry?.rule !== "string" || typeof entry.urn !== "string" || typeof entry.observation !== "string") {
        throw new UserError(`${expected} an entry without rule, urn and observation: ${JSON.stringify(entry)}`);
      }
      return fingerprint(entry.rule, entry.urn, entry.observation);
    }),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
