import { verify, X509Certificate } from "node:crypto";
import { after, type Instant } from "../core/decider";
import { instantAt, textAt } from "./reading";
import type { Verdict } from "./signature";
import { isOfSns } from "./sns";

/** SNS tries for an hour to deliver a notification; the rest is for clocks. */
const windowMinutes = 75;

/** The text of a certificate, in PEM, at an address of SNS. */
export type CertificateOf = (url: string) => Promise<string>;

/**
 * Whether SNS sent a message of a topic, lately.
 *
 * @param topic the ARN that is expected: anybody may have SNS sign messages of a topic of their own
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
 */
export async function verifySns(
  body: unknown,
  topic: string,
  certificateOf: CertificateOf,
  now: Instant,
): Promise<Verdict> {
  const refused = (reason: string): Verdict => ({ valid: false, reason });
  const [from, url, version] = [
    textAt(body, "TopicArn"),
    textAt(body, "SigningCertURL"),
    textAt(body, "SignatureVersion"),
  ];
  if (from !== topic) return refused(`expected a message of ${topic}, got one of another topic`);
  if (!isOfSns(url) || !url.endsWith(".pem"))
    return refused("expected a certificate from sns.<region>.amazonaws.com, got another address");
  if (version !== "1" && version !== "2") return refused("expected signature version 1 or 2, got another one");
  const sent = instantAt(body, "Timestamp");
  if (sent === undefined || sent < after(now, -windowMinutes) || sent > after(now, 5)) {
    return refused(`expected a message of the last ${String(windowMinutes)} minutes, got one of another time`);
  }
  const certificate = new X509Certificate(await certificateOf(url));
  const isCurrent =
    Date.parse(certificate.validFrom) <= Date.parse(now) && Date.parse(now) <= Date.parse(certificate.validTo);
  if (!isCurrent) return refused("expected a certificate that is valid now, got one that isn't");
  const signature = Buffer.from(textAt(body, "Signature"), "base64");
  const hash = version === "2" ? "sha256" : "sha1";
  return verify(hash, Buffer.from(stringToSign(body)), certificate.publicKey, signature)
    ? { valid: true, replayKey: `sns ${textAt(body, "MessageId")}` }
    : refused("expected SNS's signature of the message, got another one");
}

function stringToSign(body: unknown): string {
  const isNotification = textAt(body, "Type") === "Notification";
  const names = isNotification
    ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
  return names
    .flatMap((name) => (name === "Subject" && textAt(body, name) === "" ? [] : [`${name}\n${textAt(body, name)}\n`]))
    .join("");
}

/** Fetches certificates, each once. */
export function certificates(fetch = globalThis.fetch): CertificateOf {
  const known = new Map<string, Promise<string>>();
  return (url) => {
    let certificate = known.get(url);
    if (!certificate) {
      // SNS has one for each region, and a new one each year: more addresses than that are somebody's play.
      if (known.size > 100) known.clear();
      certificate = download(url, fetch);
      known.set(url, certificate);
      certificate.catch(() => known.delete(url));
    }
    return certificate;
  };
}

async function download(url: string, fetch: typeof globalThis.fetch): Promise<string> {
  if (!isOfSns(url)) throw new Error("expected an address of SNS, got another one");
  const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(5000) });
  if (!response.ok) throw new Error(`expected a certificate from SNS, got status ${String(response.status)}`);
  return (await response.text()).slice(0, 65_536);
}
