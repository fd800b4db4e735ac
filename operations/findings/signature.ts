import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Instant } from "../core/decider";

/** The header that carries it: `t=` seconds since 1970, `v1=` HMAC-SHA256 in hexadecimal, once for each secret that is in use. */
export const signatureHeader = "guardrails-signature";

/** How far the sender's clock may be from ours, and how long a signature counts. */
const windowSeconds = 5 * 60;

/** A shorter secret could be guessed from one signature. */
export const shortestSecret = 16;

/** Whether something was sent by whom it should be. `replayKey` is to be kept: the same a second time is a replay. */
export type Verdict =
  { readonly valid: true; readonly replayKey: string } | { readonly valid: false; readonly reason: string };

/** The value of {@link signatureHeader} for a body: an HMAC of the time, a dot and the body, with the secret as its key. */
export function sign(body: string | Uint8Array, secret: string, now: Instant): string {
  const seconds = String(Math.floor(Date.parse(now) / 1000));
  return `t=${seconds},v1=${hmac(seconds, body, secret).toString("hex")}`;
}

/**
 * Whether a body was signed by someone who knows the secret, within five minutes.
 *
 * @param body as it came, byte by byte
 * @param secrets those in use: two while one replaces the other
 */
export function verifySignature(
  header: string | undefined,
  body: string | Uint8Array,
  secrets: string | readonly string[],
  now: Instant,
): Verdict {
  const refused = (reason: string): Verdict => ({ valid: false, reason });
  if (header === undefined || header.length > 1024)
    return refused(`expected a signature in the header ${signatureHeader}, got none`);
  const parts = header.split(",").map((part) => part.trim().split("="));
  const seconds = parts.find(([name]) => name === "t")?.[1] ?? "";
  const given = parts
    .filter(([name, value]) => name === "v1" && /^[0-9a-f]{64}$/i.test(value ?? ""))
    .map(([, value]) => value ?? "");
  if (!/^\d{1,12}$/.test(seconds) || given.length === 0)
    return refused("expected a signature such as t=1764000000,v1=…, got another text");
  const usable = [secrets].flat().filter((secret) => secret.length >= shortestSecret);
  if (usable.length === 0)
    return refused(`expected a secret of ${String(shortestSecret)} characters at least, got none`);
  // Before the time: who doesn't know the secret learns nothing of our clock.
  const isSigned = usable.some((secret) => {
    const expected = hmac(seconds, body, secret);
    return given.some((each) => timingSafeEqual(Buffer.from(each, "hex"), expected));
  });
  if (!isSigned) return refused("expected a signature by the webhook's secret, got another one");
  const age = Math.floor(Date.parse(now) / 1000) - Number(seconds);
  if (Math.abs(age) > windowSeconds)
    return refused(`expected a signature of the last ${String(windowSeconds)} seconds, got one of ${String(age)} ago`);
  // By what was signed, not by the signature: with two secrets, there are two of the same.
  return {
    valid: true,
    replayKey: `signature ${createHash("sha256").update(`${seconds}.`).update(body).digest("hex")}`,
  };
}

/**
 * Whether a sender that can't sign, such as Alertmanager, knows the secret, which it sends as a bearer token. Nothing tells
 * a replay then; reports are known by their ids and times.
 */
export function isBearer(header: string | undefined, secrets: string | readonly string[]): boolean {
  const token = /^Bearer (\S{1,1024})$/i.exec(header ?? "")?.[1] ?? "";
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return [secrets]
    .flat()
    .filter((secret) => secret.length >= shortestSecret)
    .some((secret) => timingSafeEqual(digest(token), digest(secret)));
}

function hmac(seconds: string, body: string | Uint8Array, secret: string): Buffer {
  return createHmac("sha256", secret).update(`${seconds}.`).update(body).digest();
}
