import * as assert from "node:assert/strict";
import { UserError } from "../../../policies/core/user-error";
import { errorText } from "../../../operations/containment/error-text";
import { Changed } from "../../../operations/containment/reconcile";

describe("An error on record", () => {
  it("is AWS's name and message, or our sentence alone", () => {
    const cases: readonly [unknown, string][] = [
      [Object.assign(new Error("not authorized"), { name: "AccessDenied" }), "AccessDenied: not authorized"],
      [new Error("expected a role, got none"), "expected a role, got none"],
      [new UserError("expected a user, got none"), "expected a user, got none"],
      [new Changed("expected a group, got another"), "expected a group, got another"],
      ["thrown", "thrown"],
    ];
    for (const [error, text] of cases) assert.equal(errorText(error), text);
  });

  it("has no secret", () => {
    const error = Object.assign(new Error("refused password=hunter2"), { name: "ValidationException" });
    assert.equal(errorText(error), "ValidationException: refused password=[redacted]");
  });
});
