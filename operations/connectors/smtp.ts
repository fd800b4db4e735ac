import { createTransport } from "nodemailer";
import { type Connector, type ConnectorContext, Unauthorized, Undeliverable } from "./connector";
import { mailOf } from "./mail";

interface SmtpSettings {
  readonly host: string;
  readonly port?: number;
  readonly encryption?: "starttls" | "tls" | "none";
  readonly from: string;
  readonly user?: string;
  readonly password?: string;
  readonly ca?: string;
}

/** Mail through a server of one's own. A repeat has the same Message-ID, by which most mailboxes show it once. */
export function smtp({ settings, secret }: ConnectorContext): Connector {
  const { host, port, encryption = "starttls", from, user, password, ca } = settings as unknown as SmtpSettings;
  return {
    async send(message, to) {
      const { id, thread, ...mail } = mailOf(message, to, from);
      const transport = createTransport({
        ...{ host, port: port ?? (encryption === "tls" ? 465 : 587), secure: encryption === "tls" },
        ...{ requireTLS: encryption === "starttls", ignoreTLS: encryption === "none" },
        ...{ connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 10_000, dnsTimeout: 10_000 },
        ...{ disableFileAccess: true, disableUrlAccess: true },
        auth: user === undefined || password === undefined ? undefined : { user, pass: secret(password) },
        tls: { minVersion: "TLSv1.2", ca },
      });
      try {
        await transport.sendMail({ ...mail, from, messageId: id, references: thread, inReplyTo: thread });
      } catch (error) {
        throw refusal(error as SmtpError);
      } finally {
        transport.close();
      }
      return undefined;
    },
  };
}

interface SmtpError extends Error {
  readonly code?: string;
  readonly responseCode?: number;
}

/** Codes from 500 on are final: https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1 */
function refusal({ code = "", responseCode = 0 }: SmtpError): Error {
  const sentence = `expected the mail server to take it, got ${[code, responseCode].filter((part) => part !== 0 && part !== "").join(" ")}`;
  if (code === "EAUTH") return new Unauthorized(sentence);
  return responseCode >= 500 ? new Undeliverable(sentence) : new Error(sentence);
}
