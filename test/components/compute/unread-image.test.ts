import * as assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { readProgram } from "../../../cli/read/program/read-program";
import { findingsIn } from "../../support/findings";
import { linkModules } from "../../support/linked-modules";
import { temporaryFolder } from "../../support/temporary-folder";

describe("an instance and fleets, read without AWS", () => {
  it("leave nothing undetermined, though nobody can tell their image", async () => {
    const folder = temporaryFolder();
    cpSync("test/fixtures/programs/fleet", folder, { recursive: true });
    linkModules(folder);
    buildSync({
      entryPoints: ["components/index.ts"],
      outfile: join(folder, "components.js"),
      bundle: true,
      platform: "node",
      external: ["@pulumi/*"],
    });
    const { resources } = await readProgram(folder, {});
    const instance = resources.find(({ type }) => type === "aws:ec2/instance:Instance");
    assert.ok(instance !== undefined && !String(instance.inputs.ami).startsWith("ami-"));
    assert.deepEqual(findingsIn(resources), []);
  });
});
