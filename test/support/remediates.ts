import * as assert from "node:assert/strict";
import { evaluate } from "../../policies/core/evaluate";
import { remediated } from "../../policies/core/remediate";
import type { Rule } from "../../policies/core/rule";
import type { Resource } from "../../policies/core/stack";

/** Declares a test per type of the rule's remediation: merged into each breaching resource, it makes the rule pass. */
export function testRemediation(rule: Rule, breaching: readonly Resource[]): void {
  describe(`${rule.id}, remediated`, () => {
    it("has an example for each type that it repairs", () => {
      const types = new Set(breaching.map(({ type }) => type));
      assert.deepEqual([...types].sort(), Object.keys(rule.remediation ?? {}).sort());
    });
    breaching.forEach((resource, index) => {
      it(`repairs ${resource.type}, example ${index + 1}`, () => {
        assert.ok(
          evaluate([rule], [resource]).some(({ outcome }) => outcome === "breach"),
          "expected a breach first",
        );
        const inputs = remediated(rule, resource);
        assert.ok(inputs);
        assert.deepEqual(evaluate([rule], [{ ...resource, inputs }]), []);
      });
    });
  });
}
