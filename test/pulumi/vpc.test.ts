import * as assert from "node:assert/strict";
import { type ComponentProgram, componentProgram } from "../support/component-program";
import { describeWithPulumi, type Project, spoken } from "../support/pulumi-cli";

interface Step {
  readonly op: string;
  readonly urn: string;
}

describeWithPulumi("a Vpc under the Pulumi CLI", function () {
  this.timeout(300_000);
  let network: ComponentProgram;

  before(async () => (network = await componentProgram("network")));
  after(() => network.remove());

  const inZones = (letters: string, more: Readonly<Record<string, string>> = {}) =>
    network.project.withEnvironment({
      AWS_REGION: "eu-west-1",
      ZONES: Array.from(letters)
        .map((letter) => `eu-west-1${letter}`)
        .join(" "),
      ...more,
    });

  /** What a preview would do in AWS, beside leaving things alone: `<operation> <type> <name>`. */
  async function changes(previewed: Project): Promise<string[]> {
    const { exitCode, stdout, stderr } = await previewed.pulumi("preview", "--json");
    assert.equal(exitCode, 0, stdout + stderr);
    const { steps } = JSON.parse(stdout) as { steps: Step[] };
    return steps
      .filter(({ op, urn }) => op !== "same" && urn.split("::")[2]?.split("$").pop()?.startsWith("aws:"))
      .map(({ op, urn }) => `${op} ${urn.split("::")[2]?.split("$").pop()} ${urn.split("::").pop()}`)
      .sort();
  }

  it("leaves nothing undetermined in a first preview, and breaches nothing", async () => {
    const { exitCode, violations, stdout } = await inZones("ab").watched("preview", "--policy-pack", network.pack);
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(violations, []);
  });

  it("is made, and a second update changes nothing", async () => {
    const first = await inZones("ac").watched("up", "--yes", "--skip-preview", "--policy-pack", network.pack);
    assert.equal(first.exitCode, 0, first.stdout);
    assert.deepEqual(first.violations, []);
    assert.ok(first.created.includes("net-private-a"));
    const second = await inZones("ac").watched("up", "--yes", "--skip-preview", "--expect-no-changes");
    assert.equal(second.exitCode, 0, second.stdout);
  });

  it("previews a zone added in the middle as that zone's resources and nothing else, and its removal likewise", async () => {
    const added = await changes(inZones("abc"));
    assert.ok(added.includes("create aws:ec2/subnet:Subnet net-private-b"));
    for (const change of added) assert.match(change, /^create .* net-(.*-)?b(-internet(-ipv6)?)?$/);

    const up = await inZones("cab").watched("up", "--yes", "--skip-preview");
    assert.equal(up.exitCode, 0, up.stdout);
    assert.deepEqual(await changes(inZones("bca")), []);
    assert.deepEqual(
      await changes(inZones("ac")),
      added.map((change) => change.replace("create", "delete")),
    );
  });

  it("keeps every existing subnet when the way out and the transit gateway are added", async () => {
    const changed = await changes(inZones("abc", { NAT: "perZone", TRANSIT: "tgw-0123456789abcdef0" }));
    assert.ok(changed.includes("create aws:ec2transitgateway/vpcAttachment:VpcAttachment net"));
    assert.deepEqual(
      changed.filter((change) => change.includes("subnet:Subnet") && !change.startsWith("create")),
      [],
    );
  });

  it("keeps everything when it is renamed with an alias: only the names in tags change", async () => {
    const changed = await changes(inZones("abc", { NAME: "shop" }));
    assert.ok(changed.includes("update aws:ec2/vpc:Vpc shop"));
    assert.deepEqual(
      changed.filter((change) => !change.startsWith("update ")),
      [],
    );
  });

  it("lets a transform reach its children", async () => {
    const changed = await changes(inZones("abc", { TEAM: "web" }));
    const subnets = ["data", "private", "public"].flatMap((tier) =>
      ["a", "b", "c"].map((letter) => `update aws:ec2/subnet:Subnet net-${tier}-${letter}`),
    );
    assert.deepEqual(changed, subnets);
  });

  it("takes its block from an IPAM pool, which a preview can't know", async () => {
    const other = await componentProgram("network");
    try {
      const zones = { AWS_REGION: "eu-west-1", ZONES: "eu-west-1a eu-west-1b", IPAM: "yes" };
      const { exitCode, stdout } = await other.project.withEnvironment(zones).watched("up", "--yes");
      assert.equal(exitCode, 0, stdout);
      const exported = JSON.parse((await other.project.pulumi("stack", "output", "--json")).stdout) as { cidr: string };
      assert.equal(exported.cidr, "10.64.0.0/16");
      const again = await other.project
        .withEnvironment(zones)
        .watched("up", "--yes", "--skip-preview", "--expect-no-changes");
      assert.equal(again.exitCode, 0, again.stdout);
    } finally {
      other.remove();
    }
  });

  it("replaces a NAT instance without another route or address", async () => {
    const other = await componentProgram("network");
    try {
      const run = other.project.withEnvironment({
        ...{ AWS_REGION: "eu-west-1", ZONES: "eu-west-1a eu-west-1b", NAT: "instance" },
      });
      const { exitCode, violations } = await run.watched("up", "--yes", "--policy-pack", other.pack);
      assert.notEqual(exitCode, 0, "the pack lets no breach pass");
      assert.deepEqual(spoken(violations), [
        "mandatory ec2-instance-no-public-ip net-nat: Elastic IP net-nat is attached",
      ]);
      const made = await run.watched("up", "--yes", "--skip-preview");
      assert.equal(made.exitCode, 0, made.stdout);
      const same = await run.watched("up", "--yes", "--skip-preview", "--expect-no-changes");
      assert.equal(same.exitCode, 0, same.stdout);
      const { deployment } = JSON.parse((await run.pulumi("stack", "export")).stdout) as {
        deployment: { resources: { urn: string }[] };
      };
      const instance = deployment.resources.find(({ urn }) => urn.endsWith("aws:ec2/instance:Instance::net-nat"));
      const replaced = await run.watched("up", "--yes", "--skip-preview", "--replace", instance?.urn ?? "");
      assert.equal(replaced.exitCode, 0, replaced.stdout);
      assert.deepEqual(
        replaced.steps.filter((step) => !step.includes(" guardrails:")),
        // The interface is in one instance at a time.
        ["delete-replaced", "replace", "create-replacement"].map((op) => `${op} aws:ec2/instance:Instance net-nat`),
      );
    } finally {
      other.remove();
    }
  });
});
