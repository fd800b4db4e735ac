import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { ask, clientSettings } from "./aws";
import { type Connector, type ConnectorContext, Undeliverable } from "./connector";
import { recordOf, ticketOf } from "./subject";

interface EventBridgeSettings {
  readonly bus?: string;
  readonly region?: string;
  readonly endpoint?: string;
}

/** What EventBridge says of an entry that may be put again. */
const passing = ["ThrottlingException", "InternalFailure", "InternalException", "ConcurrentModificationException"];

/**
 * A bus of Amazon EventBridge. Rules see a repeat again, with the same `detail.event`.
 *
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export function eventbridge({ settings }: ConnectorContext): Connector {
  const { bus = "default", ...rest } = settings as unknown as EventBridgeSettings;
  const client = new EventBridgeClient(clientSettings(rest));
  return {
    async send(message) {
      const resource = ticketOf(message)?.finding.resource ?? "";
      const entry = {
        ...{ Source: "guardrails", DetailType: message.about, EventBusName: bus, Time: new Date(message.at) },
        Detail: JSON.stringify(recordOf(message)),
        Resources: resource.startsWith("arn:") ? [resource] : [],
      };
      const command = new PutEventsCommand({ Entries: [entry] });
      const { Entries = [] } = await ask("EventBridge", (abortSignal) => client.send(command, { abortSignal }));
      // The call succeeds although its entry fails.
      const { ErrorCode: code, ErrorMessage: reason = "" } = Entries[0] ?? {};
      if (code === undefined) return undefined;
      const sentence = `expected EventBridge to take it, got ${code}: ${reason}`;
      throw passing.includes(code) ? new Error(sentence) : new Undeliverable(sentence);
    },
  };
}
