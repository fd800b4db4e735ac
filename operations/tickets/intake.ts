import type { Desk } from "../desk/desk";
import { takeMail } from "../desk/post";
import { canarySource } from "../findings/finding";
import { findingsOf } from "../findings/formats";
import { mailOf } from "../findings/sns";
import { canaryDetailType, findingDetailType } from "./bus";

interface Message {
  readonly "detail-type"?: string;
  readonly detail?: unknown;
  readonly Type?: string;
}

/**
 * Makes tickets of what a message holds: an event of EventBridge, or a notification of SNS, which may hold a mail.
 *
 * @throws UserError for what is neither; it goes to the dead letters, where somebody looks
 */
export async function take(desk: Desk, body: unknown): Promise<void> {
  const mail = mailOf(body);
  if (mail) {
    await takeMail(desk, mail);
    return;
  }
  for (const finding of findingsIn(body ?? {})) await desk.report(finding);
}

function findingsIn(message: Message) {
  if (message["detail-type"] === canaryDetailType) return findingsOf("finding", message.detail, canarySource);
  if (message["detail-type"] === findingDetailType) return findingsOf("finding", message.detail, "events");
  return findingsOf(message.Type === "Notification" ? "sns" : "event", message);
}
