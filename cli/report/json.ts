import type { Report, ReportedFinding, ReportedStack } from "./report";

/** The contract that tools depend on: names and order stay, fields may be added after them. */
export function json(report: Report): string {
  const { breaches, undetermined, excused, bySeverity, notSeen } = report.summary;
  const document = {
    stacks: report.stacks.map(stackOf),
    summary: { breaches, undetermined, excused, bySeverity, notSeen },
    warnings: report.warnings,
    tool: { name: report.tool.name, version: report.tool.version },
    time: report.time.toISOString(),
  };
  return JSON.stringify(document, undefined, 2) + "\n";
}

function stackOf({ source, kind, resources, notSeen, findings }: ReportedStack) {
  return {
    source,
    kind,
    resources,
    notSeen: notSeen.map(({ urn, type, reason }) => ({ urn, type, reason })),
    findings: findings.map(findingOf),
  };
}

function findingOf({ rule, location, excused, ...finding }: ReportedFinding) {
  return {
    rule: rule.id,
    urn: finding.urn,
    type: finding.type,
    outcome: finding.outcome,
    severity: finding.severity,
    level: finding.level,
    observation: finding.observation,
    fix: rule.fix,
    location: location && { file: location.file, line: location.line, column: location.column },
    excused: excused && {
      reason: excused.reason,
      owner: excused.owner,
      expires: excused.expires,
      ...(excused.ticket === undefined ? {} : { ticket: excused.ticket }),
    },
    controls: rule.controls ?? {},
    name: finding.name,
    title: rule.title,
    why: rule.why,
    fingerprint: finding.fingerprint,
  };
}
