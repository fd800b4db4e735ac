import { createHmac, timingSafeEqual } from "node:crypto";
import { type JWTPayload, jwtVerify, SignJWT } from "jose";
import type { Instant } from "../core/decider";

/** How long somebody stays signed in, in hours: a working day. */
export const sessionHours = 8;

export interface Session {
  readonly id: string;
  readonly person: string;
  /** The hash of the token that was shown, when it was one: the session ends with the token. */
  readonly token?: string;
}

/** A text that says who is signed in, which only the holder of the key can write. */
export async function signSession({ id, person, token }: Session, key: Uint8Array, now: Instant): Promise<string> {
  const issued = Math.floor(Date.parse(now) / 1000);
  return new SignJWT({ token })
    .setProtectedHeader({ alg: "HS256" })
    .setAudience("session")
    .setSubject(person)
    .setJti(id)
    .setIssuedAt(issued)
    .setExpirationTime(issued + sessionHours * 3600)
    .sign(key);
}

export async function readSession(text: string, key: Uint8Array, now: Instant): Promise<Session | undefined> {
  const payload = await verified(text, "session", key, now);
  if (!payload?.sub || !payload.jti) return undefined;
  const token = typeof payload["token"] === "string" ? payload["token"] : undefined;
  return { id: payload.jti, person: payload.sub, token };
}

/** What a browser keeps while it is at the identity provider, for ten minutes. */
export async function signKept(kept: Readonly<Record<string, string>>, key: Uint8Array, now: Instant): Promise<string> {
  const issued = Math.floor(Date.parse(now) / 1000);
  return new SignJWT({ kept })
    .setProtectedHeader({ alg: "HS256" })
    .setAudience("sign-in")
    .setExpirationTime(issued + 600)
    .sign(key);
}

export async function readKept(text: string, key: Uint8Array, now: Instant) {
  const payload = await verified(text, "sign-in", key, now);
  return payload && (payload["kept"] as Readonly<Record<string, string>>);
}

async function verified(
  text: string,
  audience: string,
  key: Uint8Array,
  now: Instant,
): Promise<JWTPayload | undefined> {
  try {
    const options = { algorithms: ["HS256"], audience, currentDate: new Date(now) };
    return (await jwtVerify(text, key, options)).payload;
  } catch {
    return undefined;
  }
}

/** What a form of a session has to bring along, so that no other site can send it. */
export function formToken({ id }: Session, key: Uint8Array): string {
  return createHmac("sha256", key).update(`form ${id}`).digest("base64url");
}

export function isFormToken(given: string, session: Session, key: Uint8Array): boolean {
  const expected = Buffer.from(formToken(session, key));
  const actual = Buffer.from(given);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
