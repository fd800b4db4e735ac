import * as assert from "node:assert/strict";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { describeWithPulumi, installPack, type Project, project, repository } from "../support/pulumi-cli";

describeWithPulumi("databases and a function under the Pulumi CLI", function () {
  this.timeout(300_000);
  let program: Project;
  let pack: string;

  before(async () => {
    program = await project(join(repository, "test/fixtures/programs/database"));
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
    assert.deepEqual(violations, []);
  });

  it("are made, without a password in the state, and a second update changes nothing", async () => {
    const made = await steps();
    for (const step of [
      "rds/instance:Instance orders",
      "rds/cluster:Cluster visits",
      "lambda/function:Function worker",
    ]) {
      assert.ok(made.includes(`create aws:${step}`), step);
    }
    const { stdout } = await program.pulumi("stack", "export", "--show-secrets");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: Record<"inputs" | "outputs", object>[] } };
    const properties = deployment.resources.flatMap(({ inputs = {}, outputs = {} }) =>
      Object.keys({ ...inputs, ...outputs }),
    );
    assert.ok(properties.includes("manageMasterUserPassword"));
    assert.deepEqual(
      properties.filter((property) => /^(master)?password(Wo)?$/i.test(property)),
      [],
    );
    assert.deepEqual(await steps(), []);
  });

  it("are upgraded in place: another major version replaces the parameter group alone", async () => {
    assert.deepEqual(await steps({ ENGINE_VERSION: "18" }), [
      "create-replacement aws:rds/parameterGroup:ParameterGroup orders",
      "delete-replaced aws:rds/parameterGroup:ParameterGroup orders",
      "replace aws:rds/parameterGroup:ParameterGroup orders",
      "update aws:rds/instance:Instance orders",
    ]);
  });

  it("grow by a reader, and let a role connect, with nothing else changed", async () => {
    const grown = { ENGINE_VERSION: "18", READERS: "2", GRANTED: "yes" };
    assert.deepEqual(await steps(grown), [
      "create aws:iam/rolePolicy:RolePolicy orders-worker-connect",
      "create aws:rds/clusterInstance:ClusterInstance visits-3",
    ]);
    assert.deepEqual(await steps(grown), []);
  });
});
