import * as assert from "node:assert/strict";
import { ask } from "../../../operations/containment/calls";
import { AccessScene } from "./access-fixture";
import { type Called, checking } from "./checking";

const campaign = "2026-q4";

describe("access reviews by the API", function () {
  this.timeout(120_000);
  let scene: AccessScene;
  let call: Called["call"];

  beforeEach(async () => {
    scene = await AccessScene.start();
    ({ call } = await checking(scene));
  });

  const open = async () => {
    const { asked } = await call("sam", "POST /api/access-reviews", 200, { id: campaign });
    await scene.settle();
    return asked as number;
  };
  const items = async (as = "vic", query = "") =>
    (await call(as, `GET /api/access-reviews/{campaign}/items${query}`, 200, undefined, { campaign })).items;
  const decide = (as: string, id: string, expected: number, decision = "keep", reason = "runs the shop") =>
    call(as, "POST /api/access-review-items/{id}/decide", expected, { decision, reason }, { id });

  it("ask about each access once, and the same again asks nothing anew", async () => {
    assert.equal(await open(), 3);
    assert.equal(await open(), 0);
    const { campaigns } = await call("vic", "GET /api/access-reviews", 200);
    assert.deepEqual(
      campaigns.map(({ id, items, openedBy, deadline }: any) => [id, items, openedBy, deadline]),
      [[campaign, 3, "user:sam", "2026-12-08T09:00:00.000Z"]],
    );
    assert.ok(campaigns[0].gaps.some((gap: string) => gap.includes("root user")));
  });

  it("are answered by the reviewer alone, whatever the role, and a body can't say who answers", async () => {
    await open();
    const [first, second] = await items("vic", "?reviewer=me");
    assert.deepEqual([first.principal, first.reviewer, first.access.user], ["pat", "vic", "pat@example.com"]);
    for (const other of ["pat", "ana", "sam", "ada"]) await decide(other, first.id, 403);
    const posing = { decision: "keep", reason: "mine", person: "vic" };
    await call("ada", "POST /api/access-review-items/{id}/decide", 422, posing, { id: first.id });
    const stale = { "if-match": `"${Number(first.version) + 1}"` };
    const path = `/api/access-review-items/${first.id}/decide`;
    assert.equal((await scene.ask("vic", "POST", path, { decision: "keep", reason: "x" }, stale)).status, 412);
    await decide("vic", first.id, 422, "maybe");
    await decide("vic", first.id, 422, "keep", "");
    await decide("vic", first.id, 409, "keep", " ");
    const { outcome, item } = await decide("vic", first.id, 200);
    assert.deepEqual([outcome, item.state, item.decision.by], ["done", "done", "user:vic"]);
    assert.equal((await decide("vic", first.id, 200)).outcome, "unchanged");
    assert.deepEqual(
      (await items("vic", "?reviewer=me")).map(({ id }: any) => id),
      [second.id],
    );
  });

  it("revoke in the account what was decided, read it back, and tell auditors so", async () => {
    await open();
    const robot = (await items("vic", "?reviewer=sue"))[0];
    assert.ok(await scene.isMember("robot"));
    await decide("sue", robot.id, 200, "revoke", "nobody needs it");
    await scene.settle();
    assert.ok(!(await scene.isMember("robot")));
    const { rows } = await call("vic", "GET /api/access-reviews/{campaign}/report", 200, undefined, { campaign });
    const row = rows.find(({ user }: any) => user === "robot");
    assert.deepEqual([row.decision, row.decidedBy, row.state], ["revoke", "user:sue", "done"]);
    assert.match(row.effect, /administrators/);
    const { progress } = await call("vic", "GET /api/access-reviews/{campaign}", 200, undefined, { campaign });
    assert.deepEqual([progress.total, progress.states.open, progress.revoked], [3, 2, 1]);
    assert.deepEqual(progress.reviewers, { vic: { open: 2, answered: 0 }, sue: { open: 0, answered: 1 } });
  });

  it("pass to another person by the reviewer or a senior, and to nobody who isn't known", async () => {
    await open();
    const [first, second] = await items("vic", "?reviewer=vic");
    const reassign = (as: string, id: string, reviewer: string, expected: number) =>
      call(as, "POST /api/access-review-items/{id}/reassign", expected, { reviewer, reason: "on leave" }, { id });
    await reassign("ana", first.id, "ana", 403);
    await reassign("pat", first.id, "ana", 403);
    await reassign("vic", first.id, "toString", 422);
    await reassign("vic", first.id, "pat", 409);
    await reassign("vic", first.id, "ana", 200);
    await reassign("sam", second.id, "ada", 200);
    await decide("vic", first.id, 403);
    await decide("ana", first.id, 200);
  });

  it("begin anew what failed when a senior says so", async () => {
    await open();
    const robot = (await items("vic", "?reviewer=sue"))[0];
    scene.refused = "RemoveUserFromGroup";
    await decide("sue", robot.id, 200, "revoke", "nobody needs it");
    await scene.settle();
    for (const minutes of [1, 5, 30, 120]) await scene.pass(minutes);
    const [failed] = await items("vic", "?state=error");
    assert.match(failed.effect.error, /AccessDenied/);
    assert.match(failed.ticket, /^T-/);
    const retry = (as: string, expected: number) =>
      call(as, "POST /api/access-review-items/{id}/retry", expected, {}, { id: robot.id });
    await retry("sue", 200);
    await retry("sue", 409);
    await retry("ana", 403);
    scene.refused = undefined;
    await scene.settle();
    assert.equal((await items("vic", "?state=done")).length, 1);
  });

  it("are refused where AWS answers nothing, and where there is nothing to ask", async () => {
    scene.refused = "GetCallerIdentity";
    const { detail } = await call("sam", "POST /api/access-reviews", 502, { id: campaign });
    assert.match(detail, /expected AWS to say who has what/);
    scene.refused = undefined;
    await call("ana", "POST /api/access-reviews", 403, { id: campaign });
    await call("sam", "POST /api/access-reviews", 422, { id: "a b" });
    await call("vic", "GET /api/access-reviews/{campaign}", 404, undefined, { campaign: "none" });
    await call("vic", "GET /api/access-reviews/{campaign}/items", 404, undefined, { campaign: "none" });
    await decide("vic", "none.0123", 404);
    await open();
    scene.now = "2026-12-09T09:00:00.000Z";
    await ask(scene.sent, "iam", "AddUserToGroup", { UserName: "vic@example.com", GroupName: "administrators" });
    await call("sam", "POST /api/access-reviews", 409, { id: campaign });
    const without = await checking(new AccessScene(undefined));
    await without.call("sam", "POST /api/access-reviews", 501, { id: campaign });
  });
});

describe("temporary access by the API", function () {
  this.timeout(120_000);
  let scene: AccessScene;
  let call: Called["call"];

  beforeEach(async () => {
    scene = await AccessScene.start();
    ({ call } = await checking(scene));
  });

  const request = (as: string, expected: number, changes: object = {}) =>
    call(as, "POST /api/temporary-access", expected, { group: "admins", minutes: 30, reason: "outage", ...changes });
  const act = (as: string, name: string, expected: number, grant: string, more: object = {}) =>
    call(as, `POST /api/temporary-access/{id}/${name}`, expected, { grant, ...more }, { id: "vic:admins" });

  it("comes to whoever asks, after somebody else has approved, and ends by itself", async () => {
    const { grant, access } = await request("vic", 200);
    assert.deepEqual([access.id, access.person, access.grants[0].requestedBy], ["vic:admins", "vic", "vic"]);
    await scene.settle();
    assert.ok(!(await scene.isMember("vic@example.com")));
    await act("sam", "approve", 200, grant);
    await scene.settle();
    assert.ok(await scene.isMember("vic@example.com"));
    const { accesses } = await call("pat", "GET /api/temporary-access", 200);
    assert.deepEqual([accesses[0].state, accesses[0].grants[0].until], ["in", "2026-11-24T09:30:00.000Z"]);
    await scene.pass(31);
    assert.ok(!(await scene.isMember("vic@example.com")));
    const over = (await call("pat", "GET /api/temporary-access?state=over", 200)).accesses;
    assert.equal(over[0].grants[0].ended.because, "expired");
  });

  it("is asked for where the API can't ask AWS who has what, which opens no review", async () => {
    scene = await AccessScene.start(false);
    ({ call } = await checking(scene));
    const { grant } = await request("vic", 200);
    await act("sam", "approve", 200, grant);
    await scene.settle();
    assert.ok(await scene.isMember("vic@example.com"));
    await act("vic", "revoke", 200, grant, { reason: "done" });
    await scene.settle();
    assert.ok(!(await scene.isMember("vic@example.com")));
    await call("sam", "POST /api/access-reviews", 501, { id: campaign });
  });

  it("is approved by those alone whom the group names, never by the one who asks, whatever a body says", async () => {
    const { grant } = await request("vic", 200);
    for (const other of ["vic", "pat", "sue", "ada"]) await act(other, "approve", 403, grant);
    for (const other of ["vic", "ada"]) await act(other, "refuse", 403, grant, { reason: "no" });
    await act("vic", "approve", 422, grant, { person: "sam" });
    await request("pat", 422, { person: "vic" });
    const own = await call("ana", "POST /api/temporary-access", 200, { group: "admins", minutes: 5, reason: "outage" });
    assert.deepEqual(own.access.grants[0].approvers, ["sam"]);
    await act("sam", "approve", 404, own.grant);
    await act("sam", "refuse", 200, grant, { reason: "not today" });
    await act("sam", "approve", 409, grant);
  });

  for (const as of ["vic", "ana", "sue", "ada"]) {
    it(`is ended early by ${as}`, async () => {
      const { grant } = await request("vic", 200);
      await act("sam", "approve", 200, grant);
      await scene.settle();
      await act("pat", "revoke", 403, grant, { reason: "done" });
      await act(as, "revoke", 422, grant);
      await act(as, "revoke", 200, grant, { reason: "done" });
      await scene.settle();
      assert.ok(!(await scene.isMember("vic@example.com")));
      assert.equal((await act(as, "revoke", 200, grant, { reason: "done" })).outcome, "unchanged");
    });
  }

  it("is refused for groups, times and reasons that aren't as the settings say", async () => {
    await request("vic", 422, { group: "constructor" });
    await request("vic", 422, { minutes: 0.5 });
    assert.match((await request("vic", 409, { minutes: 61 })).detail, /1 to 60 minutes/);
    await request("vic", 409, { reason: " " });
    await act("sam", "approve", 404, "none");
    const without = await checking(new AccessScene(undefined));
    await without.call("vic", "POST /api/temporary-access", 501, { group: "admins", minutes: 5, reason: "outage" });
  });

  it("asked for twice by the same request is one", async () => {
    const body = { group: "admins", minutes: 30, reason: "outage" };
    const key = { "idempotency-key": "k" };
    const grants = [];
    for (let time = 0; time < 2; time++)
      grants.push((await scene.ask("vic", "POST", "/api/temporary-access", body, key)).json.grant);
    assert.equal(grants[0], grants[1]);
    assert.equal((await call("vic", "GET /api/temporary-access", 200)).accesses[0].grants.length, 1);
  });
});

describe("what the description says of access", function () {
  this.timeout(120_000);

  it("is tried for each route here", async () => {
    const scene = await AccessScene.start();
    const { call, tried, document } = await checking(scene);
    await call("sam", "POST /api/access-reviews", 200, { id: campaign });
    await scene.settle();
    await call("sam", "GET /api/access-reviews", 200);
    for (const path of ["", "/items", "/report"])
      await call("sam", `GET /api/access-reviews/{campaign}${path}`, 200, undefined, { campaign });
    const { items } = await call("vic", "GET /api/access-reviews/{campaign}/items?reviewer=sue", 200, undefined, {
      campaign,
    });
    const { id } = items[0];
    const item = "POST /api/access-review-items/{id}";
    await call("sue", `${item}/reassign`, 200, { reviewer: "ada", reason: "hers" }, { id });
    scene.refused = "RemoveUserFromGroup";
    await call("ada", `${item}/decide`, 200, { decision: "revoke", reason: "unused" }, { id });
    await scene.settle();
    for (const minutes of [1, 5, 30, 120]) await scene.pass(minutes);
    await call("sam", `${item}/retry`, 200, {}, { id });
    const asked = { group: "admins", minutes: 30, reason: "outage" };
    const access = "POST /api/temporary-access/{id}";
    const params = { id: "vic:admins" };
    for (const [name, more] of [["approve"], ["refuse", { reason: "no" }], ["revoke", { reason: "no" }]] as const) {
      const { grant } = await call("vic", "POST /api/temporary-access", 200, asked);
      await call("sam", `${access}/${name}`, 200, { grant, ...more }, params);
    }
    await call("sam", "GET /api/temporary-access", 200);
    const all = Object.entries<object>(document.paths)
      .filter(([path]) => /^\/api\/(access-review|temporary-access)/.test(path))
      .flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`));
    assert.ok(all.length >= 13);
    assert.deepEqual(
      all.filter((key) => !tried.has(key)),
      [],
    );
  });
});
