import * as assert from "node:assert/strict";
import fc from "fast-check";
import { firstBroken } from "../../../operations/core/audit";
import { after } from "../../../operations/core/decider";
import type { Change, Outbox, Outcome, Store } from "../../../operations/core/store";
import { Desk } from "../../../operations/desk/desk";
import type { Finding } from "../../../operations/findings/finding";
import { SqliteStore } from "../../../operations/store/sqlite";
import type { Ticket } from "../../../operations/tickets/ticket";
import { findingOf, start } from "../tickets/fixture";
import { settings } from "./fixture";

class Killed extends Error {}

/** A desk whose process ends before or after chosen changes of its store, and whose messages are counted by their event. */
class Trial {
  readonly store = SqliteStore.open();
  readonly sent = new Map<string, number>();
  now = start;
  #changes = 0;
  readonly #kills: Set<number>;

  constructor(kills: readonly number[]) {
    this.#kills = new Set(kills);
  }

  /** A new process on what the one before left. */
  desk(): Desk {
    const { store } = this;
    const dying: Store & Outbox = {
      ...{ load: (stream) => store.load(stream), history: (stream) => store.history(stream) },
      ...{ knows: (commandId) => store.knows(commandId), holder: (key) => store.holder(key) },
      ...{ due: (now, limit) => store.due(now, limit), list: (list, options) => store.list(list, options) },
      ...{ unsettled: (limit) => store.unsettled(limit), close: () => store.close() },
      commit: (change) => this.#kill(() => store.commit(change)),
      settle: (events) => this.#kill(() => store.settle(events)),
    };
    const connector = {
      send: ({ event, target }: { event: string; target?: string }) => {
        const key = `${event} ${target ?? ""}`;
        this.sent.set(key, (this.sent.get(key) ?? 0) + 1);
        return Promise.resolve(undefined);
      },
    };
    return new Desk(
      dying,
      settings,
      () => Promise.resolve(connector),
      () => this.now,
    );
  }

  async #kill<T>(change: () => Promise<T>): Promise<T> {
    const place = ++this.#changes * 2;
    if (this.#kills.delete(place)) throw new Killed();
    const made = await change();
    if (this.#kills.delete(place + 1)) throw new Killed();
    return made;
  }

  /** Runs, and again from the start in a new process whenever one was killed. */
  async surely(run: (desk: Desk) => Promise<unknown>): Promise<void> {
    for (;;) {
      try {
        await run(this.desk());
        return;
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
    }
  }

  async live(findings: readonly Finding[]): Promise<void> {
    for (const finding of findings) await this.surely((desk) => desk.report(finding));
    for (let minute = 0; minute < 40; minute += 5) {
      this.now = after(start, minute);
      for (let round = 0; round < 3; round++) {
        await this.surely((desk) => desk.drain(outboxOf(desk)));
        await this.surely(async (desk) => {
          const { failed } = await desk.sweep();
          if (failed[0]) throw failed[0].error;
        });
      }
    }
  }

  /** The tickets without what chance gave them, and how often each was told. */
  async outcome() {
    const { aggregates } = await this.store.list("ticket/open", { limit: 1000 });
    const open = aggregates.map(({ state }) => state as Ticket);
    const told = (id: string) =>
      [...this.sent.keys()]
        .filter((key) => key.startsWith(`ticket/${id}@`))
        .map((key) => key.replace(id, "T"))
        .sort();
    return open
      .map(({ id, seen, state, escalation, finding }) => ({
        resource: finding.resource,
        seen,
        state,
        level: escalation.level,
        told: told(id),
      }))
      .sort((a, b) => (a.resource < b.resource ? -1 : 1));
  }
}

const outboxOf = (desk: Desk) => desk.store as Store & Outbox;

const findings = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 9 })), { minLength: 1, maxLength: 8 })
  .map((all) => all.map(([resource, id]) => findingOf({ id: `f${String(id)}`, resource: `r${String(resource)}` })));

describe("a desk whose process is killed", () => {
  it("ends as one that never was, wherever it was killed, and tells nobody less", async () => {
    await fc.assert(
      fc.asyncProperty(
        findings,
        fc.array(fc.integer({ min: 2, max: 120 }), { maxLength: 12 }),
        async (reported, kills) => {
          const [calm, killed] = [new Trial([]), new Trial(kills)];
          await calm.live(reported);
          await killed.live(reported);
          assert.deepEqual(await killed.outcome(), await calm.outcome());
          assert.equal(firstBroken(killed.store.audit()), undefined);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("tells twice at most for each time that it was killed", async () => {
    await fc.assert(
      fc.asyncProperty(
        findings,
        fc.array(fc.integer({ min: 2, max: 120 }), { maxLength: 12 }),
        async (reported, kills) => {
          const trial = new Trial(kills);
          await trial.live(reported);
          const extra = [...trial.sent.values()].reduce((sum, times) => sum + times - 1, 0);
          assert.ok(extra <= kills.length);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("two desks on one store", () => {
  it("make one ticket of one finding, and count every other report of it once", async () => {
    await fc.assert(
      fc.asyncProperty(findings, async (reported) => {
        const trial = new Trial([]);
        const [one, other] = [trial.desk(), trial.desk()];
        await Promise.all(reported.flatMap((finding) => [one.report(finding), other.report(finding)]));
        const tickets = await trial.outcome();
        const distinct = new Map<string, Set<string>>();
        for (const { resource, id } of reported) distinct.set(resource, (distinct.get(resource) ?? new Set()).add(id));
        assert.deepEqual(
          tickets.map(({ resource, seen }) => [resource, seen.count]),
          [...distinct].map(([resource, ids]) => [resource, ids.size]).sort(),
        );
      }),
    );
  });

  it("send what both try at the same time to the other system under the same event", async () => {
    const trial = new Trial([]);
    const [one, other] = [trial.desk(), trial.desk()];
    await one.report(findingOf());
    await Promise.all([one.drain(trial.store), other.drain(trial.store)]);
    await Promise.all([one.sweep(), other.sweep()]);
    assert.equal(trial.sent.size, 1);
  });
});

describe("a store that refuses for a while", () => {
  it("loses nothing: what failed is due until it is done", async () => {
    const trial = new Trial([]);
    const desk = trial.desk();
    await desk.report(findingOf());
    const commit = desk.store.commit.bind(desk.store);
    const failing = (_: Change): Promise<Outcome> => Promise.reject(new Error("the store is full"));
    desk.store.commit = failing;
    await assert.rejects(desk.drain(outboxOf(desk)), /full/);
    trial.now = after(start, 20);
    const { done, failed } = await desk.sweep();
    assert.deepEqual([done, failed.length], [0, 1]);
    desk.store.commit = commit;
    await desk.drain(outboxOf(desk));
    await desk.sweep();
    assert.equal((await trial.outcome())[0]?.level, 1);
  });
});
