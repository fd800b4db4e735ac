import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { KeptToken, Tokens } from "../api/tokens";
import type { Instant } from "../core/decider";
import { UserError } from "../../policies/core/user-error";

const nameOf = (folder: string) => join(folder, "tokens.json");

/** The tokens of a desk's folder: read anew when the file has changed, so that a new token counts at once. */
export function tokensOf(folder: string): Tokens {
  let read: { readonly stamp: string; readonly tokens: ReadonlyMap<string, KeptToken> } | undefined;
  return {
    find(hash) {
      const stamp = stampOf(nameOf(folder));
      if (read?.stamp !== stamp) {
        read = { stamp, tokens: new Map(readTokens(folder).map((token) => [token.hash, token])) };
      }
      return Promise.resolve(read.tokens.get(hash));
    },
  };
}

/** Keeps one more; those that have expired go. */
export function addToken(folder: string, kept: KeptToken, now: Instant): void {
  write(folder, [...readTokens(folder).filter(({ expiresAt }) => expiresAt > now), kept]);
}

/**
 * Takes back the tokens of a person, or the one of an id.
 *
 * @returns how many there were
 */
export function removeTokens(folder: string, personOrId: string): number {
  const all = readTokens(folder);
  const left = all.filter(({ person, id }) => person !== personOrId && id !== personOrId);
  if (left.length < all.length) write(folder, left);
  return all.length - left.length;
}

export function readTokens(folder: string): readonly KeptToken[] {
  const path = nameOf(folder);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  try {
    return (JSON.parse(text) as { tokens: KeptToken[] }).tokens;
  } catch {
    throw new UserError(`expected ${path} to hold a desk's tokens, got something else`);
  }
}

/** Whoever reads it sees the old file or the new one. */
function write(folder: string, tokens: readonly KeptToken[]): void {
  const path = nameOf(folder);
  const beside = `${path}.${randomBytes(4).toString("hex")}`;
  writeFileSync(beside, `${JSON.stringify({ tokens }, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(beside, path);
}

function stampOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${String(stat.ino)} ${String(stat.mtimeMs)} ${String(stat.size)}` : "none";
}

/** What sessions are signed with: made when it is first needed, and kept, so that nobody is signed out by a restart. */
export function sessionKeyOf(folder: string): Uint8Array {
  const path = join(folder, "session.key");
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  const key = randomBytes(32);
  writeFileSync(path, key, { mode: 0o600, flag: "wx" });
  return key;
}
