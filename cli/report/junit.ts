import { excuseInWords, groupBy, rulesOf, stateOf } from "./groups";
import type { NotSeen, Report, ReportedFinding, ReportedStack, Rule } from "./report";

interface TestCase {
  readonly classname: string;
  readonly name: string;
  readonly result?: "failure" | "skipped";
  readonly type?: string;
  readonly message?: string;
  readonly body?: string;
}

/** A suite for each stack; a case for each rule and resource that has a finding, and one for each rule that has none. */
export function junit(report: Report): string {
  const rules = rulesOf(report);
  const suites = report.stacks.map((stack) => ({ stack, cases: casesOf(stack, rules) }));
  const all = suites.flatMap(({ cases }) => cases);
  const totals = { name: report.tool.name, tests: all.length, failures: numberOf(all, "failure"), errors: 0 };
  const lines = suites.flatMap(({ stack, cases }) => [
    `  <testsuite${attributes(suiteOf(report, stack, cases))}>`,
    ...cases.map(testCase),
    "  </testsuite>",
  ]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes(totals)}>`,
    ...lines,
    "</testsuites>",
    "",
  ].join("\n");
}

function suiteOf(report: Report, stack: ReportedStack, cases: readonly TestCase[]) {
  return {
    name: stack.source,
    tests: cases.length,
    failures: numberOf(cases, "failure"),
    errors: 0,
    skipped: numberOf(cases, "skipped"),
    timestamp: report.time.toISOString().slice(0, 19),
  };
}

function casesOf(stack: ReportedStack, rules: readonly Rule[]): TestCase[] {
  const byRule = groupBy(stack.findings, ({ rule }) => rule.id);
  const judged = rules.flatMap((rule) => {
    const findings = byRule.get(rule.id);
    if (!findings) return [{ classname: rule.id, name: rule.title }];
    return [...groupBy(findings, ({ urn }) => urn)].map(([urn, ofResource]) => caseOf(rule, urn, ofResource));
  });
  return [...judged, ...stack.notSeen.map(notSeenCase)];
}

function caseOf(rule: Rule, urn: string, findings: readonly ReportedFinding[]): TestCase {
  const breaches = findings.filter((finding) => stateOf(finding) === "breach");
  const body = findings.map(inWords).join("\n");
  if (breaches.length === 0) {
    return { classname: rule.id, name: urn, result: "skipped", message: findings.map(inWords).join("; "), body };
  }
  return {
    classname: rule.id,
    name: urn,
    result: "failure",
    type: breaches[0]?.severity,
    message: breaches.map((finding) => finding.observation).join("; "),
    body: `${rule.title}\n${body}\nWhy: ${rule.why}\nFix: ${rule.fix}`,
  };
}

function notSeenCase({ urn, reason }: NotSeen): TestCase {
  return { classname: "not-seen", name: urn, result: "skipped", message: `not seen: ${reason}`, body: "" };
}

function inWords(finding: ReportedFinding): string {
  const { observation, excused, outcome, location } = finding;
  const place = location ? ` at ${location.file}:${location.line}:${location.column}` : "";
  const state = outcome === "undetermined" ? "undetermined: " : "";
  return `${state}${observation}${place}${excused ? `, excused: ${excuseInWords(excused)}` : ""}`;
}

function testCase({ classname, name, result, type, message, body }: TestCase): string {
  const opening = `    <testcase${attributes({ classname, name })}`;
  if (result === undefined) return `${opening}/>`;
  return `${opening}><${result}${attributes({ type, message })}>${escape(body ?? "")}</${result}></testcase>`;
}

function numberOf(cases: readonly TestCase[], result: TestCase["result"]): number {
  return cases.filter((one) => one.result === result).length;
}

function attributes(values: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escape(String(value)).replace(/[\t\n\r]/g, reference)}"`)
    .join("");
}

// XML 1.0 has no way to write most control characters, halves of surrogate pairs, U+FFFE or U+FFFF (section 2.2, Char).

const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

function escape(text: string): string {
  return text
    .replace(unwritable, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;");
}

function reference(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}
