import { createHash } from "node:crypto";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { shortened } from "../findings/shortened";
import { ask, clientSettings } from "./aws";
import type { Connector, ConnectorContext } from "./connector";
import { recordOf } from "./subject";

/**
 * A topic of Amazon SNS. Mail and telephones get the text, all others JSON. A FIFO topic keeps a ticket's events in order and
 * drops a repeat within five minutes; other topics deliver it again, with the same attribute `event`.
 *
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
export function sns({ settings }: ConnectorContext): Connector {
  const { topic, endpoint } = settings as unknown as { readonly topic: string; readonly endpoint?: string };
  const client = new SNSClient(clientSettings({ region: topic.split(":")[3], endpoint }));
  return {
    async send(message, to) {
      const { event, about, severity, title, text, subject } = message;
      const fifo = {
        MessageGroupId: createHash("sha256").update(subject).digest("hex"),
        MessageDeduplicationId: createHash("sha256").update(event).digest("hex"),
      };
      const attribute = (value: string) => ({ DataType: "String", StringValue: value });
      const command = new PublishCommand({
        TopicArn: to || topic,
        // ASCII without line breaks, fewer than 100 characters; mail alone shows it.
        Subject:
          title
            .replace(/[^ -~]+/g, " ")
            .trim()
            .slice(0, 99) || "guardrails",
        MessageStructure: "json",
        Message: JSON.stringify({
          default: JSON.stringify(recordOf(message)),
          email: text,
          sms: shortened(title, 140),
        }),
        MessageAttributes: { event: attribute(event), type: attribute(about), severity: attribute(severity) },
        ...((to || topic).endsWith(".fifo") && fifo),
      });
      await ask("SNS", (abortSignal) => client.send(command, { abortSignal }));
      return undefined;
    },
  };
}
