import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readStack } from "../../policies/core/read-stack";
import { describeWithPulumi, type Project, project, repository } from "../support/pulumi-cli";
import { findingsIn } from "../support/findings";

const plugin = join(repository, "test/support/pulumi-cli/bin/pulumi-resource-guardrails");

describeWithPulumi("the components, as programs in other languages know them", () => {
  let program: Project;

  before(async () => (program = await project(join(repository, "test/fixtures/programs/other-language"))));
  after(() => program.remove());

  it("are described by the plugin as their schema says (pulumi package get-schema)", async () => {
    const { exitCode, stdout, stderr } = await program.pulumi("package", "get-schema", plugin);
    assert.equal(exitCode, 0, stderr);
    const told = JSON.parse(stdout);
    const schema = JSON.parse(readFileSync(join(repository, "components/schema.json"), "utf8"));
    assert.deepEqual(Object.keys(told.resources).sort(), Object.keys(schema.resources as object).sort());
    assert.deepEqual(Object.keys(told.types).sort(), Object.keys(schema.types as object).sort());
    for (const [token, resource] of Object.entries<any>(schema.resources)) {
      const { requiredInputs = [], inputProperties } = told.resources[token];
      assert.deepEqual([...requiredInputs].sort(), [...resource.requiredInputs].sort(), token);
      assert.deepEqual(
        Object.keys(inputProperties as object).sort(),
        Object.keys(resource.inputProperties).sort(),
        token,
      );
    }
  });

  it("are made by the plugin, and give their outputs back", async () => {
    const { exitCode, stdout, stderr } = await program.pulumi("up", "--yes", "--skip-preview");
    assert.equal(exitCode, 0, stdout + stderr);
    const outputs = JSON.parse((await program.pulumi("stack", "output", "--json")).stdout);
    assert.match(outputs.url, /^https:\/\/sqs\.us-east-1/);
    assert.equal(outputs.subnets.length, 2);
    assert.match(outputs.web, /^sg-/);
  });

  it("breach no rule that way either, and change nothing when deployed again", async () => {
    assert.deepEqual(findingsIn(readStack((await program.pulumi("stack", "export")).stdout).resources), []);
    assert.deepEqual((await program.watched("up", "--yes", "--skip-preview")).steps, []);
  });

  it("refuse arguments in the words in which they do at home", async () => {
    const source = readFileSync(join(program.folder, "index.js"), "utf8");
    program.write("index.js", source.replace('"us-east-1a", "us-east-1b"', '"us-east-1a"'));
    const { exitCode, stdout, stderr } = await program.pulumi("preview");
    assert.notEqual(exitCode, 0);
    assert.match(stdout + stderr, /expected `zones` to be 2 to 6 zones, got \["us-east-1a"\]/);
  });
});
