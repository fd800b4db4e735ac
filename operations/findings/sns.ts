import { UserError } from "../../policies/core/user-error";
import type { Draft } from "./draft";
import { firstOf, instantAt, textAt } from "./reading";

/** What SNS posts: https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html */
export interface SnsContent {
  /** The JSON that the message holds, if it does. */
  readonly content: unknown;
  /** The finding that it is when it holds nothing else that is known. */
  readonly draft: Draft;
}

/** What a notification says; nothing for the others, which are about the subscription. */
export function fromSns(body: unknown): SnsContent | undefined {
  const type = textAt(body, "Type");
  if (type === "SubscriptionConfirmation" || type === "UnsubscribeConfirmation") return undefined;
  if (type !== "Notification")
    throw new UserError(`expected a notification of SNS, got type ${JSON.stringify(type.slice(0, 50))}`);
  const message = textAt(body, "Message");
  const id = textAt(body, "MessageId");
  return {
    content: jsonOf(message),
    draft: {
      ...{ id, source: "sns", rule: firstOf(textAt(body, "TopicArn"), "notification"), resource: id },
      title: firstOf(textAt(body, "Subject"), message.trim().split("\n")[0] ?? ""),
      ...{ description: message, severity: "medium", status: "active", at: instantAt(body, "Timestamp") },
      region: textAt(body, "TopicArn").split(":")[3],
      account: textAt(body, "TopicArn").split(":")[4],
    },
  };
}

/**
 * The mail that Simple Email Service took and hands on by a topic, with its headers: when the message is one.
 * https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
 */
export function mailOf(body: unknown): Uint8Array | undefined {
  const message = textAt(body, "Type") === "Notification" ? jsonOf(textAt(body, "Message")) : undefined;
  const content = textAt(message, "content");
  if (textAt(message, "notificationType") !== "Received" || content === "") return undefined;
  const isBase64 = textAt(message, "receipt", "action", "encoding").toUpperCase() === "BASE64";
  return Buffer.from(content, isBase64 ? "base64" : "utf8");
}

/** Where a subscription is confirmed, when that is what SNS asks. To be opened only after its signature was verified. */
export function subscribeUrlOf(body: unknown): string | undefined {
  const url = textAt(body, "SubscribeURL");
  return textAt(body, "Type") === "SubscriptionConfirmation" && isOfSns(url) ? url : undefined;
}

/** SNS's own hosts, also those of China; no port, no user: what is asked of them is trusted. */
export function isOfSns(url: string): boolean {
  return /^https:\/\/sns\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com(?:\.cn)?\/[^\s@\\]*$/.test(url);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
