import { isObject } from "../../policies/core/json";
import type { Severity } from "../../policies/core/rule";
import { tagsOf } from "./asff";
import type { Draft } from "./draft";
import { at, firstOf, instantAt, textAt } from "./reading";

/** A finding of GuardDuty, as EventBridge brings it or alone: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings_eventbridge.html */
export function fromGuardDuty(body: unknown): Draft {
  const finding = isObject(at(body, "detail")) ? at(body, "detail") : body;
  const resource = at(finding, "resource");
  const action = at(finding, "service", "action");
  return {
    id: textAt(finding, "id"),
    source: "guardduty",
    rule: textAt(finding, "type"),
    account: textAt(finding, "accountId"),
    region: textAt(finding, "region"),
    resource: resourceOf(finding),
    title: textAt(finding, "title"),
    description: textAt(finding, "description"),
    severity: severityFrom(Number(at(finding, "severity"))),
    at: instantAt(finding, "updatedAt") ?? instantAt(finding, "createdAt"),
    status: at(finding, "service", "archived") === true ? "resolved" : "active",
    fields: {
      resourceType: textAt(resource, "resourceType"),
      instance: textAt(resource, "instanceDetails", "instanceId"),
      accessKey: textAt(resource, "accessKeyDetails", "accessKeyId"),
      user: textAt(resource, "accessKeyDetails", "userName"),
      address: remoteAddress(action),
      count: textAt(finding, "service", "count"),
      ...tagsOf(at(resource, "instanceDetails", "tags")),
    },
  };
}

/** https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_findings-severity.html */
function severityFrom(severity: number): Severity {
  if (severity >= 9) return "critical";
  if (severity >= 7) return "high";
  return severity >= 4 || Number.isNaN(severity) ? "medium" : "low";
}

/** The ARN of what it is about, made from its parts where GuardDuty gives only these. */
function resourceOf(finding: unknown): string {
  const resource = at(finding, "resource");
  const partition = firstOf(textAt(finding, "partition"), "aws");
  const account = textAt(finding, "accountId");
  const instance = textAt(resource, "instanceDetails", "instanceId");
  const user = textAt(resource, "accessKeyDetails", "userName");
  const isUser = textAt(resource, "accessKeyDetails", "userType") === "IAMUser";
  return firstOf(
    instance && `arn:${partition}:ec2:${textAt(finding, "region")}:${account}:instance/${instance}`,
    user && isUser ? `arn:${partition}:iam::${account}:user/${user}` : "",
    textAt(resource, "accessKeyDetails", "principalId"),
    textAt(resource, "s3BucketDetails", 0, "arn"),
    textAt(resource, "eksClusterDetails", "arn"),
    textAt(resource, "ecsClusterDetails", "arn"),
    textAt(resource, "rdsDbInstanceDetails", "dbInstanceArn"),
    textAt(resource, "lambdaDetails", "functionArn"),
    textAt(resource, "resourceType"),
  );
}

/** The other side's address: what may be blocked. */
function remoteAddress(action: unknown): string {
  return firstOf(
    textAt(action, "networkConnectionAction", "remoteIpDetails", "ipAddressV4"),
    textAt(action, "awsApiCallAction", "remoteIpDetails", "ipAddressV4"),
    textAt(action, "portProbeAction", "portProbeDetails", 0, "remoteIpDetails", "ipAddressV4"),
    textAt(action, "rdsLoginAttemptAction", "remoteIpDetails", "ipAddressV4"),
    textAt(action, "kubernetesApiCallAction", "remoteIpDetails", "ipAddressV4"),
  );
}
