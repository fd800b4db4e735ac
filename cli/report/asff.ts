import { shorten, wellFormed } from "./characters";
import { controlIds, excuseInWords, requirements } from "./groups";
import type { Report, ReportedFinding, ReportedStack } from "./report";

/** Whose findings they are. A program that is not deployed does not know, so the user may tell. */
export interface AccountOptions {
  /** Twelve digits. @default "000000000000" */
  readonly accountId?: string;
  /** @default "us-east-1" */
  readonly region?: string;
  /** @default "aws" */
  readonly partition?: string;
}

/** Lengths that BatchImportFindings accepts: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Types.html */
const most = { id: 512, title: 256, description: 1024, text: 512, detail: 2048, requirements: 32 } as const;

/** AWS Security Finding Format, as an array to pass to BatchImportFindings, a hundred at a time. */
export function asff(report: Report, options: AccountOptions = {}): string {
  const findings = new Map<string, ReturnType<typeof findingOf>>();
  for (const stack of report.stacks) {
    for (const finding of stack.findings) {
      const entry = findingOf(report, stack, finding, options);
      // Security Hub knows a finding by its Id: two of one Id in a batch would overwrite each other.
      if (!findings.has(entry.Id)) findings.set(entry.Id, entry);
    }
  }
  return JSON.stringify([...findings.values()], undefined, 2) + "\n";
}

function findingOf(report: Report, stack: ReportedStack, finding: ReportedFinding, options: AccountOptions) {
  const { rule, outcome, severity, observation, name, excused } = finding;
  const { accountId = "000000000000", region = "us-east-1", partition = "aws" } = options;
  const time = report.time.toISOString();
  const isBreach = outcome === "breach";
  return {
    SchemaVersion: "2018-10-08",
    Id: `${report.tool.name}/${finding.fingerprint}`,
    ProductArn: `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    GeneratorId: fit(`${report.tool.name}/${rule.id}`, most.id),
    AwsAccountId: accountId,
    Types: ["Software and Configuration Checks/AWS Security Best Practices"],
    CreatedAt: time,
    UpdatedAt: time,
    Severity: { Label: isBreach ? severity.toUpperCase() : "INFORMATIONAL", Original: severity },
    Title: fit(rule.title, most.title),
    Description: fit(`${name}: ${isBreach ? "" : "not decided: "}${observation}. ${rule.why}`, most.description),
    Remediation: { Recommendation: { Text: fit(rule.fix, most.text), Url: report.tool.informationUri } },
    ProductFields: productFields(stack, finding),
    Resources: [resourceOf(finding, partition, region)],
    Compliance: complianceOf(finding),
    Workflow: { Status: excused ? "SUPPRESSED" : "NEW" },
    RecordState: "ACTIVE",
    ...(excused && {
      Note: { Text: fit(excuseInWords(excused), most.text), UpdatedBy: fit(excused.owner, most.id), UpdatedAt: time },
    }),
  };
}

// WARNING is "some information is missing"; NOT_AVAILABLE is for a check that an outage prevented.
function complianceOf({ rule, outcome }: ReportedFinding) {
  const related = requirements(rule).slice(0, most.requirements);
  const control = controlIds(rule)[0];
  return {
    Status: outcome === "breach" ? "FAILED" : "WARNING",
    ...(control && { SecurityControlId: control }),
    ...(related.length > 0 && { RelatedRequirements: related }),
  };
}

function productFields({ source, kind }: ReportedStack, { rule, level, location, observation }: ReportedFinding) {
  const fields: Record<string, string> = {
    "guardrails/rule": rule.id,
    "guardrails/level": level,
    "guardrails/source": `${source} (${kind})`,
    "guardrails/observation": observation,
    ...(location && { "guardrails/location": `${location.file}:${location.line}:${location.column}` }),
  };
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fit(value, most.detail)]));
}

function resourceOf({ urn, type, name }: ReportedFinding, partition: string, region: string) {
  const details = { urn: fit(urn, most.detail), type: fit(type, most.detail), name: fit(name, most.detail) };
  return {
    // A resource that is not deployed has no ARN, so its URN stands for it and Details tell the type.
    Type: "Other",
    Id: fit(urn, most.id),
    Partition: partition,
    Region: region,
    Details: { Other: details },
  };
}

/** Security Hub refuses an empty string and a longer one than it allows. */
function fit(text: string, length: number): string {
  return shorten(wellFormed(text), length).trim() || "-";
}
