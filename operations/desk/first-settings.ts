import type { Connector } from "../connectors/connector";
import { completed } from "../settings/complete";
import type { Settings } from "../settings/settings";

/** What a desk begins with that nobody has written settings for: one person, who is told where the desk was started. */
export function firstSettings(): Settings {
  return completed({
    catchAll: "person:you",
    people: {
      you: {
        ...{ name: "You", email: "you@localhost", department: "security", role: "administrator" },
        addresses: ["terminal"],
      },
    },
    departments: { security: { addresses: ["terminal"] } },
    policies: { default: { levels: [{ targets: ["person:you"], minutes: 15 }] } },
    connectors: { terminal: { type: "terminal" } },
  });
}

/** Tells the terminal, one line for each message. */
export function terminal(say: (line: string) => void): Connector {
  return {
    send({ title }) {
      // Control characters of a finding would move the terminal's cursor.
      say(title.replace(/\p{Cc}+/gu, " "));
      return Promise.resolve(undefined);
    },
  };
}
