import * as assert from "node:assert/strict";
import { join } from "node:path";
import { describeWithPulumi, installPack, type Project, project, repository, spoken } from "../support/pulumi-cli";

describeWithPulumi("pulumi preview --policy-pack-config", () => {
  let gated: Project;
  let pack: string;

  before(async () => {
    gated = await project(join(repository, "test/fixtures/programs/gated"));
    pack = installPack(gated);
    gated.write(
      "guardrails.yaml",
      `levels: { default: disabled }
parameters: { rds-instance-backups-enabled: { minimumRetentionDays: 20 } }
`,
    );
  });
  after(() => gated.remove());

  async function preview(config: object) {
    gated.write("config.json", JSON.stringify(config));
    return gated.watched("preview", "--policy-pack", pack, "--policy-pack-config", join(gated.folder, "config.json"));
  }

  it("sets a rule's level over guardrails.yaml, whose parameters stay", async () => {
    const { exitCode, violations } = await preview({
      "kms-key-rotation-enabled": "mandatory",
      "rds-instance-backups-enabled": "advisory",
    });
    assert.notEqual(exitCode, 0);
    assert.deepEqual(spoken(violations), [
      "advisory rds-instance-backups-enabled database: backupRetentionPeriod is 10",
      "mandatory kms-key-rotation-enabled key: enableKeyRotation is false",
    ]);
  });

  it("sets a rule's parameters over guardrails.yaml", async () => {
    const rule = { enforcementLevel: "mandatory", minimumRetentionDays: 10 };
    const { exitCode, violations } = await preview({ "rds-instance-backups-enabled": rule });
    assert.equal(exitCode, 0);
    assert.deepEqual(spoken(violations), []);
  });

  it("sets every rule's level at once, and one rule's apart", async () => {
    const { exitCode, violations } = await preview({ all: "advisory", "kms-key-rotation-enabled": "disabled" });
    assert.equal(exitCode, 0);
    const said = spoken(violations);
    assert.ok(said.includes("advisory efs-file-system-encrypted plain: encrypted is false"));
    assert.ok(said.every((line) => line.startsWith("advisory") && !line.includes("kms-key-rotation-enabled")));
  });

  it("fails for a rule that there is none of, and for a parameter of the wrong type or name", async () => {
    const unknownRule = await preview({ "kms-key-rotated": "mandatory" });
    assert.notEqual(unknownRule.exitCode, 0);
    assert.match(unknownRule.stdout + unknownRule.stderr, /expected the id of a rule, got "kms-key-rotated"/);

    const misspelled = await preview({ "rds-instance-backups-enabled": { days: 3 } });
    assert.notEqual(misspelled.exitCode, 0);
    assert.match(misspelled.stdout + misspelled.stderr, /expected one of minimumRetentionDays, got "days"/);

    const outOfRange = await preview({ "rds-instance-backups-enabled": { minimumRetentionDays: 100 } });
    assert.notEqual(outOfRange.exitCode, 0);
    assert.match(outOfRange.stdout + outOfRange.stderr, /minimumRetentionDays/);
  });
});
