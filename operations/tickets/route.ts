import { matches } from "../findings/condition";
import type { Finding } from "../findings/finding";
import type { Instant } from "../core/decider";
import type { Routing, Settings } from "../settings/settings";
import { personOf } from "./audience";
import type { Route } from "./ticket";

/** What the rules of the settings make of a finding. */
export function routeOf(finding: Finding, settings: Settings, now: Instant): Route {
  const rules = settings.routing.filter(({ when }) => matches(when, finding, finding.severity));
  const first = <Name extends keyof Routing>(name: Name) => rules.find((rule) => rule[name] !== undefined)?.[name];
  const severity = first("severity") ?? finding.severity;
  const department = first("department") ?? settings.otherwise.department;
  const assign = settings.departments[department]?.assign;
  const assignee = first("assignee") ?? (assign === undefined ? undefined : personOf(assign, settings, now));
  const policy = settings.policies[first("policy") ?? settings.departments[department]?.policy ?? ""];
  if (!policy) throw new Error(`department ${department} has no policy: the settings were not checked`);
  return {
    ...{ severity, category: first("category") ?? settings.otherwise.category, department, assignee, policy },
    tags: [...new Set(rules.flatMap(({ tags = [] }) => tags))],
    serviceLevel: settings.serviceLevels[severity],
    reopenHours: settings.reopenHours,
  };
}
