import * as assert from "node:assert/strict";
import fc from "fast-check";
import { shortened } from "../../../operations/findings/shortened";

describe("a text that is shortened", () => {
  it("ends before a character that it could show half of only", () => {
    assert.equal(shortened("ab🦊d", 5), "ab🦊d");
    assert.equal(shortened("ab🦊de", 5), "ab🦊…");
    assert.equal(shortened("ab🦊de", 4), "ab…");
  });

  it("is no longer than it may be, and can be written in UTF-8 where it could before", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 20 }), (text, length) => {
        const short = shortened(text, length);
        assert.ok(short.length <= length, String(short.length));
        assert.equal(Buffer.from(short).toString(), short);
        if (text.length <= length) assert.equal(short, text);
      }),
    );
  });
});
