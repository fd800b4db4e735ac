import PostalMime = require("postal-mime");
import { UserError } from "../../policies/core/user-error";
import type { Instant } from "../core/decider";
import { finished } from "./draft";
import type { Finding } from "./finding";
import { instantAt } from "./reading";

/** The largest mail that is read, in bytes. */
export const largestMail = 10 * 1024 * 1024;

/**
 * The finding that a mail reports: its subject, its text, and its sender as the reporter. Answers belong to the finding of
 * the mail that they answer. Attachments are ignored.
 *
 * @param raw the mail as it came, with its headers
 * @returns nothing for what answers by itself, such as a notice of absence: it would be answered without an end
 * @throws UserError when it is larger than {@link largestMail}, isn't a mail, or has no Message-ID
 */
export async function findingOfMail(
  raw: string | Uint8Array,
  now: Instant,
  source = "mail",
): Promise<Finding | undefined> {
  if (raw.length > largestMail) {
    throw new UserError(`expected a mail of ${String(largestMail)} bytes at most, got ${String(raw.length)}`);
  }
  const mail = await parsed(raw);
  if (isAnswer(mail)) return undefined;
  const { subject = "", text = "", html = "", messageId = "" } = mail;
  const sender = mail.from?.address?.toLowerCase() ?? "";
  const draft = {
    ...{ id: messageId, source, rule: "report", resource: threadOf(mail), title: subject || "Mail without a subject" },
    ...{ description: text.trim() || textOf(html), severity: "medium" as const, status: "active" as const },
    ...{ at: instantAt(mail.date), reporter: isMachine(mail) ? undefined : sender },
    fields: { sender, domain: sender.slice(sender.indexOf("@") + 1), to: mail.to?.[0]?.address ?? "" },
  };
  return finished(draft, "mail", "Message-ID", now);
}

async function parsed(raw: string | Uint8Array): Promise<PostalMime.Email> {
  try {
    return await PostalMime.parse(raw, { maxNestingDepth: 32, maxHeadersSize: 256 * 1024 });
  } catch (error) {
    throw new UserError(`expected a mail, got what can't be read as one: ${(error as Error).message}`);
  }
}

const headerOf = ({ headers }: PostalMime.Email, name: string) =>
  headers
    .find(({ key }) => key === name)
    ?.value.trim()
    .toLowerCase() ?? "";

/** What answers by itself, and bounces: https://www.rfc-editor.org/rfc/rfc3834 */
function isAnswer(mail: PostalMime.Email): boolean {
  return (
    headerOf(mail, "auto-submitted").startsWith("auto-replied") ||
    headerOf(mail, "precedence") === "auto_reply" ||
    // Our own notice, sent on to the address that reports go to.
    headerOf(mail, "x-guardrails-event") !== "" ||
    headerOf(mail, "content-type").startsWith("multipart/report") ||
    /^mailer-daemon@/i.test(mail.from?.address ?? "")
  );
}

/** A machine, which wants no answer. What it reports counts. */
function isMachine(mail: PostalMime.Email): boolean {
  return (
    !["", "no"].includes(headerOf(mail, "auto-submitted")) ||
    ["bulk", "junk", "list"].includes(headerOf(mail, "precedence")) ||
    headerOf(mail, "list-id") !== "" ||
    headerOf(mail, "return-path") === "<>"
  );
}

/** The mail that a conversation began with. */
function threadOf({ references = "", inReplyTo = "", messageId = "" }: PostalMime.Email): string {
  return /<[^<>\s]+>/.exec(`${references} ${inReplyTo} ${messageId}`)?.[0] ?? messageId;
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: " ", "#39": "'" };

/** The words of a mail that has no text beside its HTML. */
function textOf(html: string): string {
  return html
    .slice(0, 65_536)
    .replace(/<(style|script|head)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<(?:br|\/p|\/div|\/tr|\/li)\b[^>]*>/gi, "\n")
    .replace(/<[^>]*>/g, " ")
    .replace(/&(#?\w{1,8});/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/[ \t]+/g, " ")
    .trim();
}
