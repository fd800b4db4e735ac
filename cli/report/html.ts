import { createHash } from "node:crypto";
import { visible } from "./characters";
import { controlIds, excuseInWords, groupByRule, type FindingGroup, requirements, stateOf } from "./groups";
import { script } from "./html-script";
import { style } from "./html-style";
import type { Report, ReportedFinding, ReportedStack } from "./report";

interface Placed extends ReportedFinding {
  readonly stack: number;
}

/** One page that needs no network and no server: it shows, filters and prints the findings. */
export function html(report: Report): string {
  // Only this very style and script may run, whatever a name in the data tries. https://www.w3.org/TR/CSP3/
  const policy = [
    "default-src 'none'",
    `style-src '${digest(style)}'`,
    `script-src '${digest(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Guardrails report</title>
<style>${style}</style>
</head>
<body>
<noscript><p>This page lists its findings by a script of its own. Allow it, or write the report as markdown.</p></noscript>
<script type="application/json" id="data">${embedded(dataOf(report))}</script>
<script>${script}</script>
</body>
</html>
`;
}

function digest(content: string): string {
  return `sha256-${createHash("sha256").update(content, "utf8").digest("base64")}`;
}

/** JSON that can't end its element, nor a line where JavaScript once saw one. */
function embedded(data: unknown): string {
  return JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

function dataOf({ tool, time, stacks, summary, warnings }: Report) {
  const findings = stacks.flatMap((stack, index) => stack.findings.map((finding) => ({ ...finding, stack: index })));
  return {
    tool: `${tool.name} ${tool.version}`,
    time: time.toISOString(),
    stacks: stacks.map(stackOf),
    summary,
    warnings: warnings.map(visible),
    groups: groupByRule(findings).map(groupOf),
  };
}

function stackOf({ source, kind, resources, notSeen }: ReportedStack) {
  return {
    source: visible(source),
    kind,
    resources,
    notSeen: notSeen.map(({ urn, reason }) => ({ urn: visible(urn), reason: visible(reason) })),
  };
}

function groupOf(findings: FindingGroup<Placed>) {
  const [{ rule, severity }] = findings;
  return {
    id: rule.id,
    title: rule.title,
    severity,
    why: rule.why,
    fix: rule.fix,
    controls: controlIds(rule),
    requirements: requirements(rule),
    findings: findings.map(findingOf),
  };
}

function findingOf(finding: Placed) {
  const { name, type, urn, severity, level, observation, location, excused, stack } = finding;
  return {
    name: visible(name),
    type: visible(type),
    urn: visible(urn),
    severity,
    level,
    observation: visible(observation),
    place: location ? visible(`${location.file}:${location.line}:${location.column}`) : "",
    state: stateOf(finding),
    isUndetermined: finding.outcome === "undetermined",
    excuse: excused ? visible(excuseInWords(excused)) : "",
    stack,
  };
}
