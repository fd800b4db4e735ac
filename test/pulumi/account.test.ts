import * as assert from "node:assert/strict";
import { type ComponentProgram, componentProgram } from "../support/component-program";
import { describeWithPulumi } from "../support/pulumi-cli";

describeWithPulumi("an account's baseline and an organization's guardrails under the Pulumi CLI", function () {
  this.timeout(300_000);
  let program: ComponentProgram;

  before(async () => (program = await componentProgram("account")));
  after(() => program.remove());

  it("leave nothing undetermined in a first preview, and breach nothing", async () => {
    assert.deepEqual(await program.preview(), []);
  });

  it("are made, and a second update changes nothing", async () => {
    const made = await program.changes();
    assert.ok(made.includes("create aws:cloudtrail/trail:Trail account-trail"));
    assert.ok(made.includes("create aws:organizations/policy:Policy guardrails-network"));
    assert.deepEqual(await program.changes(), []);
  });

  it("of one more region are made without touching what exists", async () => {
    const more = await program.changes({ REGIONS: "us-east-1,eu-west-1" });
    assert.ok(more.includes("create aws:guardduty/detector:Detector account-guardduty-eu-west-1"));
    for (const step of more) assert.match(step, /^create .*-eu-west-1$/);
  });

  it("change one policy when one guardrail is left out", async () => {
    const changed = await program.changes({ REGIONS: "us-east-1,eu-west-1", SKIP: "waf" });
    assert.deepEqual(changed, ["update aws:organizations/policy:Policy guardrails-network"]);
  });
});
