import * as assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { call } from "../../../operations/connectors/http";
import { fetchFrom, isPublic, publicFetch } from "../../../operations/connectors/public-fetch";
import { verifySignature } from "../../../operations/findings/signature";
import { selfSigned } from "./certificate";
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

  describe("over HTTPS", () => {
    let server: Server;
    let url: string;
    let ca: string;

    before(async function () {
      const made = selfSigned();
      if (!made) return this.skip();
      ca = made.cert;
      server = createServer(made, (request, response) => {
        const chunks: Buffer[] = [];
        request.on("data", (chunk: Buffer) => chunks.push(chunk));
        request.on("end", () => {
          const isMoved = request.url === "/moved";
          response.writeHead(isMoved ? 302 : request.url === "/empty" ? 204 : 200, { location: "/elsewhere" });
          const { method, headers } = request;
          response.end(
            JSON.stringify({ method, type: headers["content-type"], body: Buffer.concat(chunks).toString() }),
          );
        });
      });
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      url = `https://localhost:${String((server.address() as AddressInfo).port)}`;
    });
    after(() => {
      server.closeAllConnections();
      server.close();
    });

    const ask = (path: string) =>
      call(
        fetchFrom((address) => address === "127.0.0.1", { ca, keepAlive: true }),
        { system: "it", method: "POST", url: `${url}${path}`, json: { a: "é" } },
      );

    it("sends and reads as fetch does, to an address that is allowed", async () => {
      const { status, json } = await ask("/in");
      assert.equal(status, 200);
      assert.deepEqual(json, { method: "POST", type: "application/json; charset=utf-8", body: '{"a":"é"}' });
      assert.equal((await ask("/empty")).status, 204);
    });

    it("follows no redirect", async () => {
      assert.equal((await failure(ask("/moved"))).message, "expected it to take it, got 302");
    });

    it("reaches no server whose name resolves to an address that isn't", async () => {
      // A connection to it is open by now, by another one that is allowed.
      const refused = await failure(publicFetch(`${url}/in`));
      assert.equal(refused.name, "Undeliverable");
    });
  });
});
