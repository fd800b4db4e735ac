import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

describe("the pack's package.json", () => {
  const read = (path: string) =>
    JSON.parse(readFileSync(join(__dirname, "../../..", path), "utf8")) as { version: string; main?: string };

  it("has the package's version, which Pulumi shows, and starts the bundle", () => {
    assert.equal(read("policies/package.json").version, read("package.json").version);
    assert.equal(read("policies/package.json").main, "../dist/pack.js");
  });
});
