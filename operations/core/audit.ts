import { createHash } from "node:crypto";
import type { Recorded } from "./decider";

/** One line of the audit log. Each holds the hash of the one before, so that none can be changed, dropped or moved unseen. */
export interface AuditEntry {
  /** Its place in the log, from 1. */
  readonly sequence: number;
  /** The hash of the entry before; 64 zeros for the first. */
  readonly previous: string;
  readonly recorded: Recorded<unknown>;
  /** SHA-256, in hexadecimal, of `sequence`, `previous` and the record as canonical JSON. */
  readonly hash: string;
}

/** What the first entry follows. */
export const genesis: Pick<AuditEntry, "sequence" | "hash"> = { sequence: 0, hash: "0".repeat(64) };

/** The entry that follows another one. */
export function follow(last: Pick<AuditEntry, "sequence" | "hash">, recorded: Recorded<unknown>): AuditEntry {
  const sequence = last.sequence + 1;
  return { sequence, previous: last.hash, recorded, hash: hashOf(sequence, last.hash, recorded) };
}

/** The first entry that does not follow the one before it, if any. The end can only be checked against a known last hash. */
export function firstBroken(
  entries: Iterable<AuditEntry>,
  from: Pick<AuditEntry, "sequence" | "hash"> = genesis,
): AuditEntry | undefined {
  let last = from;
  for (const entry of entries) {
    const { sequence, previous, recorded, hash } = entry;
    if (sequence !== last.sequence + 1 || previous !== last.hash || hash !== hashOf(sequence, previous, recorded)) {
      return entry;
    }
    last = entry;
  }
  return undefined;
}

function hashOf(sequence: number, previous: string, recorded: Recorded<unknown>): string {
  return createHash("sha256")
    .update(canonical([sequence, previous, recorded]))
    .digest("hex");
}

/** JSON with sorted names and without spaces (RFC 8785 for what events hold), so that any store's JSON gives the same hash. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
