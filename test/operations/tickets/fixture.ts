import fc from "fast-check";
import { severities, type Severity } from "../../../policies/core/rule";
import type { Policy } from "../../../operations/escalation/policy";
import type { Finding } from "../../../operations/findings/finding";
import type { Route } from "../../../operations/tickets/ticket";

export const start = "2026-11-24T09:00:00.000Z";

export const policy: Policy = {
  name: "security",
  levels: [
    { targets: ["rota:security"], minutes: 15 },
    { targets: ["person:senior"], alsoFor: { critical: ["department:management"] }, minutes: 30 },
  ],
  repeats: 1,
  catchAll: "channel:everyone",
  acknowledgedMinutes: { critical: 60, high: 240 },
};

export const route: Route = {
  severity: "high",
  category: "configuration",
  tags: [],
  department: "security",
  policy,
  serviceLevel: { acknowledgeMinutes: 60, resolveMinutes: 24 * 60 },
  reopenHours: 72,
};

export function findingOf(changes: Partial<Finding> = {}): Finding {
  return {
    id: "finding-1",
    source: "securityhub",
    rule: "S3.8",
    account: "123456789012",
    region: "eu-west-1",
    resource: "arn:aws:s3:::invoices",
    title: "S3 bucket allows public access",
    description: "The bucket invoices can be read by anyone.",
    severity: "high",
    at: start,
    status: "active",
    fields: {},
    ...changes,
  };
}

export const anySeverity: fc.Arbitrary<Severity> = fc.constantFrom(...severities);
