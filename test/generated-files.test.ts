import * as assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { controlsSource } from "../scripts/controls";
import { catalogue } from "../policies/rules/catalogue";
import { generatedFiles } from "../scripts/docs";

const controls = "../shared/controls.json";

describe("generated files", () => {
  it("are what the code says (npm run docs)", async () => {
    for (const [path, text] of Object.entries(await generatedFiles())) {
      assert.ok(readFileSync(path, "utf8") === text, `${path} is stale: run \`npm run docs\``);
    }
  });

  it("leave the README to say how many rules there are", () => {
    assert.match(readFileSync("README.md", "utf8"), new RegExp(`\\b${catalogue.length} rules\\b`));
  });

  it("hold the framework numbers of the control catalogue (npm run controls)", async function () {
    if (!existsSync(controls)) {
      console.log(`      skipped: there is no ${controls} here`);
      this.skip();
    }
    const source = await controlsSource(JSON.parse(readFileSync(controls, "utf8")));
    assert.ok(
      readFileSync("policies/facts/controls.ts", "utf8") === source,
      "policies/facts/controls.ts is stale: run `npm run controls`",
    );
  });
});
