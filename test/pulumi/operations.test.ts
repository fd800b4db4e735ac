import * as assert from "node:assert/strict";
import { join } from "node:path";
import { describeWithPulumi, installPack, type Project, project, repository, spoken } from "../support/pulumi-cli";

describeWithPulumi("security operations under the Pulumi CLI", function () {
  this.timeout(300_000);
  let program: Project;
  let pack: string;

  before(async () => {
    program = await project(join(repository, "examples/security-operations"));
    program.write("guardrails.yaml", "levels: { default: mandatory }\n");
    pack = installPack(program);
  });
  after(() => program.remove());

  async function changes(): Promise<readonly string[]> {
    const done = await program.watched("up", "--yes", "--skip-preview", "--policy-pack", pack);
    assert.equal(done.exitCode, 0, done.stdout + done.stderr);
    assert.deepEqual(done.violations, []);
    return done.steps.filter((step) => !step.includes(" guardrails:"));
  }

  it("breach nothing in a first preview; policies that name the key are undetermined until AWS has made one", async () => {
    const { exitCode, violations, stdout } = await program.watched("preview", "--policy-pack", pack);
    assert.equal(exitCode, 0, stdout);
    assert.deepEqual(
      spoken(violations).filter(
        (each) => !/^advisory iam-policy-\S+ \S+: undetermined: policy is not known yet$/.test(each),
      ),
      [],
    );
  });

  it("are made, what is called before what calls it", async () => {
    const made = await changes();
    const place = (step: string) => {
      const found = made.findIndex((each) => each.startsWith("create aws:") && each.endsWith(step));
      assert.ok(found >= 0, step);
      return found;
    };
    const react = place("Function desk-react");
    assert.ok(place("EventSourceMapping desk-react") > react);
    assert.ok(place("Schedule escalation-minutely") > place("Function escalation-sweep"));
    assert.ok(place("EventTarget desk-findings-security-hub") > place("QueuePolicy desk-findings"));
    assert.ok(place("StateMachine containment") > place("RolePolicy containment"));
  });

  it("change nothing in a second update, and leave the kill switch as somebody has set it", async () => {
    const { stdout } = await program.pulumi("stack", "export");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: any[] } };
    const parameter = deployment.resources.find(({ urn }) => urn.endsWith("Parameter::containment"));
    parameter.inputs.value = parameter.outputs.value = "off";
    program.write("state.json", JSON.stringify({ version: 3, deployment }));
    assert.equal((await program.pulumi("stack", "import", "--file", "state.json")).exitCode, 0);
    assert.deepEqual(await changes(), []);
  });
});
