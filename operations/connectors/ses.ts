import { SendEmailCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { ask, clientSettings } from "./aws";
import type { Connector, ConnectorContext } from "./connector";
import { mailOf } from "./mail";

interface SesSettings {
  readonly from: string;
  readonly configurationSet?: string;
  readonly region?: string;
  readonly endpoint?: string;
}

/** Mail through Amazon SES, which gives every mail an id of its own: a repeat arrives twice, in the same conversation. */
export function ses({ settings }: ConnectorContext): Connector {
  const { from, configurationSet, ...rest } = settings as unknown as SesSettings;
  const client = new SESv2Client(clientSettings(rest));
  return {
    async send(message, to) {
      const { subject, text, thread, headers } = mailOf(message, to, from);
      const all = { ...headers, References: thread, "In-Reply-To": thread };
      const command = new SendEmailCommand({
        FromEmailAddress: from,
        ConfigurationSetName: configurationSet,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: { Data: subject, Charset: "UTF-8" },
            Body: { Text: { Data: text, Charset: "UTF-8" } },
            Headers: Object.entries(all).map(([Name, Value]) => ({ Name, Value })),
          },
        },
      });
      await ask("SES", (abortSignal) => client.send(command, { abortSignal }));
      return undefined;
    },
  };
}
