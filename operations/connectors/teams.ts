import { shortened } from "../findings/shortened";
import type { Connector, ConnectorContext } from "./connector";
import type { Message } from "./delivery";
import { call } from "./http";

/**
 * Microsoft Teams, through the webhook of a workflow. It knows no key of a message: a repeat shows twice.
 *
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 */
export function teams({ settings, secret, fetch }: ConnectorContext): Connector {
  const { webhook } = settings as { readonly webhook?: string };
  return {
    async send(message) {
      const attachment = { contentType: "application/vnd.microsoft.card.adaptive", contentUrl: null };
      const json = { type: "message", attachments: [{ ...attachment, content: cardOf(message) }] };
      await call(fetch, { system: "Teams", method: "POST", url: secret(webhook ?? ""), json });
      return undefined;
    },
  };
}

/** Teams refuses a message from 28 KB on: the text is cut long before. */
function cardOf({ title, text, url, severity, event }: Message): object {
  const color = { critical: "attention", high: "attention", medium: "warning" }[severity] ?? "default";
  return {
    ...{ $schema: "http://adaptivecards.io/schemas/adaptive-card.json", type: "AdaptiveCard", version: "1.4" },
    msteams: { width: "Full" },
    body: [
      plain(shortened(title, 300), { weight: "bolder", size: "medium", color }),
      ...shortened(text, 5000)
        .split("\n")
        .slice(0, 40)
        .map((line) => plain(line)),
      plain(event, { isSubtle: true, size: "small" }),
    ],
    actions: url === undefined ? [] : [{ type: "Action.OpenUrl", title: "Open", url }],
  };
}

/** A text that is shown as it is: in a TextBlock, Markdown of a finding would be links and pictures. */
function plain(text: string, style: object = {}): object {
  return { type: "RichTextBlock", inlines: [{ type: "TextRun", text: text === "" ? " " : text, ...style }] };
}
