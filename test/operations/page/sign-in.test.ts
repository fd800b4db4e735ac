import * as assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { signSession } from "../../../operations/api/session";
import { Scene } from "../api/fixture";
import { origin, Visitor } from "./browse";

describe("signing in at the page", () => {
  let scene: Scene;
  let visitor: Visitor;

  beforeEach(() => {
    scene = new Scene();
    visitor = new Visitor(scene);
  });

  for (const path of ["/", "/tickets/T-00000000", "/containments", "/on-call", "/figures", "/deliveries", "/audit"]) {
    it(`comes before ${path}, and leads there`, async () => {
      const { status, to } = await visitor.get(path);
      assert.deepEqual([status, to], [303, `/sign-in?to=${encodeURIComponent(path)}`]);
    });
  }

  it("sets a cookie that no script and no other site gets, for this host alone, for eight hours", async () => {
    const { status, to, setCookies } = await visitor.post("/sign-in", { credential: scene.token("ana"), to: "/audit" });
    assert.deepEqual([status, to], [303, "/audit"]);
    const [cookie = ""] = setCookies;
    assert.match(cookie, /^__Host-session=/);
    for (const part of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/", "Max-Age=28800"])
      assert.ok(cookie.includes(part), part);
    assert.match((await visitor.get("/")).text, /Ana/);
    assert.deepEqual(
      (await scene.access()).map(({ type }) => type),
      ["SignedIn"],
    );
  });

  it("refuses what is no token, on record, and too much of it", async () => {
    for (let index = 0; index < 10; index++) {
      assert.equal((await visitor.post("/sign-in", { credential: "let me in" })).status, 401);
    }
    assert.equal((await visitor.post("/sign-in", { credential: "let me in" })).status, 429);
    const kept = await scene.access();
    assert.equal(kept.length, 10);
    assert.ok(!JSON.stringify(scene.store.audit()).includes("let me in"));
    assert.equal(visitor.cookies.size, 0);
  });

  for (const to of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"]) {
    it(`never leads to ${JSON.stringify(to)}`, async () => {
      assert.equal((await visitor.post("/sign-in", { credential: scene.token("ana"), to })).to, "/");
    });
  }

  it("ends after eight hours, when signing out, with the token, and when the person goes", async () => {
    await visitor.signIn("ana");
    assert.equal((await visitor.get("/")).status, 200);
    scene.now = "2026-11-24T16:59:59.000Z";
    // The token lasts an hour only.
    for (const [hash, kept] of scene.kept) scene.kept.set(hash, { ...kept, expiresAt: "2027-01-01T00:00:00.000Z" });
    assert.equal((await visitor.get("/")).status, 200);
    scene.now = "2026-11-24T17:00:01.000Z";
    assert.equal((await visitor.get("/")).status, 303);
    await visitor.signIn("ana");
    scene.kept.clear();
    assert.equal((await visitor.get("/")).status, 303);
    await visitor.signIn("ana");
    assert.equal((await visitor.post("/sign-out", { token: await visitor.formToken() })).to, "/sign-in");
    assert.equal((await visitor.get("/")).status, 303);
  });

  it("is believed of no cookie that others have signed, or that was made for something else", async () => {
    const key = randomBytes(32);
    const own = new Scene({ sessionKey: key });
    const session = { id: "1", person: "ada" };
    const stranger = new Visitor(own);
    stranger.cookies.set("__Host-session", await signSession(session, randomBytes(32), own.now));
    assert.equal((await stranger.get("/")).status, 303);
    const unsigned = ['{"alg":"none"}', '{"sub":"ada","jti":"1","aud":"session","exp":9999999999}', ""];
    stranger.cookies.set("__Host-session", unsigned.map((part) => Buffer.from(part).toString("base64url")).join("."));
    assert.equal((await stranger.get("/")).status, 303);
    stranger.cookies.set("__Host-session", await signSession(session, key, own.now));
    assert.equal((await stranger.get("/")).status, 200);
    stranger.cookies.set("__Host-session", await signSession({ ...session, person: "gone" }, key, own.now));
    assert.equal((await stranger.get("/")).status, 303);
  });

  it("by a link works once", async () => {
    const codes = new Map([["c0de", "ada"]]);
    const redeemLink = (code: string) => {
      const person = codes.get(code);
      codes.delete(code);
      return person;
    };
    const linked = new Visitor(new Scene({ redeemLink }));
    assert.match((await linked.get("/sign-in?code=c0de")).text, /name="code" value="c0de"/);
    assert.equal((await linked.post("/sign-in", { code: "c0de" })).status, 303);
    assert.equal((await linked.get("/")).status, 200);
    assert.equal((await linked.post("/sign-in", { code: "c0de" })).status, 401);
  });
});

describe("forms of the page", () => {
  let scene: Scene;
  let visitor: Visitor;
  let id: string;

  beforeEach(async () => {
    scene = new Scene();
    id = await scene.opened();
    visitor = await new Visitor(scene).signIn("sam");
  });

  const state = async () => ((await scene.store.load(`ticket/${id}`))?.state as { state: string }).state;

  it("act when they are the page's own", async () => {
    const token = await visitor.formToken();
    const { status, to } = await visitor.post(`/tickets/${id}/acknowledge`, { token });
    assert.deepEqual([status, to, await state()], [303, `/tickets/${id}?done=acknowledge`, "acknowledged"]);
  });

  const others: [what: string, headers: Record<string, string>, token: boolean][] = [
    ["another site", { origin: "https://evil.example" }, true],
    ["the same host without TLS", { origin: "http://desk.example.com" }, true],
    ["nowhere (a sandboxed frame)", { origin: "null" }, true],
    ["a browser that doesn't say where from", {}, true],
    ["another site, as the browser says", { "sec-fetch-site": "cross-site" }, true],
    ["a sister of the host", { "sec-fetch-site": "same-site" }, true],
    ["this page, but without its token", { origin }, false],
  ];
  for (const [what, headers, withToken] of others) {
    it(`are refused from ${what}`, async () => {
      const fields: Record<string, string> = withToken ? { token: await visitor.formToken() } : {};
      assert.equal((await visitor.post(`/tickets/${id}/acknowledge`, fields, headers)).status, 403);
      assert.equal(await state(), "triggered");
    });
  }

  it("are refused with another session's token, and for signing somebody in elsewhere", async () => {
    const token = await (await new Visitor(scene).signIn("ada")).formToken();
    assert.equal((await visitor.post(`/tickets/${id}/acknowledge`, { token })).status, 403);
    const login = await visitor.post(
      "/sign-in",
      { credential: scene.token("ana") },
      { origin: "https://evil.example" },
    );
    assert.equal(login.status, 403);
  });

  it("are refused to whom the role is missing, and not offered", async () => {
    for (const [person, allowed] of [
      ["vic", []],
      ["ana", ["acknowledge", "comment"]],
    ] as const) {
      const other = await new Visitor(scene).signIn(person);
      const token = await other.formToken();
      const { text } = await other.get(`/tickets/${id}`);
      const offered = [...text.matchAll(/action="\/tickets\/[^"]+?\/([a-z-]+)"/g)].map(([, name]) => name);
      assert.ok(!offered.includes("hand-over"));
      for (const name of ["hand-over", "change-severity", ...(person === "vic" ? ["acknowledge", "comment"] : [])]) {
        assert.equal(
          (await other.post(`/tickets/${id}/${name}`, { token, reason: "x" })).status,
          403,
          `${person} ${name}`,
        );
      }
      for (const name of allowed) assert.ok(offered.includes(name), name);
      assert.equal((await other.post("/deliveries/retry", { token, id: "x" })).status, 403);
      for (const name of ["", "/approve", "/refuse", "/release", "/retry", "/review", "/accept"]) {
        assert.equal((await other.post(`/containments${name}`, { token, target: "user/123456789012/x" })).status, 403);
      }
    }
  });

  it("come back as they were filled in when they are refused, with the reason", async () => {
    const token = await visitor.formToken();
    const { status, text } = await visitor.post(`/tickets/${id}/resolve`, {
      token,
      resolution: "accepted-risk",
      note: "",
    });
    assert.equal(status, 409);
    assert.match(text, /role="alert"[^]*Expected a note that says why it is accepted-risk, got none/);
    assert.match(text, /<details[^>]*id="do-resolve"[^>]*open/);
    assert.match(text, /value="accepted-risk"\s*selected/);
  });
});

describe("what others have written", () => {
  const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>' {{7*7}} \${7} &amp;`;

  it("is text on every side of the page", async () => {
    const scene = new Scene();
    const id = await scene.opened({
      title: evil,
      description: evil,
      resource: evil,
      rule: evil,
      region: evil,
      url: "javascript:alert(1)",
    });
    const visitor = await new Visitor(scene).signIn("sam");
    const token = await visitor.formToken();
    for (const [name, fields] of [
      ["comment", { text: evil }],
      ["snooze", { minutes: "5", reason: evil }],
    ] as const) {
      assert.equal((await visitor.post(`/tickets/${id}/${name}`, { token, ...fields })).status, 303);
    }
    scene.send = () => Promise.reject(new Error(evil));
    await scene.opened({ title: evil, resource: "other" }, evil);
    for (const minutes of [1, 2, 5]) await scene.pass(minutes);
    const refused = await visitor.post(`/tickets/${id}/snooze`, { token, minutes: "49000", reason: evil });
    assert.equal(refused.status, 409);
    const sides = [
      ...["/", `/tickets/${id}`, "/deliveries", "/audit", "/figures", "/on-call", "/containments"],
      ...[
        `/?text=${encodeURIComponent(evil)}`,
        `/?department=${encodeURIComponent(evil)}`,
        `/containments/new?ticket=${id}`,
      ],
      ...[
        `/containments/new?reason=${encodeURIComponent(evil)}&target=${encodeURIComponent(evil)}`,
        `/tickets/${id}?done=${encodeURIComponent(evil)}`,
      ],
    ];
    const texts = [refused.text, ...(await Promise.all(sides.map(async (side) => (await visitor.get(side)).text)))];
    for (const [index, text] of texts.entries()) {
      const name = ["refused", ...sides][index];
      assert.ok(!text.includes("<script>alert") && !text.includes("<img"), name);
      assert.doesNotMatch(text, /href="javascript:/, name);
      assert.doesNotMatch(text, / on\w+="|<script(?! src="\/assets\/)|<style| style="/, name);
    }
    assert.ok(texts.filter((text) => text.includes("&lt;script&gt;alert(1)&lt;/script&gt;")).length >= 5);
  });

  it("could not run if it were more: no script, style or frame but our own is let in", async () => {
    const { headers } = await new Visitor(new Scene()).get("/sign-in");
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self'(;|$)/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|\*|data:/);
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("strict-transport-security"), "max-age=31536000");
  });

  it("says on an unchanged side that nothing has changed", async () => {
    const scene = new Scene();
    const visitor = await new Visitor(scene).signIn("vic");
    const etag = (await visitor.get("/")).headers.get("etag") ?? "";
    assert.equal((await visitor.get("/", { "if-none-match": etag })).status, 304);
    assert.equal((await visitor.get("/?state=closed", { "if-none-match": etag })).status, 200);
    await scene.opened();
    assert.equal((await visitor.get("/", { "if-none-match": etag })).status, 200);
  });
});
