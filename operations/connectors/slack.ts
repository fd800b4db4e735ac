import { shortened } from "../findings/shortened";
import { type Connector, type ConnectorContext, Unauthorized, Undeliverable } from "./connector";
import type { Message, Receipt } from "./delivery";
import { baseOf, call } from "./http";

interface SlackSettings {
  readonly webhook?: string;
  readonly token?: string;
  readonly channel?: string;
  readonly endpoint?: string;
}

/**
 * Slack, by an incoming webhook or by a bot. Slack knows no key of a message: a repeat shows twice. A bot answers in the
 * thread of the ticket's first message in a channel, and shows in the channel as well what somebody has to act on.
 *
 * https://docs.slack.dev/reference/methods/chat.postMessage
 */
export function slack({ settings, secret, fetch }: ConnectorContext): Connector {
  const { webhook, token, channel = "", endpoint = "https://slack.com/api" } = settings as SlackSettings;
  return {
    async send(message, to) {
      if (webhook !== undefined) {
        await call(fetch, { system: "Slack", method: "POST", url: secret(webhook), json: contentOf(message) });
        return undefined;
      }
      const target = to || channel;
      if (!target) throw new Undeliverable("expected a channel of Slack to post to, got none");
      const thread = threadOf(message.link, target);
      const broadcast = thread !== undefined && message.purpose === "notice" ? { reply_broadcast: true } : {};
      const { json } = await call(fetch, {
        ...{ system: "Slack", method: "POST", url: `${baseOf(endpoint)}/chat.postMessage` },
        headers: { authorization: `Bearer ${secret(token ?? "")}` },
        json: { channel: target, ...contentOf(message), unfurl_links: false, thread_ts: thread, ...broadcast },
      });
      if (json?.ok !== true) throw refusal(String(json?.error ?? "no reason"));
      // The first thread stays the ticket's, whoever is told of it elsewhere.
      return message.link ? undefined : { id: `${target} ${String(json.ts)}` };
    },
  };
}

function threadOf(link: Receipt | undefined, target: string): string | undefined {
  const [channel, thread] = link?.id.split(" ") ?? [];
  return channel === target ? thread : undefined;
}

/** Slack answers 200 to what it refuses, and says why by a word. */
function refusal(error: string): Error {
  const sentence = `expected Slack to post it, got ${error.slice(0, 100)}`;
  if (
    ["ratelimited", "rate_limited", "internal_error", "fatal_error", "request_timeout", "service_unavailable"].includes(
      error,
    )
  ) {
    return new Error(sentence);
  }
  const isCredential = ["auth", "token", "account_inactive", "missing_scope"].some((word) => error.includes(word));
  return isCredential ? new Unauthorized(sentence) : new Undeliverable(sentence);
}

function contentOf({ title, text, url, severity, event }: Message): object {
  const button = { type: "button", text: { type: "plain_text", text: "Open" }, url, style: "primary" };
  return {
    // Shown by notifications and read out by screen readers.
    text: escaped(`${title}\n${text}`),
    blocks: [
      { type: "header", text: { type: "plain_text", text: shortened(title, 150), emoji: false } },
      { type: "section", text: { type: "mrkdwn", text: shortenedEscaped(text, 3000), verbatim: true } },
      { type: "context", elements: [{ type: "plain_text", text: `${severity} · ${event}`, emoji: false }] },
      ...(url === undefined || url.length > 3000 ? [] : [{ type: "actions", elements: [button] }]),
    ],
  };
}

/** So that a text can call nobody and link nowhere: https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Cut before it is escaped: half an entity would be shown. */
function shortenedEscaped(text: string, length: number): string {
  let cut = shortened(text, length);
  while (escaped(cut).length > length) cut = shortened(cut, cut.length - 100);
  return escaped(cut);
}
