import * as assert from "node:assert/strict";
import { after } from "../../../operations/core/decider";
import { Scene } from "./fixture";

describe("the API of tickets", () => {
  let scene: Scene;
  let id: string;

  beforeEach(async () => {
    scene = new Scene();
    id = await scene.opened();
  });

  const post = (name: string, body: unknown, headers = {}, as = "sam") =>
    scene.ask(as, "POST", `/api/tickets/${id}/${name}`, body, headers);
  const state = async () => (await scene.ask("vic", "GET", `/api/tickets/${id}`)).json.ticket;

  it("gives a ticket with its history and its version", async () => {
    const { status, json, headers } = await scene.ask("vic", "GET", `/api/tickets/${id}`);
    assert.equal(status, 200);
    assert.deepEqual([json.ticket.id, json.ticket.state, json.ticket.severity], [id, "triggered", "high"]);
    assert.deepEqual(
      json.history.map(({ event }: any) => event.type),
      ["TicketOpened", "TicketEscalated"],
    );
    assert.equal(headers.get("etag"), `"${json.ticket.version}"`);
  });

  const moves: [name: string, body: unknown, expected: Record<string, unknown>][] = [
    ["acknowledge", {}, { state: "acknowledged", assignee: "sam" }],
    ["assign", { assignee: "ana" }, { assignee: "ana", state: "triggered" }],
    ["hand-over", { department: "platform", reason: "theirs" }, { department: "platform", assignee: "pat" }],
    ["change-severity", { severity: "critical", reason: "worse" }, { severity: "critical" }],
    ["snooze", { until: "2026-11-24T11:00:00+01:00", reason: "tonight" }, { state: "snoozed" }],
    ["resolve", { resolution: "false-positive", note: "a test host" }, { state: "resolved" }],
    ["comment", { text: "I look at it" }, { state: "triggered" }],
  ];
  for (const [name, body, expected] of moves) {
    it(`${name} does what it says, on record by the person`, async () => {
      const { status, json } = await post(name, body);
      assert.equal(status, 200, JSON.stringify(json));
      for (const [key, value] of Object.entries(expected)) assert.equal(json.ticket[key], value, key);
      const history = await scene.store.history(`ticket/${id}`);
      assert.equal(history[2]?.by, "user:sam");
    });
  }

  it("takes a moment in any zone for the end of a snooze", async () => {
    await post("snooze", { until: "2026-11-24T11:00:00+01:00", reason: "tonight" });
    assert.equal((await state()).snoozed.until, "2026-11-24T10:00:00.000Z");
  });

  const refused: [what: string, name: string, body: unknown, status: number, detail: RegExp][] = [
    ["a property too many", "acknowledge", { force: true }, 422, /known properties only, got `force`/],
    ["a property too few", "comment", {}, 422, /to have `text`, got none/],
    ["another type", "comment", { text: 5 }, 422, /expected `text` to be string, got 5/],
    ["a resolution that isn't one", "resolve", { resolution: "done", note: "" }, 422, /to be fixed or .*, got "done"/],
    ["a resolution without a note", "resolve", { resolution: "accepted-risk", note: " " }, 409, /expected a note/],
    ["somebody unknown", "assign", { assignee: "constructor" }, 422, /person of the settings, got "constructor"/],
    ["a department unknown", "hand-over", { department: "__proto__", reason: "x" }, 422, /security, platform, got/],
    ["a moment that isn't one", "snooze", { until: "tomorrow", reason: "x" }, 422, /date-time/],
    ["a snooze for too long", "snooze", { until: "2027-11-24T09:00:00Z", reason: "x" }, 409, /24 hours at most/],
    ["a list", "comment", [], 422, /expected the body to be object/],
    ["no JSON", "comment", "{text", 400, /expected JSON/],
    ["deep nesting", "comment", `${"[".repeat(1000)}${"]".repeat(1000)}`, 400, /nested 64 deep at most, got 1000/],
    ["a body too large", "comment", { text: "x".repeat(1024 * 1024) }, 413, /1048576 bytes at most/],
  ];
  for (const [what, name, body, status, detail] of refused) {
    it(`refuses ${what} by a problem of RFC 9457, and changes nothing`, async () => {
      const before = await scene.store.load(`ticket/${id}`);
      const { status: actual, json, headers } = await post(name, body);
      assert.equal(actual, status, JSON.stringify(json));
      assert.match(headers.get("content-type") ?? "", /^application\/problem\+json/);
      assert.match(json.detail, detail);
      assert.doesNotMatch(json.detail, /\n/);
      assert.deepEqual([json.status, json.instance], [status, `urn:request:${headers.get("x-request-id")}`]);
      assert.deepEqual(await scene.store.load(`ticket/${id}`), before);
    });
  }

  it("reads no more of a body than it takes, whatever the length that is announced", async () => {
    let sent = 0;
    const stream = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const response = await scene.app.request(`https://desk.example.com/api/tickets/${id}/comment`, {
      ...{ method: "POST", body: stream, duplex: "half" },
      headers: { authorization: `Bearer ${scene.token("sam")}`, "content-type": "application/json" },
    });
    assert.equal(response.status, 413);
    assert.ok(sent <= 1024 * 1024 + 3 * 65_536, `${sent} bytes were read`);
  });

  it("takes JSON only, which no form of another site can send", async () => {
    const { status } = await post("comment", "text=x", { "content-type": "application/x-www-form-urlencoded" });
    assert.equal(status, 415);
  });

  it("does not know tickets that don't exist, nor paths", async () => {
    assert.equal((await scene.ask("vic", "GET", "/api/tickets/T-00000000")).status, 404);
    assert.equal((await scene.ask("vic", "GET", "/api/tickets/..%2F..%2Fx")).status, 404);
    assert.equal((await scene.ask("sam", "POST", `/api/tickets/${id}/explode`, {})).status, 404);
  });

  it("carries out the same request with the same key once, also for two at a time", async () => {
    const key = { "idempotency-key": "k-1" };
    const answers = await Promise.all([1, 2, 3].map(() => post("comment", { text: "once" }, key)));
    assert.deepEqual(answers.map(({ json }) => json.outcome).sort(), ["done", "repeated", "repeated"]);
    const comments = (await scene.store.history(`ticket/${id}`)).filter(
      ({ event }: any) => event.type === "TicketCommented",
    );
    assert.equal(comments.length, 1);
    assert.equal((await post("comment", { text: "another" }, key)).json.outcome, "done");
    assert.equal((await post("comment", { text: "once" }, key, "sue")).json.outcome, "done");
  });

  it("changes only the version that was seen when If-Match says which", async () => {
    const version = (await state()).version;
    assert.equal((await post("comment", { text: "a" }, { "if-match": `"${version}"` })).status, 200);
    const second = await post("comment", { text: "b" }, { "if-match": `"${version}"` });
    assert.equal(second.status, 412);
    assert.equal(second.json.detail, `expected version ${version}, got ${Number(version) + 1}`);
    assert.equal((await post("comment", { text: "c" }, { "if-match": "three" })).status, 400);
  });

  describe("lists", () => {
    beforeEach(async () => {
      for (let index = 2; index < 9; index++) {
        scene.now = after(scene.now, 1);
        const severity = (["low", "critical", "medium"] as const)[index % 3];
        await scene.opened({ severity, title: index === 4 ? "A <b>Odd</b> One" : `Finding ${index}` }, `f-${index}`);
      }
    });

    const ids = async (query: string) => (await scene.ask("vic", "GET", `/api/tickets${query}`)).json;

    it("give the worst and newest first, page by page, each ticket once", async () => {
      const all = (await ids("")).tickets;
      const ranks = all.map(({ severity }: any) => ["critical", "high", "medium", "low"].indexOf(severity));
      assert.deepEqual(ranks, [...ranks].sort());
      const paged: string[] = [];
      let next: string | undefined = "";
      while (next !== undefined) {
        const page: any = await ids(`?limit=3${next && `&after=${encodeURIComponent(next)}`}`);
        assert.ok(page.tickets.length <= 3);
        paged.push(...page.tickets.map((ticket: any) => ticket.id));
        next = page.next;
      }
      assert.deepEqual(
        paged,
        all.map((ticket: any) => ticket.id),
      );
    });

    it("are narrowed by severity, department, assignee, state and words, also across pages", async () => {
      assert.deepEqual((await ids("?severity=critical&limit=1")).tickets.length, 1);
      assert.ok((await ids("?severity=critical")).tickets.every(({ severity }: any) => severity === "critical"));
      assert.deepEqual((await ids("?text=odd%20one&limit=1")).tickets[0].title, "A <b>Odd</b> One");
      assert.equal((await ids("?department=platform")).tickets.length, 0);
      await post("acknowledge", {});
      assert.deepEqual(
        (await ids("?assignee=sam&state=acknowledged")).tickets.map((ticket: any) => ticket.id),
        [id],
      );
      await post("resolve", { resolution: "fixed", note: "" });
      assert.deepEqual(
        (await ids("?state=resolved")).tickets.map((ticket: any) => ticket.id),
        [id],
      );
      assert.equal((await ids("")).tickets.length, 7);
    });

    for (const query of ["?limit=0", "?limit=9999", "?severity=bad", "?colour=red", "?after=nonsense"]) {
      it(`refuse ${query}`, async () => {
        const { status } = await scene.ask("vic", "GET", `/api/tickets${query}`);
        assert.equal(status, 422);
      });
    }
  });
});
