import type { Instant } from "../core/decider";

/** The time, and what happens again and again in it. */
export interface Clock {
  now(): Instant;
  /**
   * Runs something now and then, never twice at once.
   *
   * @returns what ends it
   */
  every(milliseconds: number, run: () => Promise<void>): () => void;
}

export const systemClock: Clock = {
  now: () => new Date().toISOString(),
  every(milliseconds, run) {
    let timer: NodeJS.Timeout;
    let isOver = false;
    const next = () => {
      timer = setTimeout(() => {
        void run().finally(() => {
          if (!isOver) next();
        });
      }, milliseconds);
    };
    next();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  },
};
