import type { Health } from "../api/context";
import type { Instant } from "../core/decider";
import type { Outbox, Store } from "../core/store";
import type { Clock } from "./clock";
import { type Desk, othersTurn } from "./desk";

/** How many of what is slow are under way at a time. */
const atOnce = 8;
const mostDue = 10_000;

export interface Worker {
  /** Something has changed: acts on it soon. */
  readonly wake: () => void;
  /** Moves what is due. */
  readonly sweep: () => Promise<void>;
  readonly health: () => Health;
  /** Waits for what has begun. */
  readonly finish: () => Promise<void>;
}

/** Acts on events and on the clock. What fails is told by {@link Worker.health}, and tried again. */
export function deskWorker(desk: Desk, store: Store & Outbox, clock: Clock, log: (line: string) => void): Worker {
  let draining: Promise<void> | undefined;
  let isAsked = false;
  let sweptAt: Instant | undefined;
  const underWay = new Map<string, Promise<void>>();
  let waiting: string[] = [];
  const failing = new Map<string, string>();
  const attempt = async (what: string, run: () => Promise<unknown>) => {
    try {
      await run();
      failing.delete(what);
    } catch (error) {
      if (!failing.has(what)) log(`${what}: ${(error as Error).stack ?? String(error)}`);
      failing.set(what, `${what}: ${String(error)}`);
    }
  };
  const drain = async () => {
    do {
      isAsked = false;
      await attempt("acting on events", () => desk.drain(store));
    } while (isAsked && !failing.has("acting on events"));
  };
  const wake = () => {
    isAsked = true;
    draining ??= drain().finally(() => (draining = undefined));
  };
  const begin = (stream: string) => {
    const work = attempt(stream, () => desk.work(stream)).finally(() => {
      underWay.delete(stream);
      // The next at once, and not when the clock comes round: it would be eight a second.
      fill();
      wake();
    });
    underWay.set(stream, work);
  };
  const fill = () => {
    while (underWay.size < atOnce) {
      const next = waiting.shift();
      if (next === undefined) return;
      if (!underWay.has(next)) begin(next);
    }
  };
  return {
    wake,
    async sweep() {
      await attempt("the clock", async () => {
        const due = await store.due(clock.now(), mostDue);
        waiting = due.filter((stream) => desk.isSlow(stream) && !underWay.has(stream));
        fill();
        for (const stream of due.filter((each) => !desk.isSlow(each))) {
          await attempt(stream, () => desk.work(stream));
          await othersTurn();
        }
        sweptAt = clock.now();
      });
      wake();
      await draining;
    },
    health: () => ({ sweptAt, failing: [...failing.values()].slice(0, 20) }),
    async finish() {
      waiting = [];
      await Promise.all(underWay.values());
      wake();
      await draining;
    },
  };
}
