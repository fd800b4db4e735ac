import type { Instant } from "../../core/decider";
import type { Desk } from "../../desk/desk";
import { logError } from "./batch";

export interface SweepSettings {
  /** How many at most. @default 500 */
  readonly most?: number;
  /** What was due then. @default now */
  readonly at?: Instant;
  /** What is done about each. @default what the desk does */
  readonly handle?: (stream: string) => Promise<void>;
}

/**
 * Lets what is due of a kind do what it has to. What fails doesn't keep the rest: it is logged at once, as the function may be
 * ended before all are done, and stays due.
 */
export async function sweepKind(
  desk: Desk,
  kind: string,
  { most = 500, at = desk.now(), handle = (stream) => desk.work(stream) }: SweepSettings = {},
): Promise<{ readonly done: number; readonly failures: number }> {
  const streams = await desk.store.due(at, most, kind);
  let failures = 0;
  for (const stream of streams) {
    try {
      await handle(stream);
    } catch (error) {
      failures += 1;
      logError(stream, error);
    }
  }
  return { done: streams.length - failures, failures };
}
