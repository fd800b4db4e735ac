import * as assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import PostalMime, { type Email } from "postal-mime";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { mailOf } from "../../../operations/connectors/mail";
import { selfSigned } from "./certificate";
import { connect, environment, failure, Life } from "./fixture";

interface Received {
  readonly from: string;
  readonly to: readonly string[];
  readonly user: string | undefined;
  readonly isEncrypted: boolean;
  readonly mail: Email;
}

describe("smtp", () => {
  let server: SMTPServer | undefined;
  let received: Received[];

  afterEach((done) => {
    if (server) server.close(() => done());
    else done();
    server = undefined;
  });

  /** A mail server that keeps what it is given. */
  async function listen(
    options: SMTPServerOptions,
  ): Promise<{ type: "smtp"; host: string; port: number; from: string }> {
    received = [];
    const made = new SMTPServer({
      ...{ authOptional: true, logger: false },
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on("data", (chunk: Buffer) => chunks.push(chunk));
        stream.on("end", () => {
          const { mailFrom, rcptTo } = session.envelope;
          void PostalMime.parse(Buffer.concat(chunks)).then((mail) => {
            received.push({
              ...{ from: mailFrom === false ? "" : mailFrom.address, to: rcptTo.map(({ address }) => address), mail },
              ...{ user: session.user, isEncrypted: session.secure },
            });
            done();
          });
        });
      },
      ...options,
    });
    made.on("error", () => undefined);
    server = made;
    await new Promise<void>((listening) => made.listen(0, "127.0.0.1", listening));
    const { port } = made.server.address() as AddressInfo;
    return { type: "smtp", host: "127.0.0.1", port, from: "Desk <desk@example.com>" };
  }

  it("sends a mail of plain text that mailboxes put together by ticket, and that no answering machine answers", async () => {
    const smtp = await connect({ ...(await listen({ disabledCommands: ["STARTTLS"] })), encryption: "none" });
    const life = new Life({ title: "Bucket für jedermann ✓" });
    await smtp.send(life.message("TicketOpened"), "ana@example.com");
    await smtp.send(life.message("TicketEscalated", "notice"), "ana@example.com");
    const [first, second] = received;
    assert.deepEqual([first?.from, first?.to], ["desk@example.com", ["ana@example.com"]]);
    assert.equal(first?.mail.subject, "High: Bucket für jedermann ✓ (T-7KQ2M9XD)");
    assert.match(first?.mail.text ?? "", /Where: arn:aws:s3:::invoices, account 123456789012, eu-west-1/);
    assert.equal(first?.mail.html, undefined);
    const headers = Object.fromEntries(first?.mail.headers.map(({ key, value }) => [key, value]) ?? []);
    assert.equal(headers["auto-submitted"], "auto-generated");
    assert.equal(first?.mail.references, second?.mail.references);
    assert.notEqual(first?.mail.messageId, second?.mail.messageId);
  });

  it("sends a repeat with the same Message-ID", async () => {
    const smtp = await connect({ ...(await listen({ disabledCommands: ["STARTTLS"] })), encryption: "none" });
    const message = new Life().message("TicketOpened");
    await smtp.send(message, "ana@example.com");
    await smtp.send(message, "ana@example.com");
    assert.match(received[0]?.mail.messageId ?? "", /^<[0-9a-f]{32}@example\.com>$/);
    assert.equal(received[0]?.mail.messageId, received[1]?.mail.messageId);
  });

  describe("with a certificate", () => {
    let key: string;
    let cert: string;

    before(function () {
      const made = selfSigned();
      if (!made) return this.skip();
      ({ key, cert } = made);
    });

    const signIn: SMTPServerOptions["onAuth"] = ({ username, password }, _session, done) => {
      if (password === environment.PASSWORD) done(null, { user: username });
      else done(new Error(`wrong password ${String(password)}`));
    };

    for (const encryption of ["starttls", "tls"] as const) {
      it(`signs in over ${encryption}`, async () => {
        const given = await listen({ key, cert, secure: encryption === "tls", onAuth: signIn });
        const smtp = await connect({ ...given, encryption, user: "desk", password: "PASSWORD", ca: cert });
        await smtp.send(new Life().message("TicketOpened"), "ana@example.com");
        assert.deepEqual([received[0]?.user, received[0]?.isEncrypted], ["desk", true]);
      });
    }

    it("sends nothing to a server whose certificate nobody vouches for", async () => {
      const smtp = await connect({ ...(await listen({ key, cert })), user: "desk", password: "PASSWORD" });
      await failure(smtp.send(new Life().message("TicketOpened"), "ana@example.com"));
      assert.deepEqual(received, []);
    });

    it("says that a password is refused, and not which", async () => {
      const given = await listen({ key, cert, onAuth: signIn });
      const smtp = await connect({ ...given, user: "desk", password: "TOKEN", ca: cert });
      const refused = await failure(smtp.send(new Life().message("TicketOpened"), "ana@example.com"));
      assert.equal(refused.name, "Unauthorized");
      assert.equal(refused.message, "expected the mail server to take it, got EAUTH 535");
    });
  });

  it("sends nothing to a server without encryption, unless the settings say so", async () => {
    const smtp = await connect(await listen({ disabledCommands: ["STARTTLS"] }));
    await failure(smtp.send(new Life().message("TicketOpened"), "ana@example.com"));
    assert.deepEqual(received, []);
  });

  for (const [code, kind] of [
    [550, "Undeliverable"],
    [451, "Error"],
  ] as const) {
    it(`takes ${String(code)} as ${kind}`, async () => {
      const refuse: SMTPServerOptions["onRcptTo"] = (_address, _session, done) =>
        done(Object.assign(new Error("no such user"), { responseCode: code }));
      const given = await listen({ disabledCommands: ["STARTTLS"], onRcptTo: refuse });
      const smtp = await connect({ ...given, encryption: "none" });
      const refused = await failure(smtp.send(new Life().message("TicketOpened"), "nobody@example.com"));
      assert.equal(refused.name, kind);
      assert.match(refused.message, new RegExp(`^expected the mail server to take it, got EENVELOPE ${String(code)}$`));
    });
  }

  it("takes a server that is not there as one to try again", async () => {
    const smtp = await connect({
      type: "smtp",
      host: "127.0.0.1",
      port: 1,
      from: "desk@example.com",
      encryption: "none",
    });
    const refused = await failure(smtp.send(new Life().message("TicketOpened"), "ana@example.com"));
    assert.equal(refused.name, "Error");
  });
});

describe("a mail's address", () => {
  for (const to of [
    ...[
      "",
      "ana",
      "ana@example.com, bo@example.com",
      "ana@example.com\r\nBcc: bo@example.com",
      "Ana <ana@example.com>",
    ],
    ...["ana@example.com;bo@example.com", '"a b"@example.com', `${"a".repeat(65)}@example.com`],
  ]) {
    it(`is not ${JSON.stringify(to.slice(0, 50))}`, () => {
      assert.throws(() => mailOf(new Life().message("TicketOpened"), to, "desk@example.com"), {
        name: "Undeliverable",
      });
    });
  }
});
