import * as assert from "node:assert/strict";
import { remediated } from "../../../policies/core/remediate";
import type { Rule } from "../../../policies/core/rule";
import { secret, unknownString } from "../../../policies/core/value";
import { resource } from "../../../policies/testing";

const rule: Rule = {
  id: "demo-thing-safe",
  title: "Things must be safe",
  severity: "low",
  why: "",
  fix: "",
  catalogue: [],
  checks: [],
  remediation: { "demo:index:Thing": { safe: true, options: { guard: { enabled: true } } } },
};

const repaired = (inputs: Record<string, unknown>) => remediated(rule, resource("demo:index:Thing", inputs));

describe("remediated", () => {
  it("sets what is absent and replaces what is wrong", () => {
    const patch = { safe: true, options: { guard: { enabled: true } } };
    assert.deepEqual(repaired({}), patch);
    assert.deepEqual(repaired({ safe: false, options: "none" }), patch);
  });

  it("keeps what stands beside the repaired property, at every depth", () => {
    assert.deepEqual(repaired({ name: "a", options: { size: 1, guard: { enabled: false, level: 2 } } }), {
      name: "a",
      safe: true,
      options: { size: 1, guard: { enabled: true, level: 2 } },
    });
  });

  it("keeps a secret object secret", () => {
    assert.deepEqual(repaired({ options: secret({ key: "k" }) }), {
      safe: true,
      options: secret({ key: "k", guard: { enabled: true } }),
    });
  });

  it("replaces an object that is not known yet or a list", () => {
    assert.deepEqual(repaired({ options: unknownString })?.options, { guard: { enabled: true } });
    assert.deepEqual(repaired({ options: [1] })?.options, { guard: { enabled: true } });
  });

  it("leaves the resource itself as it was", () => {
    const inputs = { options: { guard: { enabled: false } } };
    repaired(inputs);
    assert.deepEqual(inputs, { options: { guard: { enabled: false } } });
  });

  it("is undefined for a type or a rule without remediation", () => {
    assert.equal(remediated(rule, resource("demo:index:Other", {})), undefined);
    assert.equal(remediated({ ...rule, remediation: {} }, resource("demo:index:Thing", {})), undefined);
  });
});
