import type { Instant } from "../core/decider";
import { finished } from "./draft";
import type { Finding } from "./finding";

/** A message of a chat, such as what somebody told the desk's bot. */
export interface ChatMessage {
  /** What the chat calls it. */
  readonly id: string;
  readonly text: string;
  readonly at?: Instant;
  /** The mail address of who wrote it: told what becomes of it. */
  readonly reporter?: string;
  /** Where the chat shows it. */
  readonly url?: string;
  /** @default "chat" */
  readonly source?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/**
 * The finding that somebody reports in their own words: each message is one. Routing rules go by its words.
 *
 * @throws UserError when it has no id or no text
 */
export function findingOfText(message: ChatMessage, now: Instant): Finding {
  const { id, text, at, reporter, url, source = "chat", fields } = message;
  const [title = ""] = text.trim().split("\n");
  const draft = { id, source, rule: text.trim() && "report", resource: id, title, description: text };
  return finished({ ...draft, severity: "medium", status: "active", at, reporter, url, fields }, "message", "id", now);
}
