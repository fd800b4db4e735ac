import * as assert from "node:assert/strict";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { describeWithPulumi, type Project, project, repository } from "../support/pulumi-cli";

const source = `
  const { AccountBaseline } = require("./components");
  new AccountBaseline("account", { alarmEmails: [], regions: process.env.REGIONS?.split(",") });
`;

describeWithPulumi("an account whose regions are named later", function () {
  this.timeout(300_000);
  let program: Project;
  before(async () => {
    program = await project(join(repository, "test/fixtures/programs/account"));
    buildSync({
      entryPoints: [join(repository, "components/index.ts")],
      outfile: join(program.folder, "components.js"),
      bundle: true,
      platform: "node",
      external: ["@pulumi/*"],
    });
    program.write("index.js", source);
  });
  after(() => program.remove());
  async function steps(environment: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
    const done = await program.withEnvironment(environment).watched("up", "--yes", "--skip-preview");
    assert.equal(done.exitCode, 0, done.stdout + done.stderr);
    return done.steps.filter((step) => !step.includes(" guardrails:")).sort();
  }
  it("keeps what the provider's own region has, of which AWS lets it have one", async () => {
    await steps();
    const named = await steps({ REGIONS: "us-east-1" });
    assert.ok(named.includes("update aws:guardduty/detector:Detector account-guardduty-us-east-1"));
    for (const step of named) assert.match(step, /^update .*-us-east-1$/);
  });
});
