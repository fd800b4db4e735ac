import type { Rule } from "../core/rule";
import { glob } from "./decisions";
import { didYouMean } from "./did-you-mean";
import type { GivenSettings } from "./load";

/** Refuses settings that name a rule which the catalogue lacks, or give parameters to one that takes none. */
export function checkRules(
  given: GivenSettings,
  rules: readonly Rule[],
  fail: (keys: readonly string[], problem: string) => never,
): void {
  const ids = rules.map(({ id }) => id);
  for (const pattern of Object.keys(given.levels?.rules ?? {})) {
    if (!ids.some(glob(pattern))) fail(["levels", "rules", pattern], unknownRule(pattern, ids));
  }
  for (const id of Object.keys(given.parameters ?? {})) {
    const rule = rules.find((candidate) => candidate.id === id);
    if (!rule) fail(["parameters", id], unknownRule(id, ids));
    if (!rule.parameters) fail(["parameters", id], "expected a rule that takes parameters; this one takes none");
  }
  for (const [index, { rule }] of (given.exceptions ?? []).entries()) {
    if (!ids.includes(rule)) fail(["exceptions", String(index), "rule"], unknownRule(rule, ids));
  }
}

function unknownRule(id: string, ids: readonly string[]): string {
  const got = `got ${JSON.stringify(id)}${didYouMean(id, ids)}`;
  return `expected the id of a rule (\`guardrails rules\` lists them), ${got}`;
}
