import * as assert from "node:assert/strict";
import { AccessScene } from "../api/access-fixture";
import { Visitor } from "./browse";

const campaign = "2026-q4";
const hostile = `<img src=x onerror=alert(1)>"'`;

describe("access on the page", function () {
  this.timeout(120_000);
  let scene: AccessScene;

  beforeEach(async () => {
    scene = await AccessScene.start();
  });

  const visitor = (person: string) => new Visitor(scene).signIn(person);
  /** Sends a form as the page has it. */
  const send = async (visitor: Visitor, path: string, fields: Record<string, string>) => {
    const answer = await visitor.post(path, { token: await visitor.formToken(), ...fields });
    await scene.settle();
    return answer;
  };
  const grants = async () =>
    ((await scene.store.load("temporary-access/vic:admins"))?.state as any).grants as Record<string, any>;
  const items = async (reviewer: string) => {
    const { json } = await scene.ask("vic", "GET", `/api/access-reviews/${campaign}/items?reviewer=${reviewer}`);
    return json.items as { id: string; access: { user: string } }[];
  };

  it("is asked for, approved by somebody else, and taken back", async () => {
    const vic = await visitor("vic");
    assert.match((await vic.get("/access")).text, /admins \(60 minutes at most, approved by Sam or Ana\)/);
    const asked = await send(vic, "/access", { group: "admins", minutes: "30", reason: "outage of the shop" });
    assert.deepEqual([asked.status, asked.to], [303, "/access"]);
    const [id = ""] = Object.keys(await grants());
    const waiting = (await vic.get("/access")).text;
    assert.match(waiting, /outage of the shop/);
    assert.ok(!waiting.includes(">Approve</button>"));
    assert.ok(waiting.includes(">Withdraw</button>"));
    const sam = await visitor("sam");
    assert.match(
      (await sam.get("/access")).text,
      /Waits for your approval[^]*outage of the shop[^]*>Approve<\/button>/,
    );
    assert.ok(!(await scene.isMember("vic@example.com")));
    assert.equal((await send(sam, "/access/approve", { id: "vic:admins", grant: id })).status, 303);
    assert.ok(await scene.isMember("vic@example.com"));
    assert.match((await sam.get("/access")).text, /Active[^]*ends <time[^>]*>in 30 min/);
    const without = await send(sam, "/access/revoke", { id: "vic:admins", grant: id });
    assert.deepEqual([without.status, /role="alert"/.test(without.text)], [422, true]);
    assert.equal((await send(sam, "/access/revoke", { id: "vic:admins", grant: id, reason: "done" })).status, 303);
    assert.ok(!(await scene.isMember("vic@example.com")));
  });

  it("is for nobody else when a form says so, and given by nobody whom the group doesn't name", async () => {
    const vic = await visitor("vic");
    const posing = await send(vic, "/access", { group: "admins", minutes: "30", reason: "x", person: "pat" });
    assert.equal(posing.status, 422);
    await send(vic, "/access", { group: "admins", minutes: "30", reason: "outage" });
    const [id = ""] = Object.keys(await grants());
    for (const person of ["vic", "pat", "ada"]) {
      const answer = await send(await visitor(person), "/access/approve", {
        id: "vic:admins",
        grant: id,
        person: "sam",
      });
      assert.equal(answer.status, 403, person);
    }
    assert.equal((await grants())[id].state, "requested");
    const forged = await vic.post("/access", { token: "another", group: "admins", minutes: "30", reason: "outage" });
    assert.equal(forged.status, 403);
  });

  it("keeps what was filled in when it is refused", async () => {
    const { status, text } = await send(await visitor("vic"), "/access", {
      ...{ group: "admins", minutes: "90", reason: "a long outage" },
    });
    assert.equal(status, 409);
    assert.match(text, /role="alert"[^]*Expected 1 to 60 minutes, got 90/);
    assert.match(text, /name="minutes"[^>]*value="90"/);
    assert.match(text, /a long outage<\/textarea>/);
  });

  it("is reviewed: opened by a senior, answered by the manager, seen in the account and in the report", async () => {
    const sam = await visitor("sam");
    const opened = await send(sam, "/access-reviews", { id: campaign });
    assert.deepEqual([opened.status, opened.to], [303, `/access-reviews/${campaign}`]);
    const path = `/access-reviews/${campaign}`;
    const sue = await visitor("sue");
    assert.match((await sue.get("/access")).text, /1 answer of yours to give/);
    const before = (await sue.get(path)).text;
    assert.match(before, /0 of 3 accesses answered/);
    assert.match(before, /Answers are due <time[^>]*>in 14 days/);
    assert.match(before, /Membership of group administrators of user robot/);
    const [robot] = await items("sue");
    const refused = await send(sue, `${path}/decide`, { id: robot!.id, decision: "revoke", reason: "  " });
    assert.equal(refused.status, 409);
    assert.match(refused.text, /Expected a reason to revoke, got none/);
    const revoked = await send(sue, `${path}/decide`, { id: robot!.id, decision: "revoke", reason: "=1+1, no use" });
    assert.deepEqual([revoked.status, revoked.to], [303, `${path}?done=revoke`]);
    assert.ok(!(await scene.isMember("robot")));
    const after = (await sue.get(path)).text;
    assert.match(after, /1 of 3 accesses answered[^]*1 revoked and seen to be gone/);
    assert.match(after, /Nothing waits for your answer/);
    const csv = await sue.get(`${path}/report.csv`);
    assert.match(csv.headers.get("content-type") ?? "", /^text\/csv/);
    assert.match(csv.headers.get("content-disposition") ?? "", /attachment; filename="access-review-2026-q4.csv"/);
    assert.equal(csv.text.trim().split("\r\n").length, 4);
    assert.match(csv.text, /revoke,user:sue,[^,]+,"'=1\+1, no use",done/);
  });

  it("lets a reviewer think again, and have somebody else answer", async () => {
    await send(await visitor("sam"), "/access-reviews", { id: campaign });
    const path = `/access-reviews/${campaign}`;
    const vic = await visitor("vic");
    const [first, second] = await items("vic");
    await send(vic, `${path}/decide`, { id: first!.id, decision: "keep", reason: "runs the shop" });
    assert.match((await vic.get(path)).text, /Kept: runs the shop/);
    const again = await send(vic, `${path}/decide`, { id: first!.id, decision: "revoke", reason: "not any more" });
    assert.equal(again.status, 303);
    assert.equal(
      (await send(vic, `${path}/reassign`, { id: second!.id, reviewer: "ana", reason: "hers" })).status,
      303,
    );
    assert.equal((await items("ana")).length, 1);
    assert.equal((await send(vic, `${path}/decide`, { id: second!.id, decision: "keep", reason: "x" })).status, 403);
  });

  it("shows only what is up to somebody", async () => {
    const vic = await visitor("vic");
    assert.ok(!(await vic.get("/access")).text.includes("Open a review"));
    assert.equal((await send(vic, "/access-reviews", { id: campaign })).status, 403);
    await send(await visitor("sam"), "/access-reviews", { id: campaign });
    const [robot] = await items("sue");
    const path = `/access-reviews/${campaign}`;
    assert.ok(!(await vic.get(path)).text.includes(robot!.id));
    assert.ok((await (await visitor("ada")).get(path)).text.includes(robot!.id));
    assert.equal((await send(vic, `${path}/reassign`, { id: robot!.id, reviewer: "vic", reason: "x" })).status, 403);
    assert.equal((await send(vic, `${path}/retry`, { id: robot!.id })).status, 403);
    for (const way of [`${path}/report.csv`, path, "/access"])
      assert.equal((await new Visitor(scene).get(way)).status, 303);
    assert.equal((await vic.get("/access-reviews/none")).status, 404);
  });

  it("writes names and reasons of others as text, wherever they come from", async () => {
    const vic = await visitor("vic");
    await send(vic, "/access", { group: "admins", minutes: "30", reason: hostile });
    await send(await visitor("sam"), "/access-reviews", { id: campaign });
    const path = `/access-reviews/${campaign}`;
    const [first] = await items("vic");
    await send(vic, `${path}/decide`, { id: first!.id, decision: "keep", reason: hostile });
    const again = await send(vic, "/access", { group: hostile, minutes: "30", reason: hostile });
    const refused = await send(vic, `${path}/decide`, {
      id: (await items("vic"))[0]!.id,
      decision: hostile,
      reason: hostile,
    });
    const texts = [again.text, refused.text, (await vic.get("/access")).text, (await vic.get(path)).text];
    for (const text of texts) {
      assert.ok(!text.includes("<img"), text);
      assert.ok(text.includes("&lt;img src=x"));
    }
    assert.ok(refused.text.includes(`value="&lt;img src=x onerror=alert(1)&gt;&quot;&#39;"`));
  });

  it("says so where a desk has no way to AWS", async () => {
    scene = new AccessScene(undefined);
    const sam = await visitor("sam");
    const { text } = await sam.get("/access");
    assert.match(text, /isn't set up to see or change access/);
    assert.ok(!text.includes('action="/access"') && !text.includes('action="/access-reviews"'));
    assert.equal((await send(sam, "/access-reviews", { id: campaign })).status, 501);
  });
});
