import { streamParts } from "../core/decider";
import type { Ticket } from "../tickets/ticket";
import type { Message } from "./delivery";

/** The id of what a message is about, such as `T-7KQ2M9XD`. */
export function subjectId({ subject }: Message): string {
  return streamParts(subject)[1];
}

/** The ticket as it stands when the message is sent; undefined when the message is about something else. */
export function ticketOf({ subject, state, now = state }: Message): Ticket | undefined {
  return streamParts(subject)[0] === "ticket" ? (now as Ticket | undefined) : undefined;
}

/** Whether what the message is about needs nobody any more. */
export function isOver(message: Message): boolean {
  const state = ticketOf(message)?.state;
  return state === "resolved" || state === "closed";
}

/** Whether a resolution leaves things as they are. */
export function isSetAside(message: Message): boolean {
  const resolution = ticketOf(message)?.resolved?.resolution ?? "fixed";
  return resolution !== "fixed" && resolution !== "fixed-at-source";
}

/** What machines are told, as JSON. */
export function recordOf({ event, about, subject, at, severity, title, text, url, state }: Message): object {
  return { event, type: about, subject, at, severity, title, text, url, state };
}
