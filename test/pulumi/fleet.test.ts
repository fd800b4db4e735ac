import * as assert from "node:assert/strict";
import { type ComponentProgram, componentProgram } from "../support/component-program";
import { describeWithPulumi } from "../support/pulumi-cli";

const group = "aws:autoscaling/group:Group";
const template = "aws:ec2/launchTemplate:LaunchTemplate";

describeWithPulumi("an instance and fleets under the Pulumi CLI", function () {
  this.timeout(300_000);
  let program: ComponentProgram;

  before(async () => (program = await componentProgram("fleet")));
  after(() => program.remove());

  /** How many groups of a fleet the state holds, and how many of them wait to be deleted. */
  async function groups(name: string) {
    const { stdout } = await program.project.pulumi("stack", "export");
    const { deployment } = JSON.parse(stdout) as {
      deployment: { resources: { urn: string; id?: string; delete?: boolean; initErrors?: string[] }[] };
    };
    return deployment.resources
      .filter(({ urn }) => urn.endsWith(`${group}::${name}`))
      .map(({ id, delete: isOld = false, initErrors = [] }) => ({ id, isOld, isBroken: initErrors.length > 0 }));
  }

  function assertReplaced(done: readonly string[], name: string): void {
    const [made, deleted] = [`create-replacement ${group} ${name}`, `delete-replaced ${group} ${name}`];
    assert.ok(done.includes(made), made);
    assert.ok(done.indexOf(made) < done.indexOf(deleted), `${made}, then ${deleted}: ${done.join("; ")}`);
    const [changed] = done.filter((step) => step === `update ${template} ${name}`);
    assert.ok(changed !== undefined, "the launch template gets another version");
  }

  it("leave nothing undetermined in a first preview, and breach nothing", async () => {
    assert.deepEqual(await program.preview(), []);
  });

  it("are made, and a second update changes nothing", async () => {
    const made = await program.steps();
    for (const step of [
      "ec2/instance:Instance bastion",
      "autoscaling/group:Group web",
      "kms/grant:Grant web-volumes",
    ]) {
      assert.ok(made.includes(`create aws:${step}`), step);
    }
    assert.deepEqual(await program.steps(), []);
  });

  it("deploy other user data by a new group, of one type or several, before the old is deleted, or in the group", async () => {
    const done = await program.steps({ RELEASE: "2" });
    assertReplaced(done, "web");
    assertReplaced(done, "mixed");
    assert.deepEqual(
      done.filter((step) => step.endsWith(" jobs")),
      [`update ${template} jobs`, `update ${group} jobs`],
    );
    assert.deepEqual(
      done.filter((step) => step.includes("Instance")),
      [],
    );
    assert.deepEqual(await program.steps({ RELEASE: "2" }), []);
  });

  it("keep the old group when the instances of the new one aren't well, until others are", async () => {
    const [old] = await groups("web");
    const failed = await program.up({ RELEASE: "3", STAND_IN_UNHEALTHY: "web" });
    assert.notEqual(failed.exitCode, 0);
    assert.ok(!failed.steps.includes(`delete-replaced ${group} web`));
    assert.ok((await groups("web")).some(({ id }) => id === old?.id));

    const again = await program.up({ RELEASE: "3", STAND_IN_UNHEALTHY: "web" });
    assert.notEqual(again.exitCode, 0, "an update that changes nothing must not take the broken group for up");
    assert.ok((await groups("web")).some(({ id }) => id === old?.id));

    assertReplaced([`update ${template} web`, ...(await program.steps({ RELEASE: "4" }))], "web");
    const left = await groups("web");
    assert.deepEqual(
      left.map(({ isOld, isBroken }) => ({ isOld, isBroken })),
      [{ isOld: false, isBroken: false }],
    );
    assert.notEqual(left[0]?.id, old?.id);
  });
});
