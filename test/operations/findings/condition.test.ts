import * as assert from "node:assert/strict";
import fc from "fast-check";
import { matches } from "../../../operations/findings/condition";
import type { Condition, Routing } from "../../../operations/settings/settings";
import { routeOf } from "../../../operations/tickets/route";
import { settings } from "../desk/fixture";
import { anySeverity, findingOf, start } from "../tickets/fixture";

describe("a condition", () => {
  const isFor = (condition: Condition, changes = {}) => matches(condition, findingOf(changes), "high");

  it("holds when all that it names hold", () => {
    assert.ok(isFor({ source: ["security*"], account: ["1234*"], resource: ["arn:aws:s3:*"], severity: ["high"] }));
    assert.equal(isFor({ source: ["security*"], account: ["999*"] }), false);
    assert.equal(isFor({ severity: ["low", "medium"] }), false);
  });

  it("takes a star for any text, also with slashes, dots and braces", () => {
    assert.ok(isFor({ resource: ["arn:aws:iam::*:role/*"] }, { resource: "arn:aws:iam::123456789012:role/a/b.c" }));
    assert.ok(isFor({ resource: ["*"] }, { resource: "{a,b}/(c)" }));
    assert.equal(isFor({ resource: ["arn:aws:iam::*:role/a"] }, { resource: "arn:aws:iam::1:role/ab" }), false);
  });

  it("finds words of the title or the description in any case", () => {
    assert.ok(isFor({ keywords: ["PUBLIC"] }));
    assert.ok(isFor({ keywords: ["nothing", "read by"] }));
    assert.equal(isFor({ keywords: ["ransom"] }), false);
  });

  it("asks further fields by name", () => {
    assert.ok(isFor({ fields: { "tag:team": ["pay*"] } }, { fields: { "tag:team": "payments" } }));
    assert.equal(isFor({ fields: { "tag:team": ["pay*"] } }), false);
  });
});

describe("routing", () => {
  const text = fc.constantFrom("a", "b", "c");
  const rule: fc.Arbitrary<Routing> = fc.record(
    {
      name: fc.string(),
      when: fc.record(
        { source: fc.array(text, { minLength: 1 }), rule: fc.array(text, { minLength: 1 }) },
        { requiredKeys: [] },
      ),
      category: text,
      tags: fc.uniqueArray(text),
      severity: anySeverity,
      department: fc.constantFrom("security", "management"),
      assignee: fc.constantFrom("ana", "senior"),
    },
    { requiredKeys: ["name", "when"] },
  );

  it("lets the first rule that names a thing decide on it, and adds up tags", () => {
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), text, text, anySeverity, (routing, source, name, severity) => {
        const finding = findingOf({ source, rule: name, severity });
        const route = routeOf(finding, { ...settings, routing }, start);
        let expected: Record<string, unknown> = {
          category: "other",
          department: "security",
          assignee: undefined,
          severity,
        };
        const tags = new Set<string>();
        for (const { when, tags: more = [], ...decided } of [...routing].reverse()) {
          const holds = (when.source?.includes(source) ?? true) && (when.rule?.includes(name) ?? true);
          if (holds) expected = { ...expected, ...decided };
          if (holds) for (const tag of more) tags.add(tag);
        }
        const { name: _, ...rest } = expected;
        const { category, department, assignee, severity: reached } = route;
        assert.deepEqual({ category, department, assignee, severity: reached }, rest);
        assert.deepEqual([...route.tags].sort(), [...tags].sort());
        assert.equal(new Set(route.tags).size, route.tags.length);
      }),
    );
  });
});
