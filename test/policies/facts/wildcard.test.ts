import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { matches, matchesSomeAfter } from "../../../policies/facts/wildcard";

const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 8 });
const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });

describe("A pattern of the policy language", () => {
  it("matches as the regular expression of the same meaning", () => {
    fc.assert(
      fc.property(pattern, text, (wild, plain) => {
        const expression = new RegExp(`^${wild.replace(/\*/g, ".*").replace(/\?/g, ".")}$`);
        assert.equal(matches(wild, plain), expression.test(plain));
      }),
      { numRuns: 2000 },
    );
  });

  it("matches some text after a prefix when it matches one", () => {
    fc.assert(
      fc.property(pattern, text, text, (wild, prefix, rest) => {
        if (matches(wild, prefix + rest)) assert.ok(matchesSomeAfter(wild, prefix));
      }),
    );
  });

  it("matches nothing after a prefix that it excludes", () => {
    assert.equal(matchesSomeAfter("s3:*object", "s3:get"), true);
    assert.equal(matchesSomeAfter("s3:put*", "s3:get"), false);
    assert.equal(matchesSomeAfter("s3:g", "s3:get"), false);
  });

  it("takes no longer for many stars", () => {
    assert.equal(matches("*a".repeat(200), "b".repeat(2000)), false);
  });
});
