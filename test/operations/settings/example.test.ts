import * as assert from "node:assert/strict";
import { readSettingsFile } from "../../../operations/settings/load";
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
