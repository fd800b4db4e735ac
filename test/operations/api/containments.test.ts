import * as assert from "node:assert/strict";
import { ask, type Send } from "../../../operations/containment/calls";
import { containmentKind, type ContainmentParts } from "../../../operations/containment/drive";
import { emptyAccount } from "../access-review/organisation";
import { settings as containment } from "../containment/emulated";
import { Visitor } from "../page/browse";
import { type Called, checking } from "./checking";
import { Scene } from "./fixture";

const target = "user/123456789012/eve";

/** A desk that contains in an account of moto, where Eve is a user. */
class ContainmentScene extends Scene {
  constructor(send: Send) {
    let parts: ContainmentParts | undefined;
    super((scene) => {
      parts = {
        ...{ store: scene.store, settings: containment, now: () => scene.now, sendTo: () => send },
        ...{ self: () => Promise.resolve(["arn:aws:iam::123456789012:role/desk"]), pause: () => Promise.resolve() },
      };
      return { containment: parts };
    });
    this.desk.add(containmentKind(parts!));
  }
}

describe("containments by the API", function () {
  this.timeout(120_000);
  let send: Send;
  let scene: ContainmentScene;
  let called: Called;

  beforeEach(async () => {
    send = await emptyAccount();
    await ask(send, "iam", "CreateUser", { UserName: "eve" });
    scene = new ContainmentScene(send);
    called = await checking(scene);
  });

  const post = (as: string, name: string, expected: number, body: unknown) =>
    called.call(as, `POST /api/containments${name}`, expected, body);
  const policies = async () => (await ask(send, "iam", "ListUserPolicies", { UserName: "eve" })).PolicyNames ?? [];
  const settled = async () => {
    for (let pass = 0; pass < 10; pass++) await scene.pass(1);
  };

  it("are shown before, asked for, kept on, and released, as the description says", async () => {
    const { calls } = await post("sam", "/preview", 200, { target, way: "contain" });
    assert.ok(calls.some(({ command }: any) => command === "PutUserPolicy"));
    assert.deepEqual(await policies(), []);
    const { hold, asked } = await post("sam", "", 200, { targets: [target], reason: "used from two countries" });
    assert.deepEqual([asked[0].target, asked[0].containment.holds[0].by], [target, "user:sam"]);
    await settled();
    assert.ok((await policies()).includes("guardrails-containment"));
    const { containments } = await called.call("vic", "GET /api/containments", 200);
    assert.deepEqual([containments[0].state, containments[0].holds[0].id], ["contained", hold]);
    await post("sam", "/review", 200, { target, note: "still away" });
    await post("sam", "/release", 422, { target, hold });
    const { outcome } = await post("sam", "/release", 200, { target, hold, reason: "it was Eve herself" });
    assert.equal(outcome, "done");
    await settled();
    assert.ok(!(await policies()).includes("guardrails-containment"));
  });

  it("of several at once wait for another person, who may refuse", async () => {
    await ask(send, "iam", "CreateUser", { UserName: "mallory" });
    const other = "user/123456789012/mallory";
    const { hold } = await post("sam", "", 200, { targets: [target, other], reason: "both call home" });
    await settled();
    assert.deepEqual(await policies(), []);
    await post("sam", "/approve", 409, { target, hold });
    await post("sue", "/approve", 200, { target, hold });
    await post("sue", "/refuse", 200, { target: other, hold, reason: "that one is ours" });
    await settled();
    assert.ok((await policies()).includes("guardrails-containment"));
  });

  it("are refused for what is none, what nobody asked for, and what hasn't failed", async () => {
    await post("sam", "/preview", 422, { target: "moon/1", way: "contain" });
    await post("sam", "", 422, { targets: ["moon/1"], reason: "far away" });
    await post("sam", "/retry", 404, { target });
    await post("sam", "", 200, { targets: [target], reason: "used from two countries" });
    await post("sam", "/accept", 409, { target, reason: "fine" });
  });

  it("asked for twice by the same request are held once", async () => {
    const body = { targets: [target], reason: "used from two countries" };
    const key = { "idempotency-key": "k" };
    const holds = [];
    for (let time = 0; time < 2; time++)
      holds.push((await scene.ask("sam", "POST", "/api/containments", body, key)).json.hold);
    assert.equal(holds[0], holds[1]);
    const { containments } = await called.call("vic", "GET /api/containments", 200);
    assert.equal(containments[0].holds.length, 1);
  });

  it("take from forms of the page what the API takes, and nothing else", async () => {
    await post("sam", "", 200, { targets: [target], reason: "used from two countries" });
    await settled();
    const sam = await new Visitor(scene).signIn("sam");
    const token = await sam.formToken();
    const send = async (name: string, fields: Record<string, string>) =>
      (await sam.post(`/containments/${name}`, { token, target, ...fields })).status;
    const before = await scene.store.load(`containment/${target}`);
    for (const reason of ["", "x".repeat(2001)]) {
      for (const name of ["review", "accept", "refuse"])
        assert.equal(await send(name, { hold: "h", reason }), 422, `${name} ${reason.length}`);
    }
    assert.equal(await send("approve", {}), 422);
    assert.deepEqual(await scene.store.load(`containment/${target}`), before);
    assert.equal(await send("review", { reason: "still away" }), 303);
  });
});
