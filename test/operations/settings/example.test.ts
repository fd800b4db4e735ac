import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { readSettingsFile } from "../../../operations/settings/load";
import { operationsSchema } from "../../../operations/settings/schema";
import { findingsOf } from "../../../operations/findings/formats";
import { routeOf } from "../../../operations/tickets/route";
import { asffFinding, guardDutyEvent } from "../findings/samples";

const now = "2026-11-24T09:00:00.000Z";

describe("the example of operations.yaml", () => {
  it("loads, and routes what comes", () => {
    const settings = readSettingsFile("examples/security-operations/operations.yaml");
    const [attack] = findingsOf("event", guardDutyEvent);
    assert.ok(attack);
    const { department, category, assignee, policy } = routeOf(attack, settings, now);
    assert.deepEqual([department, category, policy.name], ["security", "threat", "default-security"]);
    assert.ok(["ana", "ben", "chiara"].includes(assignee ?? ""));
    const [bucket] = findingsOf("asff", { ...asffFinding, AwsAccountId: "111122223333" });
    assert.ok(bucket);
    const route = routeOf(bucket, settings, now);
    assert.deepEqual(
      [route.severity, route.tags, route.serviceLevel.resolveMinutes],
      ["critical", ["production"], 240],
    );
  });
});

describe("docs/operations.md", () => {
  it("says what each key of operations.yaml is for", () => {
    const rows = readFileSync("docs/operations.md", "utf8").split("\n");
    const { properties } = operationsSchema() as { properties: Record<string, { properties?: object }> };
    for (const [key, { properties: inner = {} }] of Object.entries(properties)) {
      const row = rows.find((each) => each.startsWith(`| \`${key}\` `)) ?? assert.fail(key);
      for (const name of Object.keys(inner)) assert.match(row, new RegExp(`\\b${name}\\b`), key);
    }
  });
});
