import type { Draft } from "./draft";
import { instantAt, textAt } from "./reading";

/** What somebody reports in their own words, such as to a chat's bot: each message is a finding, and rules go by its words. */
export function fromText(message: unknown): Draft {
  const id = textAt(message, "id");
  const text = textAt(message, "text");
  const [title = ""] = text.trim().split("\n");
  return {
    ...{ id, source: "chat", rule: text.trim() && "report", resource: id, title, description: text },
    ...{ severity: "medium", status: "active", at: instantAt(message, "at") },
    ...{ reporter: textAt(message, "reporter"), url: textAt(message, "url") },
  };
}
