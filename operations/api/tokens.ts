import { createHash, randomBytes } from "node:crypto";
import type { Instant } from "../core/decider";

/** A token as it is kept: who holds the text can't get in with what is kept. */
export interface KeptToken {
  /** The first 12 digits of its hash: what lists and records call it. */
  readonly id: string;
  readonly person: string;
  /** SHA-256 in hexadecimal. A token has 256 random bits, so a slow hash would protect nothing further. */
  readonly hash: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** Where tokens are kept. */
export interface Tokens {
  /** The token of a hash, also one that has expired. */
  find(hash: string): Promise<KeptToken | undefined>;
}

const prefix = "grd_";

/** A token that is new, and what is kept of it. */
export function newToken(person: string, now: Instant, expiresAt: Instant): { token: string; kept: KeptToken } {
  const token = `${prefix}${randomBytes(32).toString("base64url")}`;
  const hash = hashOf(token);
  return { token, kept: { id: hash.slice(0, 12), person, hash, createdAt: now, expiresAt } };
}

/** The token that a text is, if it is one that counts now. */
export async function tokenOf(tokens: Tokens, text: string, now: Instant): Promise<KeptToken | undefined> {
  if (!text.startsWith(prefix)) return undefined;
  const kept = await tokens.find(hashOf(text));
  return kept && kept.expiresAt > now ? kept : undefined;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
