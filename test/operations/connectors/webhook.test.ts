import * as assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { isPublic, publicFetch } from "../../../operations/connectors/public-fetch";
import { verifySignature } from "../../../operations/findings/signature";
import { connect, environment, failure, Life } from "./fixture";
import { closeStandIns, standIn } from "./stand-in";

describe("webhook", () => {
  afterEach(closeStandIns);

  it("signs the time and the body", async () => {
    const server = await standIn();
    const webhook = await connect({ type: "webhook", url: `${server.url}/in`, secret: "PASSWORD", allowPrivate: true });
    const before = Math.floor(Date.now() / 1000);
    await webhook.send(new Life().message("TicketOpened"), "");
    const { path, body, json, headers } = server.asked[0] ?? assert.fail();
    assert.equal(path, "/in");
    const [, seconds = "", signature] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers["guardrails-signature"])) ?? [];
    assert.ok(Number(seconds) >= before && Number(seconds) <= Date.now() / 1000);
    const expected = createHmac("sha256", String(environment.PASSWORD)).update(`${seconds}.${body}`).digest("hex");
    assert.equal(signature, expected);
    const verdict = verifySignature(
      headers["guardrails-signature"] as string,
      body,
      String(environment.PASSWORD),
      new Date().toISOString(),
    );
    assert.equal(verdict.valid, true, "what verifies webhooks that come in takes it, too");
    assert.equal(headers["guardrails-event"], "ticket/T-7KQ2M9XD@1");
    assert.equal(json.event, "ticket/T-7KQ2M9XD@1");
    assert.equal(json.type, "TicketOpened");
    assert.equal(json.state.finding.resource, "arn:aws:s3:::invoices");
  });

  it("sends a repeat with the same body, whatever has happened to the ticket since", async () => {
    const server = await standIn();
    const webhook = await connect({ type: "webhook", url: server.url, secret: "PASSWORD", allowPrivate: true });
    const life = new Life();
    const message = life.message("TicketOpened");
    await webhook.send(message, "");
    await webhook.send({ ...message, now: life.do({ type: "acknowledge" }).ticket }, "");
    assert.equal(server.asked[0]?.body, server.asked[1]?.body);
  });

  for (const address of [
    ...["127.0.0.1", "127.1", "2130706433", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1"],
    ...["169.254.169.254", "localhost", "[::1]", "[::]", "[fd00:ec2::254]", "[fe80::1]", "[::ffff:10.0.0.1]"],
    ...["[64:ff9b::a9fe:a9fe]", "224.0.0.1", "255.255.255.255"],
  ]) {
    it(`reaches nothing at ${address}`, async () => {
      const webhook = await connect({ type: "webhook", url: `https://${address}/`, secret: "PASSWORD" });
      const refused = await failure(webhook.send(new Life().message("TicketOpened"), ""));
      assert.equal(refused.message, "expected a public address, got a private one: `allowPrivate: true` allows it");
      assert.equal(refused.name, "Undeliverable");
    });
  }

  it("sends nothing in the clear", async () => {
    const webhook = await connect({ type: "webhook", url: "http://example.com/", secret: "PASSWORD" });
    const refused = await failure(webhook.send(new Life().message("TicketOpened"), ""));
    assert.equal(refused.message, "expected an address with https, got http:");
  });

  it("knows the internet's addresses", () => {
    for (const address of ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"]) assert.ok(isPublic(address), address);
  });

  it("looks up the name itself, so that the address that was checked is the one that is used", async () => {
    const refused = await failure(publicFetch("https://localhost:1/"));
    assert.equal(refused.name, "Undeliverable");
  });
});
