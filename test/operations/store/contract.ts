import * as assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import fc from "fast-check";
import type { Recorded } from "../../../operations/core/decider";
import type { Change, Outbox, Store } from "../../../operations/core/store";

/** A store that holds nothing. */
export type Fresh = () => Promise<Store & Outbox>;

const start = Date.parse("2026-11-24T09:00:00.000Z");
const at = (minute: number) => new Date(start + minute * 60_000).toISOString();

function event(stream: string, version: number, minute: number): Recorded<unknown> {
  return { stream, version, at: at(minute), by: "user:ana", event: { type: "Changed", minute, text: 'ä\u0000 "€" 🜂' } };
}

/** A change by one event. */
function change(stream: string, expected: number, more: Partial<Change> & { minute?: number } = {}): Change {
  const { minute = 0, ...rest } = more;
  const state = { after: expected + 1, minute };
  return { ...{ stream, expected, state, found: {}, events: [event(stream, expected + 1, minute)] }, ...rest };
}

/**
 * What every store of ours does, told by its answers only.
 *
 * @param races whether to believe the store when many come at once
 */
export function testStore(title: string, fresh: Fresh, races = true): void {
  describe(title, () => {
    let store: Store & Outbox;
    before(async () => {
      store = await fresh();
    });
    after(() => store.close());

    it("gives back what was committed, to the letter", async () => {
      assert.equal(await store.load("thing/letter"), undefined);
      const state = { text: 'é\n\u2028"\\', number: 1.5e-7, none: null, list: [1, [2]], empty: {}, blank: "" };
      const first = change("thing/letter", 0, { state });
      assert.equal(await store.commit(first), "done");
      assert.deepEqual(await store.load("thing/letter"), { stream: "thing/letter", version: 1, state });
      assert.deepEqual(await store.history("thing/letter"), first.events);
      assert.deepEqual(await store.history("thing/lett"), []);
    });

    it("keeps several events of one change in order, beyond nine and ninety-nine", async () => {
      const events = Array.from({ length: 95 }, (_none, index) => event("thing/long", index + 1, index));
      assert.equal(await store.commit({ ...change("thing/long", 0), events }), "done");
      const more = Array.from({ length: 20 }, (_none, index) => event("thing/long", index + 96, index + 95));
      assert.equal(await store.commit({ ...change("thing/long", 95), events: more }), "done");
      assert.deepEqual(await store.history("thing/long"), [...events, ...more]);
      assert.equal((await store.load("thing/long"))?.version, 115);
    });

    it("makes no change that was decided on another version, and nothing of it", async () => {
      await store.commit(change("thing/version", 0));
      for (const expected of [0, 2]) {
        const late = change("thing/version", expected, {
          commandId: "late",
          claim: { key: "late" },
          found: { dueAt: at(0) },
        });
        assert.equal(await store.commit(late), "conflict");
      }
      assert.equal((await store.load("thing/version"))?.version, 1);
      assert.equal((await store.history("thing/version")).length, 1);
      assert.equal(await store.knows("late"), false);
      assert.equal(await store.holder("late"), undefined);
      assert.ok(!(await store.due(at(1), 100)).includes("thing/version"));
    });

    it("makes a change with a command's id once, whatever it was decided on", async () => {
      assert.equal(await store.knows("once"), false);
      assert.equal(await store.commit(change("thing/once", 0, { commandId: "once" })), "done");
      assert.equal(await store.knows("once"), true);
      for (const again of [change("thing/once", 0), change("thing/once", 1), change("thing/other", 0)]) {
        assert.equal(await store.commit({ ...again, commandId: "once" }), "repeated");
      }
      assert.equal(await store.load("thing/other"), undefined);
      assert.equal(await store.commit(change("thing/once", 1, { commandId: "o".repeat(5000) })), "done");
      assert.equal(await store.knows("o".repeat(5000)), true);
    });

    it("lets one stream hold a key, and another only from the one that does", async () => {
      const claim = { key: "target host/i-1" };
      assert.equal(await store.commit(change("thing/a", 0, { claim })), "done");
      assert.equal(await store.holder(claim.key), "thing/a");
      assert.equal(await store.commit(change("thing/b", 0, { claim })), "conflict");
      assert.equal(await store.commit(change("thing/b", 0, { claim: { ...claim, from: "thing/c" } })), "conflict");
      assert.equal(await store.load("thing/b"), undefined);
      assert.equal(await store.commit(change("thing/b", 0, { claim: { ...claim, from: "thing/a" } })), "done");
      assert.equal(await store.holder(claim.key), "thing/b");
    });

    it("lets one of twenty win that change the same at once", async function () {
      if (!races) this.skip();
      await store.commit(change("thing/race", 0));
      const racers = Array.from({ length: 20 }, (_none, minute) => store.commit(change("thing/race", 1, { minute })));
      const outcomes = await Promise.all(racers);
      assert.deepEqual(outcomes.sort(), [...Array<string>(19).fill("conflict"), "done"]);
      const [, winner] = await store.history("thing/race");
      const { state } = (await store.load("thing/race")) ?? assert.fail();
      assert.deepEqual(winner, event("thing/race", 2, (state as { minute: number }).minute));
    });

    it("lets one of twenty win that claim the same or come with the same command", async function () {
      if (!races) this.skip();
      for (const [name, more] of [
        ["claim", { claim: { key: "race" } }],
        ["command", { commandId: "race" }],
      ] as const) {
        const racers = Array.from({ length: 20 }, (_none, index) =>
          store.commit(change(`thing/${name}-${String(index)}`, 0, more)),
        );
        const outcomes = await Promise.all(racers);
        assert.equal(outcomes.filter((outcome) => outcome === "done").length, 1, name);
        const winner = outcomes.indexOf("done");
        for (const index of racers.keys()) {
          assert.equal((await store.load(`thing/${name}-${String(index)}`)) !== undefined, index === winner);
        }
      }
      assert.match((await store.holder("race")) ?? "", /^thing\/claim-/);
    });

    it("knows what is due, the longest overdue first, and forgets what no longer is", async () => {
      const minutes = [5, 3, 9, 1, 7, 2, 8, 4, 6];
      for (const minute of minutes) {
        await store.commit(change(`due/${String(minute)}`, 0, { found: { dueAt: at(10_000 + minute) } }));
      }
      const due = async (minute: number, limit = 100) =>
        (await store.due(at(10_000 + minute), limit)).filter((stream) => stream.startsWith("due/"));
      assert.deepEqual(await due(0), []);
      assert.deepEqual(await due(4), ["due/1", "due/2", "due/3", "due/4"]);
      assert.deepEqual(await due(9, 3), ["due/1", "due/2", "due/3"]);
      await store.commit(change("du/0", 0, { found: { dueAt: at(-1) } }));
      assert.deepEqual(await store.due(at(20_000), 1, "due"), ["due/1"], "another kind doesn't take its place");
      assert.deepEqual(await store.due(at(20_000), 10, "du"), ["du/0"]);
      await store.commit(change("due/1", 1));
      await store.commit(change("due/2", 1, { found: { dueAt: at(10_020) } }));
      assert.deepEqual(await due(4), ["due/3", "due/4"]);
    });

    it("lists the highest order first, page by page, equals by their stream", async () => {
      const orders = ["3 b", "1 a", "3 a", "2 z", "3 a b", "3 a", "10 a"];
      for (const [index, order] of orders.entries()) {
        await store.commit(change(`list/${String(index)}`, 0, { found: { list: "paged", order } }));
      }
      await store.commit(change("list/elsewhere", 0, { found: { list: "paged/not", order: "9" } }));
      const expected = [0, 4, 5, 2, 3, 6, 1].map((index) => `list/${String(index)}`);
      for (const limit of [1, 2, 3, 7, 100]) {
        const seen: string[] = [];
        let after: string | undefined;
        do {
          const page = await store.list("paged", { limit, ...(after !== undefined && { after }) });
          assert.ok(page.aggregates.length <= limit);
          seen.push(...page.aggregates.map(({ stream }) => stream));
          after = page.next;
        } while (after !== undefined);
        assert.deepEqual(seen, expected, `by ${String(limit)}`);
      }
      const { aggregates } = await store.list("paged", { limit: 1 });
      assert.deepEqual(aggregates, [{ stream: "list/0", version: 1, state: { after: 1, minute: 0 } }]);
      await store.commit(change("list/0", 1, { found: { list: "paged/not", order: "1" } }));
      assert.equal((await store.list("paged")).aggregates[0]?.stream, "list/4");
      assert.deepEqual((await store.list("nowhere")).aggregates, []);
    });

    it("has every event unsettled, the oldest first, until it is settled", async () => {
      const unsettled = async () => (await store.unsettled(1000)).filter(({ stream }) => stream.startsWith("outbox/"));
      await store.commit(change("outbox/b", 0, { minute: 1 }));
      await store.commit(change("outbox/a", 0, { minute: 2 }));
      await store.commit(change("outbox/b", 1, { minute: 3 }));
      const expected = [event("outbox/b", 1, 1), event("outbox/a", 1, 2), event("outbox/b", 2, 3)];
      assert.deepEqual(await unsettled(), expected);
      assert.equal((await store.unsettled(2)).length, 2);
      await store.settle(expected.slice(0, 2));
      await store.settle(expected.slice(0, 1));
      assert.deepEqual(await unsettled(), expected.slice(2));
      await store.settle([event("outbox/never", 1, 0)]);
      assert.equal(await store.load("outbox/never"), undefined);
      assert.deepEqual(await store.history("outbox/never"), []);
      assert.deepEqual(await store.history("outbox/b"), [expected[0], expected[2]]);
    });
  });
}

/** A step of a random history: small names, so that steps meet. */
export const steps = fc.array(
  fc.record({
    stream: fc.integer({ min: 0, max: 3 }),
    /** How far the version is off. */
    off: fc.constantFrom(0, 0, 0, 0, -1, 1),
    events: fc.integer({ min: 1, max: 3 }),
    commandId: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
    claim: fc.option(fc.record({ key: fc.integer({ min: 0, max: 2 }), honest: fc.boolean() }), { nil: undefined }),
    dueAt: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
    list: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined }),
    order: fc.string({ unit: "grapheme", maxLength: 3 }),
    settles: fc.boolean(),
  }),
  { minLength: 1, maxLength: 12 },
);
export type Steps = typeof steps extends fc.Arbitrary<infer Value> ? Value : never;

/** What a store says of a history, from its answers to each step to its state in the end. */
export async function told(store: Store & Outbox, world: string, history: Steps): Promise<unknown> {
  const name = (kind: string, of: number) => `${kind}-${world}/${String(of)}`;
  const outcomes: unknown[] = [];
  for (const [minute, step] of history.entries()) {
    const stream = name("random", step.stream);
    const version = (await store.load(stream))?.version ?? 0;
    const expected = Math.max(0, version + step.off);
    const key = step.claim && name("key", step.claim.key);
    const from = key !== undefined && step.claim?.honest === true ? await store.holder(key) : undefined;
    const events = Array.from({ length: step.events }, (_none, index) => event(stream, expected + 1 + index, minute));
    const outcome = await store.commit({
      ...{ stream, expected, events, state: step },
      found: {
        ...(step.dueAt !== undefined && { dueAt: at(-100_000 + step.dueAt) }),
        ...(step.list !== undefined && { list: name("list", step.list), order: step.order }),
      },
      ...(step.commandId !== undefined && { commandId: name("command", step.commandId) }),
      ...(key !== undefined && { claim: { key, ...(from !== undefined && { from }) } }),
    });
    outcomes.push(outcome);
    if (outcome === "done" && step.settles) await store.settle(events.slice(0, 1));
  }
  const each = async <T>(most: number, of: (index: number) => Promise<T>) =>
    Promise.all(Array.from({ length: most }, (_none, index) => of(index)));
  const ours = ({ stream }: { readonly stream: string }) => stream.startsWith(`random-${world}/`);
  return {
    outcomes,
    aggregates: await each(4, (of) => store.load(name("random", of))),
    histories: await each(4, (of) => store.history(name("random", of))),
    commands: await each(6, (of) => store.knows(name("command", of))),
    claims: await each(3, (of) => store.holder(name("key", of))),
    lists: await each(2, async (of) => (await store.list(name("list", of))).aggregates.map(({ stream }) => stream)),
    // Which of those that are due at the same moment comes first is left to the store.
    due: [...(await store.due(at(-100_000 + 20), 10_000))].filter((stream) => ours({ stream })).sort(),
    unsettled: (await store.unsettled(10_000))
      .filter(ours)
      .map(({ stream, version }) => `${stream}@${String(version)}`),
  };
}
