import { isNotKnown } from "../core/value";

/** Whether the statement holds of one part. One that certainly holds is enough, even beside others that aren't known yet. */
export function some<Part>(parts: Iterable<Part>, holds: (part: Part) => boolean): boolean {
  let unknown: Error | undefined;
  for (const part of parts) {
    try {
      if (holds(part)) return true;
    } catch (error) {
      if (!isNotKnown(error)) throw error;
      unknown ??= error;
    }
  }
  if (unknown) throw unknown;
  return false;
}
