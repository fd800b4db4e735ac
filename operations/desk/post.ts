import type { Finding } from "../findings/finding";
import { findingOfMail } from "../findings/mail";
import type { Ticket } from "../tickets/ticket";
import { ticketIdIn } from "../tickets/ticket-id";
import type { Desk, Reported } from "./desk";

/**
 * Takes a mail as it came. An answer that names a ticket in its subject, by who reported it or by one of the settings' people,
 * becomes a comment; any other mail is a finding.
 *
 * @returns nothing for mail that answers by itself
 * @throws UserError when it isn't a mail
 */
export async function takeMail(
  desk: Desk,
  raw: string | Uint8Array,
  source = "mail",
): Promise<(Reported & { readonly id: string }) | undefined> {
  const finding = await findingOfMail(raw, desk.now(), source);
  if (!finding) return undefined;
  const ticket = await answered(desk, finding);
  if (!ticket) return { id: finding.id, ...(await desk.report(finding)) };
  const command = { type: "comment", text: answerOf(finding) };
  const by = `mail:${senderOf(finding)}`;
  const commandId = `mail ${finding.id}`;
  await desk.execute({ kind: "ticket", id: ticket.id, command, by, commandId });
  return { id: finding.id, ticket: ticket.id, outcome: "commented" };
}

async function answered(desk: Desk, finding: Finding): Promise<Ticket | undefined> {
  const id = ticketIdIn(finding.title);
  const ticket = id === undefined ? undefined : ((await desk.store.load(`ticket/${id}`))?.state as Ticket | undefined);
  if (!ticket) return undefined;
  const sender = senderOf(finding);
  const known = Object.values(desk.settings.people).map(({ email }) => email.toLowerCase());
  return sender !== "" && [...known, ticket.finding.reporter].includes(sender) ? ticket : undefined;
}

const senderOf = ({ fields }: Finding) => fields["sender"] ?? "";

/** What is new in an answer: without what it quotes, unless that is all. */
function answerOf({ description, title }: Finding): string {
  const [before = ""] = description.split(/^(?:On .{5,200} wrote:|-{2,} ?Original Message.*|_{10,})$/im);
  const lines = before.split("\n").filter((line) => !line.startsWith(">"));
  return lines.join("\n").trim() || description.trim() || title;
}
