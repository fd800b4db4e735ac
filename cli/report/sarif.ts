import type {
  Invocation,
  Location as SarifLocation,
  Log,
  Notification,
  PhysicalLocation,
  ReportingDescriptor,
  Result,
  Run,
} from "sarif";
import { uriOf, wellFormed } from "./characters";
import { controlIds, excuseInWords, requirements, rulesOf } from "./groups";
import type { Report, ReportedFinding, ReportedStack, Rule, Severity } from "./report";

export interface SarifOptions {
  /** The folder that relative paths start from, as a `file:` URI with a slash at its end. @default not told */
  readonly root?: string;
}

const sourceRoot = "%SRCROOT%";

const levels = { critical: "error", high: "error", medium: "warning", low: "note" } as const;

/**
 * GitHub reads `security-severity` as a score: over 9.0 critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, under that low.
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
const scores: Readonly<Record<Severity, string>> = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" };

/** GitHub takes no more tags of one rule. */
const mostTags = 20;

/** SARIF 2.1.0, one run for all stacks. */
export function sarif(report: Report, options: SarifOptions = {}): string {
  const rules = rulesOf(report);
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const run: Run = {
    tool: {
      driver: {
        name: report.tool.name,
        version: report.tool.version,
        semanticVersion: report.tool.version,
        informationUri: report.tool.informationUri,
        rules: rules.map(descriptor),
      },
    },
    invocations: [invocation(report)],
    originalUriBaseIds: {
      [sourceRoot]: { ...(options.root && { uri: options.root }), description: { text: "The working directory." } },
    },
    columnKind: "utf16CodeUnits",
    results: report.stacks.flatMap((stack) =>
      stack.findings.map((finding) => resultOf(stack, finding, indexes.get(finding.rule.id) ?? -1)),
    ),
  };
  const log: Log = { $schema: "https://json.schemastore.org/sarif-2.1.0.json", version: "2.1.0", runs: [run] };
  return JSON.stringify(log, undefined, 2) + "\n";
}

function descriptor(rule: Rule): ReportingDescriptor {
  const frameworks = [...controlIds(rule), ...requirements(rule)];
  const listed = frameworks.length > 0 ? `\n\nControls: ${frameworks.join(", ")}.` : "";
  return {
    id: rule.id,
    name: rule.id.replace(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: {
      text: `${rule.why}\n\nFix: ${rule.fix}${listed}`,
      markdown: `**Why**: ${rule.why}\n\n**Fix**: ${rule.fix}${listed}`,
    },
    defaultConfiguration: { level: levels[rule.severity] },
    properties: {
      tags: [...new Set(["security", "aws", ...frameworks])].slice(0, mostTags),
      precision: "high",
      "security-severity": scores[rule.severity],
    },
  };
}

function resultOf(stack: ReportedStack, finding: ReportedFinding, ruleIndex: number): Result {
  const { rule, outcome, severity, level, excused } = finding;
  return {
    ruleId: rule.id,
    ruleIndex,
    // SARIF 3.27.9: "open" is for a lack of information to decide; 3.27.10: only a "fail" has a level.
    kind: outcome === "breach" ? "fail" : "open",
    level: outcome === "breach" ? levels[severity] : "none",
    message: { text: message(finding) },
    locations: [locationOf(stack, finding)],
    partialFingerprints: { "guardrails/v1": finding.fingerprint },
    suppressions: excused
      ? [{ kind: "external", status: "accepted", justification: excuseInWords(excused), properties: { ...excused } }]
      : [],
    properties: { stack: stack.source, resourceType: finding.type, severity, enforcementLevel: level },
  };
}

// In a message, `](` makes a link (SARIF 3.11.6): a name that holds it must not.
function message({ name, observation, outcome, rule }: ReportedFinding): string {
  const seen = outcome === "breach" ? observation : `not decided: ${observation}`;
  return `${name}: ${seen}. ${rule.fix}`.replaceAll("](", "] (");
}

function locationOf(stack: ReportedStack, finding: ReportedFinding): SarifLocation {
  const { urn, name, type } = finding;
  const physical = physicalLocation(stack, finding);
  return {
    ...(physical && { physicalLocation: physical }),
    logicalLocations: [{ name, fullyQualifiedName: urn, kind: "resource", properties: { type } }],
  };
}

// GitHub refuses a result without a physical location, so a finding in a state file is located in that file.
function physicalLocation({ source }: ReportedStack, { location }: ReportedFinding): PhysicalLocation | undefined {
  if (!location) return source === "-" || source === "" ? undefined : { artifactLocation: artifact(source) };
  const { file, line, column } = location;
  if (line < 1) return { artifactLocation: artifact(file) };
  return {
    artifactLocation: artifact(file),
    region: { startLine: line, ...(column >= 1 && { startColumn: column }) },
  };
}

function artifact(file: string): PhysicalLocation["artifactLocation"] {
  const uri = uriOf(file);
  return uri.startsWith("file:") ? { uri } : { uri, uriBaseId: sourceRoot };
}

/** What could not be looked at and what else to know: a viewer shows these beside the results. */
function invocation(report: Report): Invocation {
  const notSeen = report.stacks.flatMap((stack) =>
    stack.notSeen.map(({ urn, reason }): Notification => {
      return { level: "warning", message: { text: `${stack.source}: not seen: ${wellFormed(urn)}: ${reason}` } };
    }),
  );
  const warnings = report.warnings.map((text): Notification => ({ level: "warning", message: { text } }));
  return {
    executionSuccessful: true,
    endTimeUtc: report.time.toISOString(),
    toolExecutionNotifications: [...notSeen, ...warnings],
  };
}
