import { isObject } from "../../policies/core/json";
import type { Draft } from "./draft";
import { at, firstOf, instantAt, itemsAt, severityOf, textAt } from "./reading";

/** What Alertmanager, or Grafana, sends to a webhook: https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export function fromAlertmanager(alert: unknown): Draft {
  const labels = at(alert, "labels");
  const name = textAt(labels, "alertname");
  const isResolved = textAt(alert, "status") === "resolved";
  return {
    id: textAt(alert, "fingerprint"),
    source: "alertmanager",
    rule: name,
    account: firstOf(textAt(labels, "account_id"), textAt(labels, "account")),
    region: textAt(labels, "region"),
    resource: resourceOf(labels),
    title: firstOf(textAt(alert, "annotations", "summary"), name),
    description: firstOf(textAt(alert, "annotations", "description"), textAt(alert, "annotations", "message")),
    severity: severityOf(textAt(labels, "severity")),
    at: instantAt(alert, isResolved ? "endsAt" : "startsAt"),
    status: isResolved ? "resolved" : "active",
    url: textAt(alert, "generatorURL"),
    fields: Object.fromEntries(
      Object.keys(isObject(labels) ? labels : {}).map((label) => [label, textAt(labels, label)]),
    ),
  };
}

/** Alerts of one name are told apart by all their labels. */
function resourceOf(labels: unknown): string {
  return Object.keys(isObject(labels) ? labels : {})
    .filter((label) => label !== "alertname" && label !== "severity")
    .sort()
    .map((label) => `${label}=${textAt(labels, label)}`)
    .join(", ");
}

export function alertmanagerItems(body: unknown): readonly unknown[] {
  return [...itemsAt(body, "alerts"), ...leftOut(body)];
}

/** Alertmanager sends no more alerts of a group than it is set to: that some are missing is an alert itself. */
function leftOut(body: unknown): readonly unknown[] {
  const count = Number(at(body, "truncatedAlerts"));
  if (!(count > 0)) return [];
  const summary = `Alertmanager left out ${String(count)} alerts of a group: raise max_alerts`;
  const labels = { alertname: "AlertsLeftOut", group: textAt(body, "groupKey"), severity: "warning" };
  return [
    { status: "firing", fingerprint: `left out of ${textAt(body, "groupKey")}`, labels, annotations: { summary } },
  ];
}
