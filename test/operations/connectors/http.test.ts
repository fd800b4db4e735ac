import * as assert from "node:assert/strict";
import { Busy } from "../../../operations/connectors/connector";
import { call } from "../../../operations/connectors/http";
import { failure } from "./fixture";
import { closeStandIns, listen, standIn } from "./stand-in";

describe("what another system answers", () => {
  afterEach(closeStandIns);

  const ask = (url: string) => call(fetch, { system: "it", method: "POST", url: `${url}/hook/secret-path`, json: {} });

  for (const [status, kind] of [
    ...[400, 404, 405, 410, 413, 422].map((status) => [status, "Undeliverable"] as const),
    ...[401, 403].map((status) => [status, "Unauthorized"] as const),
    ...[301, 302, 307, 408, 409, 423, 425, 429, 500, 502, 503, 504].map((status) => [status, "Error"] as const),
  ]) {
    it(`takes ${String(status)} as ${kind}`, async () => {
      const server = await standIn(() => ({ status, headers: { location: "/elsewhere" } }));
      const refused = await failure(ask(server.url));
      assert.equal(refused.name, kind);
      assert.equal(refused.message, `expected it to take it, got ${String(status)}`);
      assert.equal(server.asked.length, 1, "no redirect is followed, and nothing is tried twice");
    });
  }

  const date = "Tue, 24 Nov 2026 09:00:00 GMT";
  const inAMinute = String(Date.parse(date) / 1000 + 60);
  const limits: readonly (readonly [string, number, Record<string, string>, number])[] = [
    ["seconds", 429, { "retry-after": "120" }, 120],
    ["a date", 503, { "retry-after": "Tue, 24 Nov 2026 09:05:00 GMT", date }, 300],
    ["a date that is past", 503, { "retry-after": "Tue, 24 Nov 2026 08:00:00 GMT", date }, 0],
    ["a limit that is used up", 403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": inAMinute, date }, 60],
  ];
  for (const [name, status, headers, seconds] of limits) {
    it(`hears when to come again, as ${name}`, async () => {
      const server = await standIn(() => ({ status, headers }));
      const busy = await failure(ask(server.url));
      assert.ok(busy instanceof Busy, busy.name);
      assert.equal(busy.afterSeconds, seconds);
    });
  }

  it("takes a time to come again that makes no sense for none", async () => {
    const server = await standIn(() => ({ status: 429, headers: { "retry-after": "soon" } }));
    assert.equal((await failure(ask(server.url))).name, "Error");
  });

  it("says that nobody answers, without the address", async () => {
    const server = await standIn();
    closeStandIns();
    assert.equal((await failure(ask(server.url))).message, "expected it to answer, got ECONNREFUSED");
  });

  it("gives up on an answer that has no end", async () => {
    const url = await listen((_request, response) => {
      const more = () => {
        while (response.write("x".repeat(65_536)));
        response.once("drain", more);
      };
      more();
    });
    assert.equal((await failure(ask(url))).message, "expected it to answer, got more than 8 MB");
  });

  it("gives up on an answer that does not come", async function () {
    this.timeout(15_000);
    const url = await listen(() => undefined);
    assert.equal((await failure(ask(url))).message, "expected it to answer, got nothing within 10 seconds");
  });

  it("keeps no more of an answer than what APIs say in words", async () => {
    const server = await standIn(() => ({ status: 400, json: { message: "x".repeat(1000), internal: "stack trace" } }));
    const { message } = await failure(ask(server.url));
    assert.ok(message.length < 300 && !message.includes("stack trace"), message);
  });
});
