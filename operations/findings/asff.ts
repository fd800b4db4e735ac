import { isObject } from "../../policies/core/json";
import type { Severity } from "../../policies/core/rule";
import type { Draft } from "./draft";
import { at, firstOf, instantAt, itemsAt, severityOf, textAt } from "./reading";

/**
 * The findings of AWS Security Finding Format: a list, one, `{ Findings: [] }` as of GetFindings, or the event `Security Hub
 * Findings - Imported` of EventBridge.
 */
export function asffItems(body: unknown): readonly unknown[] {
  const inner = Array.isArray(body)
    ? body
    : (at(body, "detail", "findings") ?? at(body, "Findings") ?? at(body, "findings"));
  const items: readonly unknown[] = Array.isArray(inner) ? inner : [body];
  return items.filter((finding) => !isOfDesk(finding));
}

/** What the desk itself brought to Security Hub comes back as an event, and would open a second ticket. */
function isOfDesk(finding: unknown): boolean {
  return textAt(finding, "ProductFields", "guardrails/ticket") !== "";
}

export function fromAsff(finding: unknown): Draft {
  const resource = at(finding, "Resources", 0);
  const product = firstOf(
    textAt(finding, "ProductName"),
    textAt(finding, "ProductFields", "aws/securityhub/ProductName"),
  );
  const isOurs = textAt(finding, "GeneratorId").startsWith("pulumi-guardrails/");
  return {
    id: textAt(finding, "Id"),
    source: isOurs ? "guardrails" : "securityhub",
    rule: ruleOf(finding),
    account: textAt(finding, "AwsAccountId"),
    region: firstOf(
      textAt(resource, "Region"),
      textAt(finding, "Region"),
      textAt(finding, "ProductArn").split(":")[3] ?? "",
    ),
    resource: textAt(resource, "Id"),
    title: textAt(finding, "Title"),
    description: textAt(finding, "Description"),
    severity: severityFrom(at(finding, "Severity")),
    at: instantAt(finding, "UpdatedAt") ?? instantAt(finding, "CreatedAt"),
    status: isResolved(finding) ? "resolved" : "active",
    url: firstOf(textAt(finding, "SourceUrl"), textAt(finding, "Remediation", "Recommendation", "Url")),
    fields: {
      product,
      // By this and its id, Security Hub knows the finding.
      productArn: textAt(finding, "ProductArn"),
      resourceType: textAt(resource, "Type"),
      type: textAt(finding, "Types", 0),
      compliance: textAt(finding, "Compliance", "Status"),
      workflow: textAt(finding, "Workflow", "Status"),
      ...tagsOf(at(resource, "Tags")),
    },
  };
}

/** What was looked for. Inspector and GuardDuty name themselves as the generator of all that they find. */
function ruleOf(finding: unknown): string {
  const generator = textAt(finding, "GeneratorId");
  const isProduct = generator === "AWSInspector" || /^arn:[^:]+:guardduty:/.test(generator);
  const type = textAt(finding, "Types", 0);
  return firstOf(
    textAt(finding, "ProductFields", "guardrails/rule"),
    textAt(finding, "Compliance", "SecurityControlId"),
    textAt(finding, "Vulnerabilities", 0, "Id"),
    isProduct ? type.slice(type.lastIndexOf("/", type.indexOf(":")) + 1) : generator,
    generator,
  );
}

/** https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_Severity.html */
function severityFrom(severity: unknown): Severity {
  const label = textAt(severity, "Label");
  if (label !== "") return severityOf(label);
  const normalized = at(severity, "Normalized");
  if (typeof normalized !== "number") return "medium";
  if (normalized >= 90) return "critical";
  if (normalized >= 70) return "high";
  return normalized >= 40 ? "medium" : "low";
}

/** What was suppressed was looked at, and needs nothing. */
function isResolved(finding: unknown): boolean {
  return (
    textAt(finding, "RecordState") === "ARCHIVED" ||
    ["RESOLVED", "SUPPRESSED"].includes(textAt(finding, "Workflow", "Status")) ||
    textAt(finding, "Compliance", "Status") === "PASSED"
  );
}

/** Tags as fields `tag:team`, from `{ team: "a" }` or `[{ Key: "team", Value: "a" }]`. */
export function tagsOf(tags: unknown): Record<string, string> {
  const pairs = Array.isArray(tags)
    ? itemsAt(tags).map((tag) => [
        firstOf(textAt(tag, "Key"), textAt(tag, "key"), textAt(tag, "name")),
        firstOf(textAt(tag, "Value"), textAt(tag, "value")),
      ])
    : Object.keys(isObject(tags) ? tags : {}).map((key) => [key, textAt(tags, key)]);
  return Object.fromEntries(
    pairs.filter(([key]) => key !== "").map(([key, value]) => [`tag:${key ?? ""}`, value ?? ""]),
  );
}
