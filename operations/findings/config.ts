import { isObject } from "../../policies/core/json";
import type { Draft } from "./draft";
import { at, firstOf, instantAt, textAt } from "./reading";

/**
 * What AWS Config says of a rule and a resource, as EventBridge (`Config Rules Compliance Change`) or SNS brings it. Nothing
 * while it doesn't know: https://docs.aws.amazon.com/config/latest/developerguide/example-config-rule-compliance-notification.html
 */
export function fromConfig(body: unknown): Draft | undefined {
  const change = isObject(at(body, "detail")) ? at(body, "detail") : body;
  const result = at(change, "newEvaluationResult");
  const compliance = textAt(result, "complianceType");
  if (compliance === "INSUFFICIENT_DATA") return undefined;
  const rule = textAt(change, "configRuleName");
  const [type, id] = [textAt(change, "resourceType"), textAt(change, "resourceId")];
  return {
    // Config gives a change no id: the rule and the resource are what it is about.
    id: rule && id && `${firstOf(textAt(change, "configRuleARN"), rule)}/${type}/${id}`,
    source: "config",
    rule,
    account: firstOf(textAt(change, "awsAccountId"), textAt(body, "account")),
    region: firstOf(textAt(change, "awsRegion"), textAt(body, "region")),
    resource: id.startsWith("arn:") ? id : `${type} ${id}`,
    title: `${rule}: ${type} ${id}`,
    description: textAt(result, "annotation"),
    // Config's rules have no severity: routing rules may say which matter more.
    severity: "medium",
    at:
      instantAt(result, "resultRecordedTime") ??
      instantAt(change, "notificationCreationTime") ??
      instantAt(body, "time"),
    // What isn't applicable was deleted, or is out of the rule's scope by now.
    status: compliance === "COMPLIANT" || compliance === "NOT_APPLICABLE" ? "resolved" : "active",
    fields: { resourceType: type, compliance },
  };
}
