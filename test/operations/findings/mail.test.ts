import * as assert from "node:assert/strict";
import fc from "fast-check";
import { createTransport } from "nodemailer";
import { findingKey } from "../../../operations/findings/finding";
import { findingOfMail, largestMail } from "../../../operations/findings/mail";
import { findingsOf } from "../../../operations/findings/formats";
import { UserError } from "../../../policies/core/user-error";

const now = "2026-11-24T09:00:00.000Z";

/** A mail as a client writes it. */
async function written(mail: object): Promise<Buffer> {
  const { message } = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    ...{
      from: "Ana <Ana@Example.com>",
      to: "security@example.com",
      subject: "Lost laptop",
      text: "It was in the train.",
    },
    ...{ messageId: "<1@example.com>", date: new Date("2026-11-24T08:00:00Z"), ...mail },
  });
  return message as Buffer;
}

const read = async (mail: object) => (await findingOfMail(await written(mail), now)) ?? assert.fail();

describe("a mail", () => {
  it("is a finding, and its sender hears what becomes of it", async () => {
    assert.deepEqual(await read({}), {
      ...{
        id: "<1@example.com>",
        source: "mail",
        rule: "report",
        account: "",
        region: "",
        resource: "<1@example.com>",
      },
      ...{ title: "Lost laptop", description: "It was in the train.", severity: "medium", status: "active" },
      ...{ at: "2026-11-24T08:00:00.000Z", reporter: "ana@example.com" },
      fields: { sender: "ana@example.com", domain: "example.com", to: "security@example.com" },
    });
  });

  it("is read whatever it is encoded in, and without its attachments", async () => {
    const attachments = [{ filename: "a.txt", content: "attached" }];
    const { title, description } = await read({ subject: "Ünïcödé 日本", text: "Größe 🦊", attachments });
    assert.deepEqual([title, description], ["Ünïcödé 日本", "Größe 🦊"]);
  });

  it("that is HTML only is its words", async () => {
    const html = "<style>p{}</style><p>It was &lt;here&gt;</p><script>alert(1)</script>";
    const { description } = await read({ text: undefined, html });
    assert.equal(description, "It was <here>");
  });

  it("belongs to the mail that it answers", async () => {
    const first = await read({});
    const answer = await read({
      messageId: "<2@example.com>",
      inReplyTo: "<1@example.com>",
      references: "<1@example.com>",
    });
    const other = await read({ messageId: "<3@example.com>" });
    assert.equal(findingKey(answer), findingKey(first));
    assert.notEqual(answer.id, first.id);
    assert.notEqual(findingKey(other), findingKey(first));
  });

  const answers = [
    { headers: { "Auto-Submitted": "auto-replied" } },
    { headers: { "Auto-Submitted": "auto-replied (vacation)" } },
    { headers: { Precedence: "auto_reply" } },
    { headers: { "X-Guardrails-Event": "ticket/T-1@2" } },
    { from: "MAILER-DAEMON@example.com" },
  ];
  for (const mail of answers) {
    it(`is none when it answers by itself: ${JSON.stringify(mail)}`, async () => {
      assert.equal(await findingOfMail(await written(mail), now), undefined);
    });
  }

  for (const headers of [
    { "Auto-Submitted": "auto-generated" },
    { Precedence: "bulk" },
    { "List-Id": "<a.example>" },
  ]) {
    it(`of a machine counts, but isn't answered: ${JSON.stringify(headers)}`, async () => {
      assert.equal((await read({ headers })).reporter, undefined);
    });
  }

  it("without a Message-ID is refused, and one that is too large", async () => {
    const raw = (await written({})).toString().replace(/Message-ID:.*\r\n/i, "");
    await assert.rejects(findingOfMail(raw, now), /^UserError: mail: expected an id in `Message-ID`, got none$/);
    await assert.rejects(
      findingOfMail(Buffer.alloc(largestMail + 1), now),
      /expected a mail of 10485760 bytes at most/,
    );
  });

  it("is read or refused, whatever comes", async () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom("From: <a@b.c>", "Message-ID: <1@b.c>", "", "Content-Type: multipart/mixed; boundary=x", "--x"),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), async (lines) => {
        try {
          await findingOfMail(lines.join("\r\n"), now);
        } catch (error) {
          assert.ok(error instanceof UserError, String((error as Error).stack));
        }
      }),
    );
  });
});

describe("a message of a chat", () => {
  it("is a finding of its own, titled by its first line", () => {
    const message = { id: "1764.1", text: "Phishing!\npassword=hunter2", reporter: "ana@example.com" };
    const [finding] = findingsOf("text", message, undefined, now);
    const { title, description, resource, reporter } = finding ?? assert.fail();
    assert.deepEqual([title, description], ["Phishing!", "Phishing!\npassword=[redacted]"]);
    assert.deepEqual([resource, reporter], ["1764.1", "ana@example.com"]);
    assert.throws(() => findingsOf("text", { id: "1", text: " \n" }), UserError);
  });
});
