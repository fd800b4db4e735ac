import type { Draft } from "./draft";
import { at, firstOf, instantAt, textAt } from "./reading";

/**
 * An alarm of CloudWatch, as SNS or EventBridge (`CloudWatch Alarm State Change`) brings it. Nothing when it lacks data:
 * an alarm that should sound then says so by how it treats missing data.
 */
export function fromAlarm(body: unknown): Draft | undefined {
  const detail = at(body, "detail");
  const state = firstOf(textAt(body, "NewStateValue"), textAt(detail, "state", "value"));
  if (state === "INSUFFICIENT_DATA") return undefined;
  const arn = firstOf(textAt(body, "AlarmArn"), textAt(body, "resources", 0));
  const name = firstOf(textAt(body, "AlarmName"), textAt(detail, "alarmName"));
  return {
    id: firstOf(arn, name),
    source: "cloudwatch",
    rule: name,
    account: firstOf(textAt(body, "AWSAccountId"), textAt(body, "account")),
    region: firstOf(arn.split(":")[3] ?? "", textAt(body, "region")),
    resource: arn,
    title: name,
    description: [
      firstOf(textAt(body, "AlarmDescription"), textAt(detail, "configuration", "description")),
      firstOf(textAt(body, "NewStateReason"), textAt(detail, "state", "reason")),
    ].join("\n"),
    severity: "medium",
    at: instantAt(detail, "state", "timestamp") ?? instantAt(offsetOf(textAt(body, "StateChangeTime"))),
    status: state === "OK" ? "resolved" : "active",
  };
}

/** SNS writes `+0000`, which not every reader takes. */
function offsetOf(time: string): string {
  return time.replace(/([+-]\d\d)(\d\d)$/, "$1:$2");
}
