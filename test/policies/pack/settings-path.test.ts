import * as assert from "node:assert/strict";
import { settingsPath } from "../../../policies/pack/settings-path";

describe("settingsPath", () => {
  it("is what GUARDRAILS_CONFIG names, if anything", () => {
    assert.equal(settingsPath({ GUARDRAILS_CONFIG: __filename }), __filename);
    assert.equal(settingsPath({}), undefined);
    assert.equal(settingsPath({ GUARDRAILS_CONFIG: "" }), undefined);
  });

  it("refuses a relative path, which Pulumi would take from the pack's folder, and a file that is not there", () => {
    assert.throws(() => settingsPath({ GUARDRAILS_CONFIG: "guardrails.yaml" }), {
      name: "UserError",
      message: 'GUARDRAILS_CONFIG: expected an absolute path, got "guardrails.yaml"',
    });
    assert.throws(() => settingsPath({ GUARDRAILS_CONFIG: "/nowhere/guardrails.yaml" }), { name: "UserError" });
  });
});
