import { gzipSync } from "node:zlib";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ask, clientSettings } from "./aws";
import { type Connector, type ConnectorContext, Undeliverable } from "./connector";
import { incidentFinding } from "./ocsf";
import { ticketOf } from "./subject";

interface OcsfSettings {
  readonly bucket: string;
  readonly prefix?: string;
  readonly region?: string;
  readonly endpoint?: string;
}

/**
 * An object of S3 for each event, a line of JSON, compressed. The object is named by the event and holds the same bytes
 * whenever it is written, so that a repeat changes nothing.
 */
export function ocsfS3({ settings }: ConnectorContext): Connector {
  const { bucket, prefix = "guardrails/", ...rest } = settings as unknown as OcsfSettings;
  // A server of one's own has no name for each bucket.
  const client = new S3Client({ ...clientSettings(rest), forcePathStyle: rest.endpoint !== undefined });
  return {
    async send(message) {
      if (!ticketOf(message)) throw new Undeliverable(`expected an event of a ticket, got one of ${message.subject}`);
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: `${prefix}${message.at.slice(0, 10).replaceAll("-", "/")}/${message.event.replaceAll("/", "-")}.json.gz`,
        Body: gzipSync(`${JSON.stringify(incidentFinding(message))}\n`),
        ContentType: "application/gzip",
      });
      await ask("S3", (abortSignal) => client.send(command, { abortSignal }));
      return undefined;
    },
  };
}
