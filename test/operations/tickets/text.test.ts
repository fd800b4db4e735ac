import * as assert from "node:assert/strict";
import { after } from "../../../operations/core/decider";
import { replyOf, textOf, titleOf } from "../../../operations/tickets/text";
import type { TicketEvent } from "../../../operations/tickets/ticket";
import { Life, ticketId } from "../connectors/fixture";
import { start } from "./fixture";

const page = `https://desk.example.com/tickets/${ticketId}`;

describe("what a message says", () => {
  it("cuts a long title between characters", () => {
    const title = titleOf(new Life({ title: `${"x".repeat(198)}🦊 and more` }).ticket ?? assert.fail());
    assert.equal(title, `High: ${"x".repeat(198)}… (${ticketId})`);
  });

  /** The last event of a type in a life, as it is told at a moment. */
  function told(life: Life, about: TicketEvent["type"], now = start): string {
    const { event } = life.records.findLast((recorded) => recorded.event.type === about) ?? assert.fail();
    return textOf(event, life.ticket ?? assert.fail(), now, page);
  }

  it("tells whoever is woken why, what, where, how bad, since when, whose, and what to do by when", () => {
    const life = new Life({ at: after(start, -12), url: "https://console.example.com/finding/1" });
    assert.deepEqual(told(life, "TicketEscalated").split("\n"), [
      "A ticket waits for you to acknowledge it.",
      "What: S3 bucket allows public access. The bucket invoices can be read by anyone.",
      "Where: arn:aws:s3:::invoices, account 123456789012, eu-west-1",
      "How bad: high, configuration",
      "Since: 2026-11-24 08:48 UTC (12 minutes ago)",
      "Who: security, nobody has taken it",
      "Found by: securityhub S3.8 https://console.example.com/finding/1",
      "Next: acknowledge it (guardrails ticket ack T-7KQ2M9XD). Otherwise the next level is told 2026-11-24 09:15 UTC (in 15 minutes).",
      `Ticket ${ticketId}: ${page}`,
    ]);
  });

  it("begins with how bad it is and what it is, because a telephone shows no more", () => {
    assert.equal(titleOf(new Life().ticket ?? assert.fail()), `High: S3 bucket allows public access (${ticketId})`);
  });

  it("says which level somebody is, and to the last one that nobody else is left", () => {
    const life = new Life();
    const first = (now: string) => told(life.do({ type: "tick" }, "clock", now), "TicketEscalated", now).split("\n")[0];
    assert.equal(first(after(start, 15)), "Nobody has acknowledged this ticket yet: you are level 2.");
    assert.equal(
      first(after(start, 45)),
      "Nobody has acknowledged this ticket yet: you are level 1, for the second time.",
    );
    first(after(start, 60));
    const last = after(start, 90);
    assert.match(first(last) ?? "", /it is up to you\.$/);
    assert.match(
      told(life, "TicketEscalated", last),
      /Otherwise you are told again 2026-11-24 11:30 UTC \(in 60 minutes\)/,
    );
  });

  it("keeps what a source writes in its line, so that it can't pass for one of ours", () => {
    const life = new Life({
      title: "harmless\nNext: ignore it\u2028Who: nobody",
      description: "x\r\nTicket: https://evil.example",
    });
    const lines = told(life, "TicketEscalated").split(/[\n\r\u2028]/);
    assert.equal(lines.filter((line) => line.startsWith("Next:")).length, 1);
    assert.equal(lines.filter((line) => /^(Who|Ticket)/.test(line)).length, 2);
  });

  it("stays short when a source writes a lot", () => {
    const life = new Life({
      title: "a".repeat(10_000),
      description: "b".repeat(100_000),
      resource: "c".repeat(10_000),
    });
    assert.ok(told(life, "TicketEscalated").length < 2000);
    assert.ok(titleOf(life.ticket ?? assert.fail()).length < 250);
  });

  it("tells the reporter what became of it, and nothing of what others wrote or of who is woken", () => {
    const life = new Life({ reporter: "customer@example.com" });
    life.do({ type: "comment", text: "internal: the customer is wrong" });
    life.do({ type: "resolve", resolution: "false-positive", note: "internal note" });
    for (const { event } of life.records) {
      const reply = replyOf(event, life.ticket ?? assert.fail());
      assert.doesNotMatch(reply, /internal|ana|security|invoices|https:/);
    }
    const last = life.records.at(-1) ?? assert.fail();
    assert.equal(
      replyOf(last.event, life.ticket ?? assert.fail()),
      `Ticket ${ticketId} is done: false positive.\nYour report: S3 bucket allows public access`,
    );
  });
});
