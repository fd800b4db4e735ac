import { UserError } from "../../policies/core/user-error";

/** How deep a finding may be nested. */
export const deepest = 64;
/** How large a finding may be, in bytes of JSON. */
export const largest = 1024 * 1024;

/** Refuses what no source means: it would only use up memory, or the stack of what reads it. */
export function refuseTooLarge(item: unknown, name: string): void {
  // Level by level: a recursion would itself be what has to be prevented.
  let level: unknown[] = [item];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest)
      throw new UserError(`${name}: expected nesting of ${String(deepest)} levels at most, got more`);
    level = level.flatMap((value): unknown[] =>
      typeof value === "object" && value !== null ? Object.values(value) : [],
    );
  }
  const size = Buffer.byteLength(JSON.stringify(item) ?? "");
  if (size > largest) throw new UserError(`${name}: expected ${String(largest)} bytes at most, got ${String(size)}`);
}
