import * as assert from "node:assert/strict";
import { asff } from "../../../cli/report/asff";
import { ocsf } from "../../../cli/report/ocsf";
import { sign, signatureHeader } from "../../../operations/findings/signature";
import type { Ticket } from "../../../operations/tickets/ticket";
import { report as checked } from "../../cli/report/fixture";
import { Scene, secret } from "./fixture";

const report = (more: object = {}) => ({ id: "e-1", rule: "malware", title: "Malware", resource: "i-1", ...more });

describe("the API of findings", () => {
  let scene: Scene;

  beforeEach(() => {
    scene = new Scene();
  });

  const signed = (body: unknown, { at = scene.now, key = secret, to = "edr", headers = {} } = {}) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return scene.ask(undefined, "POST", `/api/findings/${to}`, text, {
      [signatureHeader]: sign(text, key, at),
      ...headers,
    });
  };
  const tickets = async () => (await scene.store.list("ticket/open")).aggregates.map(({ state }) => state as Ticket);

  it("makes a ticket of what a webhook has signed", async () => {
    const { status, json } = await signed(report());
    assert.equal(status, 200);
    const [ticket] = await tickets();
    assert.deepEqual(json.findings, [{ id: "e-1", ticket: ticket?.id, outcome: "opened" }]);
    assert.deepEqual([ticket?.finding.source, ticket?.finding.title], ["edr", "Malware"]);
  });

  it("counts another report on the same ticket, and the same request again not at all", async () => {
    await signed(report());
    scene.now = "2026-11-24T09:01:00.000Z";
    const again = JSON.stringify(report({ id: "e-2" }));
    const at = scene.now;
    assert.equal((await signed(again, { at })).json.findings[0].outcome, "repeated");
    // A replay within the window: the sender may only not have heard our answer.
    scene.now = "2026-11-24T09:05:30.000Z";
    assert.equal((await signed(again, { at })).json.findings[0].outcome, "known");
    assert.deepEqual(
      (await tickets()).map(({ seen }) => seen.count),
      [2],
    );
  });

  it("reports all findings of a body or none", async () => {
    const { status, json } = await signed([report(), { rule: "x", title: "without an id" }]);
    assert.equal(status, 422);
    assert.match(json.detail, /^findings\[1\]: expected .*\bid\b/);
    assert.deepEqual(await tickets(), []);
  });

  it("takes mail and what is written in a chat, as its gateway has signed it", async () => {
    const mail = "From: eve@example.com\r\nSubject: Lost laptop\r\nMessage-ID: <1@x>\r\n\r\nIn the train.";
    assert.equal((await signed(mail, { to: "post" })).json.findings[0].outcome, "opened");
    assert.equal((await signed({ id: "1764.1", text: "Phishing!" }, { to: "bot" })).json.findings[0].outcome, "opened");
    assert.deepEqual((await tickets()).map(({ finding: { title } }) => title).sort(), ["Lost laptop", "Phishing!"]);
    const { status, json } = await signed("no mail at all", { to: "post" });
    assert.deepEqual([status, json.detail], [422, "mail: expected an id in `Message-ID`, got none"]);
  });

  const refused: [what: string, send: () => ReturnType<Scene["ask"]>][] = [
    ["a signature by another secret", () => signed(report(), { key: "another secret, as long as it" })],
    ["a signature that is six minutes old", () => signed(report(), { at: "2026-11-24T08:53:59.000Z" })],
    ["a signature of the future", () => signed(report(), { at: "2026-11-24T09:06:01.000Z" })],
    ["no signature", () => scene.ask(undefined, "POST", "/api/findings/edr", report())],
    ["a webhook that isn't in the settings", () => signed(report(), { to: "nobody" })],
    ["a webhook that is called as what every object has", () => signed(report(), { to: "constructor" })],
    ["a webhook whose variable isn't set", () => signed(report(), { to: "unset" })],
    ["a signature where a bearer token is expected", () => signed(report(), { to: "metrics" })],
    ["a person's token instead of a signature", () => scene.ask("ada", "POST", "/api/findings/edr", report())],
    [
      "a message that SNS has not signed",
      () => scene.ask(undefined, "POST", "/api/findings/topic", { Type: "Notification" }),
    ],
  ];
  for (const [what, send] of refused) {
    it(`refuses ${what}, on record, without a word of the secret`, async () => {
      const { status, text } = await send();
      assert.equal(status, 401, text);
      assert.deepEqual(await tickets(), []);
      const [kept] = await scene.access();
      assert.deepEqual([kept?.type, kept?.from], ["SignatureRefused", "192.0.2.1"]);
      const everything = text + JSON.stringify(scene.store.audit()) + scene.log.join();
      assert.ok(!everything.includes(secret) && !everything.includes("another secret"));
    });
  }

  it("tells an unknown webhook and a wrong signature apart for nobody", async () => {
    const answers = [
      await signed(report(), { to: "nobody" }),
      await signed(report(), { to: "unset" }),
      await signed(report(), { key: "another secret, as long as it" }),
      await signed(report(), { at: "2026-11-24T08:53:59.000Z" }),
      await signed(report(), { to: "metrics" }),
      await scene.ask(undefined, "POST", "/api/findings/edr", report()),
      await scene.ask(undefined, "POST", "/api/findings/topic", { Type: "Notification" }),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      answers.map(() => 401),
    );
    assert.equal(new Set(answers.map(({ json }) => json.detail)).size, 1);
    const kept = await scene.access();
    assert.ok(new Set(kept.map(({ reason }) => reason)).size >= 5, "the record tells them apart");
  });

  it("answers 429 after ten failures of an address in 15 minutes, and records no more of them", async () => {
    for (let index = 0; index < 10; index++)
      assert.equal((await signed(report(), { key: "x".repeat(20) })).status, 401);
    const next = await signed(report(), { key: "x".repeat(20) });
    assert.equal(next.status, 429);
    assert.equal(next.headers.get("retry-after"), "900");
    assert.equal((await scene.access()).length, 10);
    assert.equal((await signed(report())).status, 200, "whoever knows the secret isn't locked out");
    scene.address = "192.0.2.2";
    assert.equal((await signed(report(), { key: "x".repeat(20) })).status, 401);
    scene.address = "192.0.2.1";
    scene.now = "2026-11-24T09:15:01.000Z";
    assert.equal((await signed(report(), { key: "x".repeat(20) })).status, 401);
  });

  it("does not even parse what isn't signed", async () => {
    const { status } = await scene.ask(undefined, "POST", "/api/findings/edr", "[".repeat(100_000));
    assert.equal(status, 401);
  });

  it("refuses what is signed, but too large, too deep or no JSON", async () => {
    assert.equal((await signed(JSON.stringify(report({ description: "x".repeat(1024 * 1024) })))).status, 413);
    assert.equal((await signed("[".repeat(1000) + "]".repeat(1000))).status, 400);
    assert.equal((await signed("hello")).status, 400);
    assert.deepEqual(await tickets(), []);
  });

  it("takes alerts of Alertmanager by bearer token", async () => {
    const alert = {
      ...{ status: "firing", labels: { alertname: "HighLoad", severity: "critical", instance: "web-1" } },
      ...{ annotations: { summary: "Load is high" }, startsAt: "2026-11-24T08:59:00Z", fingerprint: "abcdef" },
    };
    const body = { version: "4", status: "firing", alerts: [alert] };
    const headers = { authorization: `Bearer ${secret}` };
    const { status, text } = await scene.ask(undefined, "POST", "/api/findings/metrics", body, headers);
    assert.equal(status, 200, text);
    assert.equal((await tickets())[0]?.finding.source, "metrics");
  });

  it("takes ASFF and OCSF of `guardrails check` from a person", async () => {
    const lines = ocsf(checked).trim().split("\n");
    for (const findings of [JSON.parse(asff(checked)), lines.map((line) => JSON.parse(line))]) {
      const { status, json } = await scene.ask("ana", "POST", "/api/findings", findings);
      assert.equal(status, 200, JSON.stringify(json));
      assert.equal(json.findings.length, findings.length);
    }
    assert.equal((await scene.ask("ana", "POST", "/api/findings", { hello: 1 })).status, 422);
    assert.equal((await scene.ask("vic", "POST", "/api/findings", [])).status, 403);
  });
});
