import * as assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readProgram } from "../../cli/read/program/read-program";
import { evaluate } from "../../policies/core/evaluate";
import { readStack } from "../../policies/core/read-stack";
import type { Stack } from "../../policies/core/stack";
import { catalogue } from "../../policies/rules/catalogue";
import { describeWithPulumi, installPack, type Project, project, repository } from "../support/pulumi-cli";

interface Program {
  readonly folder: string;
  readonly stack: string;
  readonly secrets: Readonly<Record<string, string>>;
}

const fixtures: Program[] = [
  { folder: "test/fixtures/programs/documented", stack: "test", secrets: { password: "hunter2-hunter2" } },
  { folder: "test/fixtures/programs/gated", stack: "test", secrets: {} },
];
const examples = readdirSync(join(repository, "examples"))
  .map((name) => join("examples", name))
  .filter((folder) => existsSync(join(repository, folder, "Pulumi.yaml")))
  .map((folder): Program => ({ folder, stack: "dev", secrets: {} }));

describeWithPulumi("the offline run, the preview, the pack and the state", () => {
  for (const { folder, stack, secrets } of [...fixtures, ...examples]) {
    describe(`of ${folder}`, () => {
      let copy: Project;
      let offline: readonly string[];

      before(async () => {
        copy = await project(join(repository, folder), stack);
        for (const [key, value] of Object.entries(secrets)) await copy.pulumi("config", "set", "--secret", key, value);
        offline = findings(await readProgram(join(repository, folder), { stack, config: secrets }));
      });
      after(() => copy.remove());

      it("give the same findings before the deployment", async () => {
        const { exitCode, stdout, stderr } = await copy.pulumi("preview", "--json");
        assert.equal(exitCode, 0, stdout + stderr);
        assert.deepEqual(findings(readStack(stdout)), offline);
      });

      it("give the same findings in the pack", async () => {
        const { violations } = await copy.watched("preview", "--policy-pack", installPack(copy));
        const told = violations.map(({ policyName, resourceUrn, message }) => {
          const [observation = ""] = message.split("\n");
          const [, undetermined] = /^undetermined: (.*)/.exec(observation) ?? [];
          return finding(
            policyName,
            resourceUrn,
            undetermined ? "undetermined" : "breach",
            undetermined ?? observation,
          );
        });
        assert.deepEqual(told.sort(), offline);
      });

      it("give the same breaches afterwards, and decide only what was undetermined", async () => {
        const { exitCode, stdout, stderr } = await copy.pulumi("up", "--yes", "--skip-preview");
        assert.equal(exitCode, 0, stdout + stderr);
        const state = findings(readStack((await copy.pulumi("stack", "export")).stdout));
        const isOpen = (line: string) => line.includes(" undetermined ");
        const open = offline.filter(isOpen).map(subjectOf);
        assert.deepEqual(
          offline.filter((line) => !isOpen(line) && !state.includes(line)),
          [],
        );
        assert.deepEqual(
          state.filter((line) => !offline.includes(line) && !open.includes(subjectOf(line))),
          [],
        );
      });
    });
  }
});

function findings({ resources }: Stack): string[] {
  return evaluate(catalogue, resources)
    .map(({ rule, resource, outcome, observation }) => finding(rule.id, resource.urn, outcome, observation))
    .sort();
}

function finding(rule: string, urn: string, outcome: string, observation: string): string {
  return `${rule} ${urn} ${outcome} ${observation}`;
}

/** The rule and the resource of a finding. */
function subjectOf(line: string): string {
  return line.split(" ").slice(0, 2).join(" ");
}
