import * as assert from "node:assert/strict";
import { diagramOf } from "../../../cli/graph/diagram";
import { mermaid } from "../../../cli/graph/mermaid";
import { resource } from "../../../policies/testing";
import { executablePath, ifSkipped } from "../../support/chromium";
import { type Mermaid, openMermaid } from "../../support/mermaid";
import { hostile } from "../report/fixture";
import { stackOf } from "./stacks";

describe(`Mermaid itself${ifSkipped}`, () => {
  let page: Mermaid | undefined;

  before(async function () {
    if (!executablePath) return this.skip();
    page = await openMermaid();
  });
  after(() => page?.close());

  it("shows every name as it is, whatever it is made of", async () => {
    const networks = hostile.map((name) => resource("aws:ec2/vpc:Vpc", {}, { name }));
    const drawn = await page?.draw(mermaid(diagramOf([stackOf(...networks)])));
    const shown = hostile.map((name) =>
      `VPC ${name.replace(/[\p{C}\u2028\u2029]+/gu, " ")}`.replace(/\s+/g, " ").trim(),
    );
    assert.deepEqual(drawn?.labels.map((label) => label.replace(/\s+/g, " ")).sort(), shown.sort());
    assert.equal(drawn?.strangers, 0);
  });

  it("refuses what is no flowchart", async () => {
    await assert.rejects(page?.draw('flowchart LR\na["x" --> b') ?? Promise.resolve(), /Parse error/);
  });
});
