import * as assert from "node:assert/strict";
import { join } from "node:path";
import { describeWithPulumi, type Project, project, repository } from "../support/pulumi-cli";

describeWithPulumi("a component that is deployed", () => {
  let program: Project;

  before(async () => {
    program = await project(join(repository, "test/fixtures/programs/queues"));
    assert.ok((await steps()).includes("create aws:sqs/queue:Queue jobs"));
  });
  after(() => program.remove());

  async function steps(): Promise<readonly string[]> {
    const done = await program.watched("up", "--yes", "--skip-preview");
    assert.equal(done.exitCode, 0, done.stdout + done.stderr);
    return done.steps;
  }

  it("changes nothing when it is deployed again", async () => {
    assert.deepEqual(await steps(), []);
  });

  it("keeps its children when it gets a new name and an alias of the old one", async () => {
    await program.pulumi("config", "set", "renamed", "true");
    assert.deepEqual(await steps(), []);
  });

  it("lets a transform of its user reach a child by type and name", async () => {
    await program.pulumi("config", "set", "transformed", "true");
    assert.deepEqual(await steps(), ["update aws:sqs/queue:Queue mail-dead-letters"]);
    const { stdout } = await program.pulumi("stack", "export");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: { urn: string; inputs?: any }[] } };
    const retention = (name: string) =>
      deployment.resources.find(({ urn }) => urn.endsWith(`aws:sqs/queue:Queue::${name}`))?.inputs
        .messageRetentionSeconds as number;
    assert.equal(retention("mail-dead-letters"), 3600);
    assert.equal(retention("orders-dead-letters"), 14 * 24 * 3600);
  });
});
