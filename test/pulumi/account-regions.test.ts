import * as assert from "node:assert/strict";
import { type ComponentProgram, componentProgram } from "../support/component-program";
import { describeWithPulumi } from "../support/pulumi-cli";

const source = `
  const { AccountBaseline } = require("./components");
  new AccountBaseline("account", { alarmEmails: [], regions: process.env.REGIONS?.split(",") });
`;

describeWithPulumi("an account whose regions are named later", function () {
  this.timeout(300_000);
  let program: ComponentProgram;
  before(async () => {
    program = await componentProgram("account");
    program.project.write("index.js", source);
  });
  after(() => program.remove());
  it("keeps what the provider's own region has, of which AWS lets it have one", async () => {
    await program.changes();
    const named = await program.changes({ REGIONS: "us-east-1" });
    assert.ok(named.includes("update aws:guardduty/detector:Detector account-guardduty-us-east-1"));
    for (const step of named) assert.match(step, /^update .*-us-east-1$/);
  });
});
