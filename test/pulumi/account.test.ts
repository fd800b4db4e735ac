import * as assert from "node:assert/strict";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { describeWithPulumi, installPack, type Project, project, repository, spoken } from "../support/pulumi-cli";

describeWithPulumi("an account's baseline and an organization's guardrails under the Pulumi CLI", function () {
  this.timeout(300_000);
  let program: Project;
  let pack: string;

  before(async () => {
    program = await project(join(repository, "test/fixtures/programs/account"));
    buildSync({
      entryPoints: [join(repository, "components/index.ts")],
      outfile: join(program.folder, "components.js"),
      bundle: true,
      platform: "node",
      external: ["@pulumi/*"],
    });
    program.write("guardrails.yaml", "levels: { default: mandatory }\n");
    pack = installPack(program);
  });
  after(() => program.remove());

  async function steps(environment: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
    const run = program.withEnvironment(environment);
    const done = await run.watched("up", "--yes", "--skip-preview", "--policy-pack", pack);
    assert.equal(done.exitCode, 0, done.stdout + done.stderr);
    assert.deepEqual(done.violations, []);
    return done.steps.filter((step) => !step.includes(" guardrails:")).sort();
  }

  it("leave nothing undetermined in a first preview, and breach nothing", async () => {
    const { exitCode, violations, stdout } = await program.watched("preview", "--policy-pack", pack);
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(spoken(violations), []);
  });

  it("are made, and a second update changes nothing", async () => {
    const made = await steps();
    assert.ok(made.includes("create aws:cloudtrail/trail:Trail account-trail"));
    assert.ok(made.includes("create aws:organizations/policy:Policy guardrails-network"));
    assert.deepEqual(await steps(), []);
  });

  it("of one more region are made without touching what exists", async () => {
    const more = await steps({ REGIONS: "us-east-1,eu-west-1" });
    assert.ok(more.includes("create aws:guardduty/detector:Detector account-guardduty-eu-west-1"));
    for (const step of more) assert.match(step, /^create .*-eu-west-1$/);
  });

  it("change one policy when one guardrail is left out", async () => {
    const changed = await steps({ REGIONS: "us-east-1,eu-west-1", SKIP: "waf" });
    assert.deepEqual(changed, ["update aws:organizations/policy:Policy guardrails-network"]);
  });
});
