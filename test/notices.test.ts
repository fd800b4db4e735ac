import * as assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { temporaryFolder } from "./support/temporary-folder";

type Metafile = { outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> };
interface Notices {
  thirdPartyNotices(metafiles: Metafile[]): string;
}

/** A bundle of one package that consists of these files, of which so many bytes are used. */
function bundleOf(license: string, files: Record<string, string>, bytesInOutput = 1): Metafile {
  const named = { "package.json": JSON.stringify({ name: "left", version: "1.0.0", license }), ...files };
  const inside = Object.entries(named).map(([file, text]) => [`node_modules/left/${file}`, text]);
  const input = join(temporaryFolder(Object.fromEntries(inside)), "node_modules/left/index.js");
  return { outputs: { "dist/x.js": { inputs: { [input]: { bytesInOutput }, "cli/main.ts": { bytesInOutput } } } } };
}

describe("notices of what is bundled", () => {
  let noticesOf: (metafile: Metafile) => string;

  before(async () => {
    const module = (await import(pathToFileURL(resolve("scripts/notices.mjs")).href)) as Notices;
    noticesOf = (metafile) => module.thirdPartyNotices([metafile]);
  });

  it("name the package, its version and licence, and hold every text that it brings", () => {
    const text = noticesOf(bundleOf("Apache-2.0", { "LICENSE.md": "the terms", NOTICE: "the thanks", README: "no" }));
    assert.match(text, /^left 1\.0\.0\nLicence: Apache-2\.0\n\nthe terms\n\nthe thanks\n$/m);
  });

  it("leave out what did not end up in a bundle", () => {
    assert.doesNotMatch(noticesOf(bundleOf("GPL-3.0-only", {}, 0)), /left/);
  });

  it("stop the build for a licence that is not allowed, for none, and where its text is missing", () => {
    const LICENSE = "the terms";
    assert.throws(() => noticesOf(bundleOf("GPL-3.0-only", { LICENSE })), /^Error: left: .* got GPL-3\.0-only$/);
    const unlicensed = bundleOf("MIT", { LICENSE, "package.json": '{ "name": "left", "version": "1.0.0" }' });
    assert.throws(() => noticesOf(unlicensed), /^Error: left: .* got undefined$/);
    assert.throws(() => noticesOf(bundleOf("MIT", {})), /^Error: left: expected a licence file/);
  });

  it("are in dist, with those of the object code in viz.js, and with where the source of Graphviz is", () => {
    const path = "dist/THIRD-PARTY-NOTICES.txt";
    assert.ok(existsSync(path), "run `npm run build`");
    const text = readFileSync(path, "utf8");
    for (const name of ["@viz-js/viz", "ajv", "commander", "expat", "emscripten", "ipaddr.js", "picomatch", "yaml"]) {
      assert.match(text, new RegExp(`^${name} [\\d.]+(, as object code in @viz-js/viz)?\nLicence: [\\w.-]+$`, "m"));
    }
    assert.match(
      text,
      /^graphviz ([\d.]+),.*\nLicence: EPL-2\.0\nSource: https:.*graphviz-\1\.tar\.gz\n\nEclipse Public/m,
    );
  });
});
