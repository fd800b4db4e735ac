import * as assert from "node:assert/strict";
import { environment, failure, Life, connect } from "./fixture";
import { closeStandIns, standIn } from "./stand-in";

const hostile = "<!channel> <https://evil.example|click> & [x](https://evil.example) ![](https://evil.example/p.png)";

describe("chats", () => {
  afterEach(closeStandIns);

  describe("slack", () => {
    it("posts to a webhook, with blocks and a link to the ticket", async () => {
      const server = await standIn(() => ({ body: "ok" }));
      const slack = await connect({ type: "slack", webhook: "HOOK" }, { HOOK: `${server.url}/services/T0/B0/secret` });
      assert.equal(await slack.send(new Life().message("TicketEscalated", "notice"), ""), undefined);
      const [{ method, path, json }] = server.asked as [(typeof server.asked)[0]];
      assert.deepEqual([method, path], ["POST", "/services/T0/B0/secret"]);
      assert.match(json.text, /^High: S3 bucket allows public access \(T-7KQ2M9XD\)\n/);
      const types = json.blocks.map(({ type }: { type: string }) => type);
      assert.deepEqual(types, ["header", "section", "context", "actions"]);
      assert.equal(json.blocks[3].elements[0].url, "https://desk.example.com/tickets/T-7KQ2M9XD");
    });

    it("posts as a bot, and goes on in the thread of the ticket", async () => {
      const server = await standIn(() => ({ json: { ok: true, ts: "1700000000.000100", channel: "C1" } }));
      const slack = await connect({ type: "slack", token: "TOKEN", endpoint: server.url });
      const life = new Life();
      const receipt = await slack.send(life.message("TicketOpened"), "#security");
      assert.deepEqual(receipt, { id: "#security 1700000000.000100" });
      assert.equal(
        await slack.send(life.message("TicketEscalated", "notice", { link: receipt }), "#security"),
        undefined,
      );
      await slack.send(life.message("TicketEscalated", "notice", { link: receipt }), "U0000000001");
      const [first, second, direct] = server.asked;
      assert.equal(first?.path, "/chat.postMessage");
      assert.equal(first?.headers.authorization, `Bearer ${String(environment.TOKEN)}`);
      assert.equal(first?.json.channel, "#security");
      assert.equal(first?.json.thread_ts, undefined);
      assert.equal(second?.json.thread_ts, "1700000000.000100");
      assert.equal(second?.json.reply_broadcast, true, "a call to act is not hidden in a thread");
      assert.equal(direct?.json.thread_ts, undefined, "a thread of another channel is none of this one");
    });

    it("escapes what could call somebody or hide a link, and keeps to the lengths", async () => {
      const server = await standIn(() => ({ json: { ok: true, ts: "1" } }));
      const slack = await connect({ type: "slack", token: "TOKEN", endpoint: server.url, channel: "#a" });
      const message = new Life({ title: hostile }).message("TicketOpened", "record", { text: "<&>".repeat(5000) });
      await slack.send(message, "");
      const { json } = server.asked[0] ?? {};
      assert.doesNotMatch(`${json.text} ${json.blocks[1].text.text}`, /<|>|&(?!amp;|lt;|gt;)/);
      assert.ok(json.blocks[0].text.text.length <= 150);
      assert.ok(json.blocks[1].text.text.length <= 3000);
    });

    for (const [error, kind] of [
      ["channel_not_found", "Undeliverable"],
      ["invalid_auth", "Unauthorized"],
      ["token_revoked", "Unauthorized"],
      ["internal_error", "Error"],
      ["ratelimited", "Error"],
    ] as const) {
      it(`takes ${error} as ${kind}, although the status is 200`, async () => {
        const server = await standIn(() => ({ json: { ok: false, error } }));
        const slack = await connect({ type: "slack", token: "TOKEN", endpoint: server.url });
        const refused = await failure(slack.send(new Life().message("TicketOpened"), "#a"));
        assert.equal(refused.name, kind);
        assert.equal(refused.message, `expected Slack to post it, got ${error}`);
      });
    }
  });

  describe("teams", () => {
    it("posts an adaptive card whose texts are plain, so that no Markdown of a finding is drawn", async () => {
      const server = await standIn(() => ({ status: 202 }));
      const teams = await connect({ type: "teams", webhook: "HOOK" }, { HOOK: `${server.url}/workflows/1?sig=secret` });
      await teams.send(new Life({ title: hostile }).message("TicketEscalated", "notice"), "");
      const { path, json } = server.asked[0] ?? {};
      assert.equal(path, "/workflows/1?sig=secret");
      assert.equal(json.type, "message");
      const [{ contentType, content }] = json.attachments;
      assert.equal(contentType, "application/vnd.microsoft.card.adaptive");
      assert.equal(content.type, "AdaptiveCard");
      const kinds = new Set(content.body.map(({ type }: { type: string }) => type));
      assert.deepEqual([...kinds], ["RichTextBlock"]);
      assert.deepEqual(content.actions, [
        { type: "Action.OpenUrl", title: "Open", url: "https://desk.example.com/tickets/T-7KQ2M9XD" },
      ]);
    });

    it("keeps a card below 28 KB", async () => {
      const server = await standIn(() => ({ status: 202 }));
      const teams = await connect({ type: "teams", webhook: "HOOK" }, { HOOK: server.url });
      await teams.send(new Life().message("TicketOpened", "record", { text: "a\n".repeat(50_000) }), "");
      assert.ok((server.asked[0]?.body.length ?? 0) < 28 * 1024, String(server.asked[0]?.body.length));
    });
  });

  describe("pagerduty", () => {
    const made = (url: string) => connect({ type: "pagerduty", routingKey: "TOKEN", endpoint: url });
    const accept = () => ({ status: 202, json: { status: "success", message: "Event processed", dedup_key: "key-1" } });

    it("triggers with the ticket's key, and with what somebody needs to begin", async () => {
      const server = await standIn(accept);
      await (await made(server.url)).send(new Life().message("TicketEscalated", "notice"), "");
      const { method, path, json } = server.asked[0] ?? {};
      assert.deepEqual([method, path], ["POST", "/v2/enqueue"]);
      const { routing_key: key, event_action: action, dedup_key: dedup, payload, links } = json;
      assert.deepEqual([key, action, dedup], [environment.TOKEN, "trigger", "key-1"]);
      assert.equal(payload.severity, "error");
      assert.equal(payload.source, "arn:aws:s3:::invoices");
      assert.match(payload.summary, /^High: S3 bucket allows public access/);
      assert.deepEqual(links, [{ href: "https://desk.example.com/tickets/T-7KQ2M9XD", text: "T-7KQ2M9XD" }]);
    });

    it("makes the incident what the ticket is now, and has no use for a comment", async () => {
      const server = await standIn(accept);
      const pagerduty = await made(server.url);
      const life = new Life();
      const opened = life.message("TicketOpened");
      await pagerduty.send(opened, "");
      life.do({ type: "acknowledge" });
      await pagerduty.send(life.message("TicketAcknowledged"), "");
      life.do({ type: "comment", text: "looking" });
      await pagerduty.send(life.message("TicketCommented"), "");
      life.do({ type: "resolve", resolution: "fixed", note: "" });
      await pagerduty.send(life.message("TicketResolved"), "");
      // It was tried for hours, and comes last.
      await pagerduty.send({ ...opened, now: life.ticket }, "");
      const actions = server.asked.map(({ json }) => String(json.event_action));
      assert.deepEqual(actions, ["trigger", "acknowledge", "resolve", "resolve"]);
      assert.deepEqual(new Set(server.asked.map(({ json }) => String(json.dedup_key))), new Set(["key-1"]));
    });

    it("sends to another integration when an address names its variable", async () => {
      const server = await standIn(accept);
      await (await made(server.url)).send(new Life().message("TicketEscalated", "notice"), "PASSWORD");
      assert.equal(server.asked[0]?.json.routing_key, environment.PASSWORD);
    });
  });

  it("are found when their address ends in a slash", async () => {
    const server = await standIn(() => ({ json: { ok: true, ts: "1" } }));
    const endpoint = `${server.url}/`;
    const notice = new Life().message("TicketEscalated", "notice");
    await (await connect({ type: "slack", token: "TOKEN", endpoint })).send(notice, "#a");
    await (await connect({ type: "pagerduty", routingKey: "TOKEN", endpoint })).send(notice, "");
    assert.deepEqual(
      server.asked.map(({ path }) => path),
      ["/chat.postMessage", "/v2/enqueue"],
    );
  });
});
