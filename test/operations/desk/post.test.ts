import * as assert from "node:assert/strict";
import { Desk } from "../../../operations/desk/desk";
import { takeMail } from "../../../operations/desk/post";
import { SqliteStore } from "../../../operations/store/sqlite";
import { take } from "../../../operations/tickets/intake";
import type { Ticket, TicketEvent } from "../../../operations/tickets/ticket";
import { start } from "../tickets/fixture";
import { settings } from "./fixture";

const mailOf = (headers: Record<string, string>, text: string) =>
  [...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), "", text].join("\r\n");

describe("the desk's post", () => {
  let store: SqliteStore;
  let desk: Desk;

  beforeEach(() => {
    store = SqliteStore.open();
    desk = new Desk(
      store,
      settings,
      () => assert.fail(),
      () => start,
    );
  });

  const report = mailOf(
    { From: "eve@example.com", Subject: "Lost laptop", "Message-ID": "<1@example.com>" },
    "In the train.",
  );
  const answer = (from: string, subject: string) =>
    mailOf(
      { From: from, Subject: subject, "Message-ID": "<2@example.com>", "In-Reply-To": "<x@desk>" },
      "It was found.\r\n\r\nOn Tue, 24 Nov 2026 the desk wrote:\r\n> Your report has become a ticket.",
    );
  const opened = async () => {
    const { ticket = "" } = (await takeMail(desk, report)) ?? assert.fail();
    return ticket;
  };
  const comments = async (id: string) =>
    (await store.history(`ticket/${id}`))
      .map(({ by, event }) => ({ by, event: event as TicketEvent }))
      .filter(({ event }) => event.type === "TicketCommented");

  it("makes a ticket of a mail", async () => {
    const { state } = (await store.load(`ticket/${await opened()}`)) ?? assert.fail();
    const { finding } = state as Ticket;
    assert.deepEqual([finding.title, finding.reporter], ["Lost laptop", "eve@example.com"]);
  });

  it("puts an answer by the reporter, or by one of its people, onto the ticket that its subject names, once", async () => {
    const id = await opened();
    const taken = await takeMail(desk, answer("Eve@example.com", `Re: ${id} Lost laptop`));
    assert.deepEqual(taken, { id: "<2@example.com>", ticket: id, outcome: "commented" });
    await takeMail(desk, answer("eve@example.com", `Re: ${id} Lost laptop`));
    assert.deepEqual(await comments(id), [
      { by: "mail:eve@example.com", event: { type: "TicketCommented", text: "It was found." } },
    ]);
    const other = answer("ana@example.com", id).replace("<2@", "<3@");
    assert.equal((await takeMail(desk, other))?.outcome, "commented");
  });

  it("takes an answer by anybody else, or to a ticket that there is not, as a report of its own", async () => {
    const id = await opened();
    assert.equal((await takeMail(desk, answer("mallory@example.com", `Re: ${id}`)))?.outcome, "opened");
    assert.deepEqual(await comments(id), []);
    const stray = answer("eve@example.com", "Re: T-00000000").replace("<2@", "<4@").replace("<x@", "<y@");
    assert.equal((await takeMail(desk, stray))?.outcome, "opened");
  });

  it("takes a mail that Simple Email Service hands on by a topic, whole or in Base64", async () => {
    for (const [encoding, content] of [
      ["UTF8", report],
      ["BASE64", Buffer.from(report).toString("base64")],
    ]) {
      const Message = JSON.stringify({ notificationType: "Received", receipt: { action: { encoding } }, content });
      await take(desk, { Type: "Notification", MessageId: "m", TopicArn: "arn:aws:sns:eu-west-1:1:post", Message });
    }
    const { aggregates } = await store.list("ticket/open");
    assert.deepEqual(
      aggregates.map(({ state }) => [(state as Ticket).finding.title, (state as Ticket).seen.count]),
      [["Lost laptop", 1]],
    );
  });

  it("says nothing to a notice of absence", async () => {
    const absence = mailOf(
      { From: "eve@example.com", Subject: "Away", "Message-ID": "<5@x>", "Auto-Submitted": "auto-replied" },
      "",
    );
    assert.equal(await takeMail(desk, absence), undefined);
    assert.deepEqual((await store.list("ticket/open")).aggregates, []);
  });
});
