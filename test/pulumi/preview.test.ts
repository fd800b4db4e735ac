import * as assert from "node:assert/strict";
import { join } from "node:path";
import {
  describeWithPulumi,
  installPack,
  type Project,
  project,
  repository,
  spoken,
  type Violation,
} from "../support/pulumi-cli";

const chosen = (level: string) => `levels:
  default: disabled
  rules:
    efs-file-system-encrypted: ${level}
    kms-key-rotation-enabled: ${level}
    s3-bucket-versioning-enabled: ${level}
`;

describeWithPulumi("pulumi preview with the pack", () => {
  let gated: Project;
  let pack: string;

  before(async () => {
    gated = await project(join(repository, "test/fixtures/programs/gated"));
    pack = installPack(gated);
  });
  after(() => gated.remove());

  it("names each rule with its own level, on its own resource, and fails", async () => {
    gated.write(
      "guardrails.yaml",
      "levels: { default: disabled, rules: { efs-*: mandatory, kms-*: advisory, s3-bucket-versioning-enabled: mandatory } }\n",
    );
    const { exitCode, violations } = await gated.watched("preview", "--policy-pack", pack);
    assert.notEqual(exitCode, 0);
    assert.deepEqual(spoken(violations), [
      "advisory efs-file-system-encrypted maybe: undetermined: encrypted is not known yet",
      "advisory kms-key-rotation-enabled key: enableKeyRotation is false",
      "mandatory efs-file-system-encrypted plain: encrypted is false",
      "mandatory s3-bucket-versioning-enabled files: versioning is not enabled",
    ]);
  });

  it("says how to fix it", async () => {
    gated.write("guardrails.yaml", chosen("mandatory"));
    const { stdout } = await gated.pulumi("preview", "--policy-pack", pack);
    assert.match(stdout, /\[mandatory\]\s+kms-key-rotation-enabled\s+\(aws:kms\/key:Key: key\)/);
    assert.match(stdout, /Set enableKeyRotation to true\./);
  });

  it("gives an unknown value one advisory for that rule and resource, and succeeds", async () => {
    gated.write("guardrails.yaml", chosen("advisory"));
    const { exitCode, violations } = await gated.watched("preview", "--policy-pack", pack);
    assert.equal(exitCode, 0);
    assert.deepEqual(
      violations.filter(({ resourceUrn }) => resourceUrn.endsWith("::maybe")).map(({ policyName }) => policyName),
      ["efs-file-system-encrypted"],
    );
  });

  it("does not judge a resource that the program only reads", async () => {
    gated.write("guardrails.yaml", "levels: { default: mandatory }\n");
    const { violations } = await gated.watched("preview", "--policy-pack", pack);
    assert.ok(violations.length > 4);
    assert.deepEqual(
      violations.filter(({ resourceUrn }) => resourceUrn.endsWith("::given")),
      [],
    );
  });

  it("shows an excused finding as advisory, with who excused it, until when and why", async () => {
    const [expires] = new Date(Date.now() + 40 * 86_400_000).toISOString().split("T");
    gated.write(
      "guardrails.yaml",
      `levels: { default: disabled, rules: { efs-file-system-encrypted: mandatory } }
exceptions:
  - { rule: efs-file-system-encrypted, resource: "*::plain", reason: scratch space, owner: storage team, expires: ${expires} }
`,
    );
    const { exitCode, violations } = await gated.watched("preview", "--policy-pack", pack);
    assert.equal(exitCode, 0);
    assert.deepEqual(spoken(violations), [
      "advisory efs-file-system-encrypted maybe: undetermined: encrypted is not known yet",
      `advisory efs-file-system-encrypted plain: encrypted is false (excused until ${expires} by storage team: scratch space)`,
    ]);
  });

  it("fails with one line that names file, line and key of a broken guardrails.yaml", async () => {
    gated.write("guardrails.yaml", "levels:\n  default: mandatry\n");
    const { exitCode, stdout } = await gated.pulumi("preview", "--policy-pack", pack);
    assert.notEqual(exitCode, 0);
    assert.match(stdout, /guardrails\.yaml:2: levels\.default: expected one of mandatory, .*, got "mandatry"/);
    assert.doesNotMatch(stdout, /^\s+at /m);
  });

  it("takes the settings that GUARDRAILS_CONFIG names before those of the project", async () => {
    gated.write("guardrails.yaml", "levels: { default: mandatory }\n");
    gated.write("other.yaml", "levels: { default: disabled, rules: { kms-key-rotation-enabled: advisory } }\n");
    const elsewhere = gated.withEnvironment({ GUARDRAILS_CONFIG: join(gated.folder, "other.yaml") });
    const { exitCode, violations } = await elsewhere.watched("preview", "--policy-pack", pack);
    assert.equal(exitCode, 0);
    assert.deepEqual(spoken(violations), ["advisory kms-key-rotation-enabled key: enableKeyRotation is false"]);
  });

  it("finds the same by ordinary policies, when the SDK's handlers are out of reach", async () => {
    gated.write("guardrails.yaml", "levels: { default: mandatory, rules: { kms-*: remediate, rds-*: remediate } }\n");
    const fast = await gated.watched("preview", "--policy-pack", pack);
    const preload = join(repository, "test/support/pulumi-cli/out-of-reach.cjs");
    const ordinary = await gated
      .withEnvironment({ NODE_OPTIONS: `--require ${preload}` })
      .watched("preview", "--policy-pack", pack);
    assert.equal(ordinary.exitCode, fast.exitCode);
    assert.ok(fast.violations.length > 4);
    // The SDK's proxy words what it does not know in its own way.
    const worded = (violations: readonly Violation[]) =>
      spoken(violations).map((line) => line.replace(/undetermined: .*/, "undetermined"));
    assert.deepEqual(worded(ordinary.violations), worded(fast.violations));
    assert.deepEqual(ordinary.remediations.map(({ policyName }) => policyName).sort(), [
      "kms-key-rotation-enabled",
      "rds-instance-deletion-protected",
    ]);
    assert.deepEqual(
      ordinary.remediations.map(({ policyName, after }) => [policyName, after]).sort(),
      fast.remediations.map(({ policyName, after }) => [policyName, after]).sort(),
    );
  });
});
