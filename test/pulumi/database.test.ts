import * as assert from "node:assert/strict";
import { type ComponentProgram, componentProgram } from "../support/component-program";
import { describeWithPulumi } from "../support/pulumi-cli";

describeWithPulumi("databases and a function under the Pulumi CLI", function () {
  this.timeout(300_000);
  let program: ComponentProgram;

  before(async () => (program = await componentProgram("database")));
  after(() => program.remove());

  it("leave nothing undetermined in a first preview, and breach nothing", async () => {
    assert.deepEqual(await program.preview(), []);
  });

  it("are made, without a password in the state, and a second update changes nothing", async () => {
    const made = await program.changes();
    for (const step of [
      "rds/instance:Instance orders",
      "rds/cluster:Cluster visits",
      "lambda/function:Function worker",
    ]) {
      assert.ok(made.includes(`create aws:${step}`), step);
    }
    const { stdout } = await program.project.pulumi("stack", "export", "--show-secrets");
    const { deployment } = JSON.parse(stdout) as { deployment: { resources: Record<"inputs" | "outputs", object>[] } };
    const properties = deployment.resources.flatMap(({ inputs = {}, outputs = {} }) =>
      Object.keys({ ...inputs, ...outputs }),
    );
    assert.ok(properties.includes("manageMasterUserPassword"));
    assert.deepEqual(
      properties.filter((property) => /^(master)?password(Wo)?$/i.test(property)),
      [],
    );
    assert.deepEqual(await program.changes(), []);
  });

  it("are upgraded in place: another major version replaces the parameter group alone", async () => {
    assert.deepEqual(await program.changes({ ENGINE_VERSION: "18" }), [
      "create-replacement aws:rds/parameterGroup:ParameterGroup orders",
      "delete-replaced aws:rds/parameterGroup:ParameterGroup orders",
      "replace aws:rds/parameterGroup:ParameterGroup orders",
      "update aws:rds/instance:Instance orders",
    ]);
  });

  it("grow by a reader, and let a role connect, with nothing else changed", async () => {
    const grown = { ENGINE_VERSION: "18", READERS: "2", GRANTED: "yes" };
    assert.deepEqual(await program.changes(grown), [
      "create aws:iam/rolePolicy:RolePolicy orders-worker-connect",
      "create aws:rds/clusterInstance:ClusterInstance visits-3",
    ]);
    assert.deepEqual(await program.changes(grown), []);
  });
});
