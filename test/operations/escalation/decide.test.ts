import * as assert from "node:assert/strict";
import fc from "fast-check";
import { severities, type Severity } from "../../../policies/core/rule";
import { afterStep, begin, nextStep, type Step } from "../../../operations/escalation/decide";
import { faultsOf, type Level, type Policy } from "../../../operations/escalation/policy";
import { policy, start } from "../tickets/fixture";

/** The steps of a ticket that nobody ever acknowledges, each taken when it is due. */
function stepsOf(
  of: Policy,
  severity: Severity,
  count: number,
  from = start,
): readonly (Step & { readonly at: string })[] {
  let escalation = begin(of, severity, from);
  return Array.from({ length: count }, () => {
    const at = escalation.dueAt ?? assert.fail("nothing is due");
    const step = nextStep(escalation, severity, at);
    escalation = afterStep(escalation, step);
    return { ...step, at };
  });
}

const target = fc.constantFrom("person:a", "person:b", "rota:c", "department:d");
const level: fc.Arbitrary<Level> = fc.record(
  {
    targets: fc.array(target, { maxLength: 2 }),
    alsoFor: fc.dictionary(fc.constantFrom(...severities), fc.array(target, { maxLength: 2 }), {
      noNullPrototype: true,
    }),
    minutes: fc.integer({ min: 1, max: 1440 }),
  },
  { requiredKeys: ["targets", "minutes"] },
);
const policies: fc.Arbitrary<Policy> = fc
  .record({
    name: fc.constant("any"),
    levels: fc.array(level, { minLength: 1, maxLength: 5 }),
    repeats: fc.integer({ min: 0, max: 4 }),
    catchAll: fc.constant("channel:everyone"),
    acknowledgedMinutes: fc.constant({}),
  })
  .filter((any) => faultsOf(any).length === 0);

describe("an escalation", () => {
  it("tells the first level at once, the next after its minutes, management of critical ones only", () => {
    const told = (severity: Severity) =>
      stepsOf(policy, severity, 3).map(({ at, targets }) => [at.slice(11, 16), ...targets]);
    assert.deepEqual(told("critical"), [
      ["09:00", "rota:security"],
      ["09:15", "person:senior", "department:management"],
      ["09:45", "rota:security"],
    ]);
    assert.deepEqual(told("high")[1], ["09:15", "person:senior"]);
  });

  it("tells the catch-all every hour for ever when its levels are exhausted", () => {
    const last = stepsOf(policy, "high", 30).slice(4);
    assert.ok(last.every(({ exhausted, targets }) => exhausted && targets.join() === "channel:everyone"));
    assert.deepEqual(
      last.slice(0, 3).map(({ at }) => at.slice(11, 16)),
      ["10:30", "11:30", "12:30"],
    );
  });

  it("always tells somebody, and comes to the catch-all after each level was told once and once more per repeat", () => {
    fc.assert(
      fc.property(policies, fc.constantFrom(...severities), (any, severity) => {
        const passed = any.levels.filter(
          ({ targets, alsoFor }) => targets.length + (alsoFor?.[severity]?.length ?? 0) > 0,
        );
        const expected = passed.length * (any.repeats + 1);
        const steps = stepsOf(any, severity, expected + 3);
        assert.ok(steps.every(({ targets }) => targets.length > 0));
        assert.deepEqual(
          steps.map(({ exhausted }) => exhausted),
          steps.map((_, index) => index >= expected),
        );
      }),
    );
  });

  it("moves one step when the clock was a day behind, not all that it missed", () => {
    const escalation = afterStep(begin(policy, "high", start), nextStep(begin(policy, "high", start), "high", start));
    const { level, dueAt } = nextStep(escalation, "high", "2026-11-25T09:00:00.000Z");
    assert.deepEqual([level, dueAt], [1, "2026-11-25T09:30:00.000Z"]);
  });

  it("waits for the end of quiet hours with low severity only", () => {
    const quiet: Policy = { ...policy, quietHours: { timezone: "Europe/Berlin", from: "20:00", to: "08:00" } };
    const night = "2026-11-24T22:00:00.000Z";
    assert.equal(begin(quiet, "low", night).dueAt, "2026-11-25T07:00:00.000Z");
    assert.equal(begin(quiet, "low", "2026-11-25T03:00:00.000Z").dueAt, "2026-11-25T07:00:00.000Z");
    assert.equal(begin(quiet, "low", start).dueAt, start);
    assert.equal(begin(quiet, "medium", night).dueAt, night);
  });

  it("is refused when its last level is empty, which severities alone don't fill", () => {
    const empty: Level = { targets: [], minutes: 10 };
    const partly: Level = { ...empty, alsoFor: { critical: ["person:ciso"] } };
    const first: Level = { targets: ["person:a"], minutes: 10 };
    assert.deepEqual(faultsOf({ ...policy, levels: [first, empty] }), [
      "expected level 2 of policy security to name a target, got none",
    ]);
    assert.deepEqual(faultsOf({ ...policy, levels: [first, partly] }), [
      "expected level 2 of policy security to name a target, got none",
    ]);
    assert.deepEqual(faultsOf({ ...policy, levels: [partly, first] }), []);
    assert.deepEqual(faultsOf({ ...policy, levels: [] }), ["expected policy security to have a level, got none"]);
  });
});
