import { sign, signatureHeader } from "../findings/signature";
import type { Connector, ConnectorContext } from "./connector";
import { call } from "./http";
import { publicFetch } from "./public-fetch";
import { recordOf } from "./subject";

interface WebhookConnectorSettings {
  readonly url: string;
  readonly secret: string;
  readonly allowPrivate?: boolean;
}

/**
 * Posts JSON to an address of yours. The body of a repeat holds the same `event`, which stands in the header
 * `guardrails-event` as well; its signature is a new one, for the time at which it is sent.
 */
export function webhook({ settings, secret, fetch }: ConnectorContext): Connector {
  const typed = settings as unknown as WebhookConnectorSettings;
  return {
    async send(message) {
      const body = JSON.stringify(recordOf(message));
      await call(typed.allowPrivate ? fetch : publicFetch, {
        ...{ system: "the webhook", method: "POST", url: typed.url, body },
        headers: {
          "content-type": "application/json; charset=utf-8",
          "guardrails-event": message.event,
          [signatureHeader]: sign(body, secret(typed.secret), new Date().toISOString()),
        },
      });
      return undefined;
    },
  };
}
