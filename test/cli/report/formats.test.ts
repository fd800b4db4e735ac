import * as assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { formatNames, formats } from "../../../cli/report/formats";
import { report } from "./fixture";

describe("report formats", () => {
  it("are those that the command promises", () => {
    assert.equal(formatNames.join(), "text,json,sarif,junit,markdown,html,github,asff,ocsf");
  });

  for (const name of formatNames) {
    it(`${name} gives the same text for the same report`, () => {
      const format = formats[name]();
      assert.equal(format(report), format(report));
      assert.ok(format(report).endsWith("\n"));
    });
  }

  it("stay unloaded in one bundle until asked for", () => {
    const folder = mkdtempSync(join(tmpdir(), "formats-"));
    try {
      const entry = join(__dirname, "..", "..", "..", "cli", "report", "formats.ts");
      const [bundle] = buildSync({
        entryPoints: [entry],
        bundle: true,
        platform: "node",
        format: "cjs",
        write: false,
      }).outputFiles;
      const file = join(folder, "formats.js");
      // Each format's module sets its constants when it is loaded: SARIF's scores tell whether it was.
      const traced = bundle?.text.replace(/scores = \{/, "globalThis.isLoaded = true;\n scores = {") ?? "";
      assert.ok(traced.includes("isLoaded"));
      writeFileSync(file, traced);
      const program = `const { formats } = require(${JSON.stringify(file)}); const before = !!globalThis.isLoaded;
        console.log(before, typeof formats.sarif(), !!globalThis.isLoaded)`;
      assert.equal(execFileSync(process.execPath, ["-e", program], { encoding: "utf8" }), "false function true\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
