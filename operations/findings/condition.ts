import picomatch from "picomatch";
import type { Severity } from "../../policies/core/rule";
import type { Condition } from "../settings/settings";
import type { Finding } from "./finding";

/** Whether every condition that is named holds for a finding of that severity. */
export function matches(condition: Condition, finding: Finding, severity: Severity): boolean {
  const { keywords, fields = {}, severity: severities } = condition;
  const names = ["source", "rule", "account", "region", "resource"] as const;
  const words = `${finding.title}\n${finding.description}`.toLowerCase();
  return (
    names.every((name) => isLike(condition[name], finding[name])) &&
    Object.entries(fields).every(([name, globs]) => isLike(globs, finding.fields[name] ?? "")) &&
    (severities?.includes(severity) ?? true) &&
    (keywords?.some((keyword) => words.includes(keyword.toLowerCase())) ?? true)
  );
}

const compiled = new Map<string, (text: string) => boolean>();

function isLike(globs: readonly string[] | undefined, text: string): boolean {
  return globs?.some((glob) => matcherOf(glob)(text)) ?? true;
}

/** A slash is nothing special in names and ARNs. */
function matcherOf(glob: string): (text: string) => boolean {
  let matcher = compiled.get(glob);
  if (!matcher) {
    matcher = picomatch(glob, { bash: true, dot: true, nobrace: true, noextglob: true });
    compiled.set(glob, matcher);
  }
  return matcher;
}
