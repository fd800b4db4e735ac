import { createHash } from "node:crypto";
import { shortened } from "../findings/shortened";
import { Undeliverable } from "./connector";
import type { Message } from "./delivery";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for the same event and receiver. */
  readonly id: string;
  /** The same for all mails about a subject: mailboxes show them as one conversation. */
  readonly thread: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A message as a mail, in plain text: nothing in it is run, and every mailbox shows it. */
export function mailOf(message: Message, to: string, from: string): Mail {
  // One address and nothing else: the reporter's comes from a mail that anybody may have written.
  if (!/^[^\s@<>,;:"\\()]{1,64}@[^\s@<>,;:"\\()]{1,255}$/.test(to)) {
    throw new Undeliverable("expected one mail address, such as ana@example.com, got another text");
  }
  const domain = /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? "localhost";
  const idOf = (name: string) => `<${createHash("sha256").update(name).digest("hex").slice(0, 32)}@${domain}>`;
  const isUrgent = message.severity === "critical" && message.purpose === "notice";
  return {
    ...{ to, subject: shortened(message.title, 200), text: message.text },
    ...{ id: idOf(`${message.event} ${to}`), thread: idOf(message.subject) },
    headers: {
      // Answering machines keep silent: https://www.rfc-editor.org/rfc/rfc3834#section-5
      "Auto-Submitted": "auto-generated",
      "X-Guardrails-Event": message.event,
      ...(isUrgent && { Importance: "high" }),
    },
  };
}
