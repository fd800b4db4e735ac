import * as assert from "node:assert/strict";
import { join } from "node:path";
import { describeWithPulumi, installPack, type Project, project, repository, spoken } from "../support/pulumi-cli";

describeWithPulumi("pulumi up with the pack", () => {
  let gated: Project;
  let pack: string;

  beforeEach(async () => {
    gated = await project(join(repository, "test/fixtures/programs/gated"));
    pack = installPack(gated);
  });
  afterEach(() => gated.remove());

  const up = (...args: string[]) => gated.watched("up", "--yes", "--skip-preview", "--policy-pack", pack, ...args);

  it("stops at a mandatory breach before the resource is created", async () => {
    gated.write("guardrails.yaml", "levels: { default: disabled, rules: { efs-*: mandatory } }\n");
    const { exitCode, violations, created } = await up();
    assert.notEqual(exitCode, 0);
    assert.ok(spoken(violations).includes("mandatory efs-file-system-encrypted plain: encrypted is false"));
    assert.ok(!created.includes("plain"));
    const { stdout } = await gated.pulumi("stack", "export");
    assert.ok(!stdout.includes("::plain"));
  });

  it("creates what has advisories only, by then with every value known, and finds nothing to change afterwards", async () => {
    gated.write("guardrails.yaml", "levels: { default: disabled, rules: { efs-*: advisory } }\n");
    const first = await up();
    assert.equal(first.exitCode, 0);
    assert.deepEqual(spoken(first.violations), [
      "advisory efs-file-system-encrypted maybe: encrypted is false",
      "advisory efs-file-system-encrypted plain: encrypted is false",
    ]);
    assert.ok(first.created.includes("plain"));
    const { exitCode, stdout } = await up("--expect-no-changes");
    assert.equal(exitCode, 0, stdout);
  });

  it("repairs at level remediate, leaves secrets secret, and reports what it can't repair as mandatory", async () => {
    gated.write(
      "guardrails.yaml",
      "levels: { default: disabled, rules: { kms-*: remediate, rds-instance-deletion-protected: remediate } }\n",
    );
    const { exitCode, violations, remediations } = await up();
    assert.equal(exitCode, 0);
    assert.deepEqual(violations, []);
    assert.deepEqual(remediations.map(({ policyName }) => policyName).sort(), [
      "kms-key-rotation-enabled",
      "rds-instance-deletion-protected",
    ]);
    const { stdout } = await gated.pulumi("stack", "export");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: { type: string; inputs: any }[] } };
    const inputs = (type: string) => deployment.resources.find((resource) => resource.type === type)?.inputs;
    assert.equal(inputs("aws:kms/key:Key").enableKeyRotation, true);
    assert.equal(inputs("aws:kms/key:Key").deletionWindowInDays, 30);
    assert.equal(inputs("aws:rds/instance:Instance").deletionProtection, true);
    assert.ok(inputs("aws:rds/instance:Instance").tags.note.ciphertext);
    assert.ok(!stdout.includes("confidential"));

    gated.write("guardrails.yaml", "levels: { default: disabled, rules: { efs-*: remediate } }\n");
    const unrepaired = await gated.watched("preview", "--policy-pack", pack);
    assert.notEqual(unrepaired.exitCode, 0);
    assert.ok(spoken(unrepaired.violations).includes("mandatory efs-file-system-encrypted plain: encrypted is false"));
  });
});
