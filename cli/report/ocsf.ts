import type { AccountOptions } from "./asff";
import { wellFormed } from "./characters";
import { controlIds, excuseInWords, requirements } from "./groups";
import type { Report, ReportedFinding, ReportedStack, Rule, Severity } from "./report";

/** The first version of OCSF in which a compliance finding has `resources`: https://schema.ocsf.io/1.3.0/classes/compliance_finding */
const schemaVersion = "1.3.0";

/** OCSF's severity_id; a check that could not decide is informational. */
const severityIds: Readonly<Record<Severity, number>> = { low: 2, medium: 3, high: 4, critical: 5 };
const severityNames = ["Unknown", "Informational", "Low", "Medium", "High", "Critical"] as const;

/** OCSF compliance findings, one JSON object a line, as log shippers take them. Nothing found is an empty file. */
export function ocsf(report: Report, options: AccountOptions = {}): string {
  return report.stacks
    .flatMap((stack) => stack.findings.map((finding) => JSON.stringify(event(report, stack, finding, options)) + "\n"))
    .join("");
}

function event(report: Report, stack: ReportedStack, finding: ReportedFinding, options: AccountOptions) {
  const { accountId = "000000000000", region = "us-east-1", partition = "aws" } = options;
  const { rule, excused, outcome, observation, severity, location } = finding;
  const time = report.time.getTime();
  const severityId = outcome === "breach" ? severityIds[severity] : 1;
  return {
    activity_id: 1,
    activity_name: "Create",
    category_uid: 2,
    category_name: "Findings",
    class_uid: 2003,
    class_name: "Compliance Finding",
    type_uid: 200301,
    type_name: "Compliance Finding: Create",
    time,
    severity_id: severityId,
    severity: severityNames[severityId],
    status_id: excused ? 3 : 1,
    status: excused ? "Suppressed" : "New",
    message: wellFormed(`${finding.name}: ${observation}`),
    ...(excused && { comment: wellFormed(excuseInWords(excused)) }),
    metadata: metadata(report),
    cloud: { provider: "AWS", account: { uid: accountId, type: "AWS Account", type_id: 10 }, region },
    finding_info: findingInfo(report, finding),
    compliance: complianceOf(finding),
    resources: [resourceOf(finding, partition)],
    remediation: { desc: rule.fix },
    unmapped: { stack: wellFormed(stack.source), kind: stack.kind, level: finding.level, severity, location },
  };
}

function metadata({ tool: { name, version } }: Report) {
  return { version: schemaVersion, profiles: ["cloud"], product: { name, version, vendor_name: name } };
}

function findingInfo(report: Report, { rule, fingerprint }: ReportedFinding) {
  return {
    uid: fingerprint,
    title: rule.title,
    desc: rule.why,
    types: ["Software and Configuration Checks"],
    created_time: report.time.getTime(),
    analytic: { uid: rule.id, name: rule.title, type: "Rule", type_id: 1 },
  };
}

// OCSF's Warning is a check that "did not yield a result due to missing information".
function complianceOf({ rule, outcome, observation }: ReportedFinding) {
  const isBreach = outcome === "breach";
  return {
    control: controlIds(rule)[0] ?? rule.id,
    requirements: requirements(rule),
    standards: standards(rule),
    status: isBreach ? "Fail" : "Warning",
    status_id: isBreach ? 3 : 2,
    status_detail: wellFormed(observation),
  };
}

/** OCSF requires a standard; the rule itself is one where no framework asks for it. */
function standards(rule: Rule): string[] {
  const frameworks = Object.keys(rule.controls ?? {});
  return frameworks.length > 0 ? frameworks : ["pulumi-guardrails"];
}

function resourceOf({ urn, type, name }: ReportedFinding, partition: string) {
  return { uid: wellFormed(urn), type, name: wellFormed(name), cloud_partition: partition };
}
