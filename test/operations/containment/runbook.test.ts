import * as assert from "node:assert/strict";
import type { Call, Send } from "../../../operations/containment/calls";
import { account, region, Scene, settings } from "./emulated";

const id = `runbook/${account}/${region}/shop`;
const runbooks = { shop: { contain: "Shop-Close", release: "Shop-Open", parameters: { Shop: ["main"] } } };

/** As Systems Manager keeps automations: one for a token, found by document and by the keys of its tags. */
class Automations {
  readonly started = new Map<string, { document: string; keys: readonly string[]; status: string }>();
  readonly send: Send = ({ command, input }: Call) => {
    if (command === "StartAutomationExecution") {
      const { DocumentName, ClientToken, Tags } = input as {
        DocumentName: string;
        ClientToken: string;
        Tags: readonly { Key: string }[];
      };
      assert.match(ClientToken, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      const automation = { document: DocumentName, keys: Tags.map(({ Key }) => Key), status: "InProgress" };
      if (!this.started.has(ClientToken)) this.started.set(ClientToken, automation);
      return Promise.resolve({});
    }
    const { Filters } = input as { Filters: readonly { Key: string; Values: readonly string[] }[] };
    const [document, key] = ["DocumentNamePrefix", "TagKey"].map(
      (name) => Filters.find(({ Key }) => Key === name)?.Values[0] ?? "",
    );
    const found = [...this.started.values()].filter((each) => each.document === document && each.keys.includes(key!));
    return Promise.resolve({
      AutomationExecutionMetadataList: found.map(({ status }) => ({ AutomationExecutionStatus: status })),
    });
  };

  end(document: string, status: string): void {
    for (const automation of this.started.values()) if (automation.document === document) automation.status = status;
  }

  get documents(): string[] {
    return [...this.started.values()].map(({ document }) => document);
  }
}

describe("A runbook", () => {
  const begin = () => {
    const automations = new Automations();
    return { automations, scene: new Scene(automations.send, { ...settings, runbooks }) };
  };

  it("is started once, and has contained when it has succeeded; another one releases", async () => {
    const { automations, scene } = begin();
    assert.equal((await scene.contain(id))?.state, "applying");
    scene.pass(1);
    assert.equal((await scene.work(id))?.state, "applying");
    automations.end("Shop-Close", "Success");
    scene.pass(2);
    assert.equal((await scene.work(id))?.state, "contained");
    assert.equal((await scene.release(id))?.state, "releasing");
    automations.end("Shop-Open", "Success");
    scene.pass(2);
    assert.equal((await scene.work(id))?.state, "free");
    assert.deepEqual(automations.documents, ["Shop-Close", "Shop-Open"]);
  });

  it("that fails leaves the containment to a person", async () => {
    const { automations, scene } = begin();
    await scene.contain(id);
    automations.end("Shop-Close", "Failed");
    scene.pass(1);
    const failed = await scene.work(id);
    assert.deepEqual([failed?.state, failed?.failedIn], ["failed", "applying"]);
    assert.match(failed?.error ?? "", /expected runbook Shop-Close to succeed, got Failed/);
  });

  it("that the settings don't have is refused", async () => {
    const { scene } = begin();
    await assert.rejects(scene.contain(`runbook/${account}/${region}/other`), /does not exist/);
  });
});
