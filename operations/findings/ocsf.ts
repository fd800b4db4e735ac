import type { Severity } from "../../policies/core/rule";
import { UserError } from "../../policies/core/user-error";
import { tagsOf } from "./asff";
import type { Draft } from "./draft";
import { at, firstOf, instantAt, severityOf, textAt } from "./reading";

/** The findings of OCSF: a list, one, JSON a line, or the event `Findings Imported V2` of EventBridge. */
export function ocsfItems(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  const inner = at(body, "detail", "findings") ?? at(body, "Findings") ?? at(body, "findings");
  return Array.isArray(inner) ? inner : [body];
}

/** Findings of security, vulnerability, compliance, detection, data and application: https://schema.ocsf.io/1.5.0/categories/findings */
const classes = [2001, 2002, 2003, 2004, 2006, 2007];

export function fromOcsf(finding: unknown, name: string): Draft {
  const kind = at(finding, "class_uid");
  if (!classes.includes(Number(kind))) {
    throw new UserError(`${name}: expected a finding's class_uid, one of ${classes.join(", ")}, got ${kindOf(kind)}`);
  }
  const info = at(finding, "finding_info") ?? at(finding, "finding");
  const resource = at(finding, "resources", 0) ?? at(finding, "resource") ?? at(finding, "device");
  const product = textAt(finding, "metadata", "product", "name");
  return {
    id: firstOf(textAt(info, "uid"), textAt(finding, "metadata", "uid")),
    source: sourceOf(product),
    rule: firstOf(
      textAt(info, "analytic", "uid"),
      textAt(finding, "compliance", "control"),
      textAt(finding, "vulnerabilities", 0, "cve", "uid"),
      textAt(info, "analytic", "name"),
      textAt(info, "types", 0),
    ),
    account: firstOf(textAt(finding, "cloud", "account", "uid"), textAt(finding, "cloud", "account_uid")),
    region: firstOf(textAt(finding, "cloud", "region"), textAt(resource, "region")),
    resource: firstOf(
      textAt(resource, "uid"),
      textAt(resource, "name"),
      textAt(resource, "hostname"),
      textAt(resource, "ip"),
    ),
    title: firstOf(textAt(info, "title"), textAt(finding, "message")),
    description: [textAt(finding, "message"), textAt(info, "desc")].filter((text) => text !== "").join("\n"),
    severity: severityFrom(finding),
    at: instantAt(finding, "time") ?? instantAt(finding, "time_dt") ?? instantAt(info, "modified_time"),
    status: isResolved(finding) ? "resolved" : "active",
    url: firstOf(textAt(info, "src_url"), textAt(finding, "remediation", "references", 0)),
    fields: {
      ...{ product, class: textAt(finding, "class_name"), resourceType: textAt(resource, "type") },
      ...{ type: textAt(info, "types", 0), status: textAt(finding, "status") },
      ...tagsOf(at(resource, "tags")),
    },
  };
}

function kindOf(kind: unknown): string {
  return typeof kind === "number" ? String(kind) : kind === undefined ? "none" : `a ${typeof kind}`;
}

function sourceOf(product: string): string {
  if (product === "pulumi-guardrails") return "guardrails";
  return product.startsWith("Security Hub") ? "securityhub" : "ocsf";
}

/** By `severity_id`: 0 is unknown, 6 is fatal, and 99 is what the text says. */
function severityFrom(finding: unknown): Severity {
  const byId: readonly Severity[] = ["medium", "low", "low", "medium", "high", "critical", "critical"];
  return byId[Number(at(finding, "severity_id"))] ?? severityOf(textAt(finding, "severity"));
}

/** Closed by `activity_id`; suppressed, resolved, archived or deleted by `status_id`; or a compliance check that passes. */
function isResolved(finding: unknown): boolean {
  return (
    at(finding, "activity_id") === 3 ||
    [3, 4, 5, 6].includes(Number(at(finding, "status_id"))) ||
    at(finding, "compliance", "status_id") === 1
  );
}
