import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { faultsOf, type Schedule, schedules, setSchedules } from "../../../operations/containment/schedule";
import { Refusal } from "../../../operations/core/decider";
import { execute } from "../../../operations/core/execute";
import type { ScheduleSettings } from "../../../operations/settings/settings";
import { SqliteStore } from "../../../operations/store/sqlite";

const target = "ecs-service/123456789012/eu-west-1/test/web";
const nights: ScheduleSettings = { targets: [target], off: "0 20 * * *", on: "0 7 * * *", timezone: "Europe/Berlin" };

function set(given: ScheduleSettings, now: string): Schedule {
  return run(undefined, { type: "set", name: "nights", given }, now)[0]!;
}

function run(schedule: Schedule | undefined, command: Parameters<typeof schedules.decide>[1], now: string) {
  const decided = schedules.decide(schedule, command, now);
  assert.ok(!(decided instanceof Refusal));
  let reached = schedule;
  for (const event of decided) {
    reached = schedules.evolve(reached, { stream: "schedule/nights", version: 1, at: now, by: "clock", event });
  }
  return [reached, decided] as const;
}

/** What happens until a moment when the desk looks each time that something is due. */
function switches(given: ScheduleSettings, from: string, until: string): string[] {
  let schedule = set(given, from);
  const seen: string[] = [];
  while (schedule.next !== undefined && schedule.next < until) {
    const at = schedule.next;
    const [next, events] = run(schedule, { type: "tick" }, at);
    for (const event of events) if (event.type === "ScheduleSwitched") seen.push(`${at.slice(0, 16)} ${event.to}`);
    schedule = next!;
  }
  return seen;
}

describe("A schedule", () => {
  it("goes by the clock of its place when that is put forward", () => {
    assert.deepEqual(switches(nights, "2026-03-28T12:00:00.000Z", "2026-03-30T12:00:00.000Z"), [
      ...["2026-03-28T19:00 off", "2026-03-29T05:00 on", "2026-03-29T18:00 off", "2026-03-30T05:00 on"],
    ]);
  });

  it("goes by the clock of its place when that is put back", () => {
    assert.deepEqual(switches(nights, "2026-10-24T12:00:00.000Z", "2026-10-26T12:00:00.000Z"), [
      ...["2026-10-24T18:00 off", "2026-10-25T06:00 on", "2026-10-25T19:00 off", "2026-10-26T06:00 on"],
    ]);
  });

  it("switches once in the hour that comes twice, and stays on when the hour it is off in is missing", () => {
    const small = { ...nights, off: "15 2 * * *", on: "45 2 * * *" };
    const seen = (day: string) => switches(small, `${day}T00:00:00.000Z`, `${day}T12:00:00.000Z`);
    assert.deepEqual(seen("2026-10-25"), ["2026-10-25T00:15 off", "2026-10-25T00:45 on"]);
    assert.deepEqual(seen("2026-03-29"), ["2026-03-29T01:00 on"]);
  });

  it("catches up with what came last, however long nobody looked", () => {
    const schedule = set(nights, "2026-11-24T12:00:00.000Z");
    const cases = [
      ["2026-11-24T19:00:00.000Z", "off"],
      ["2026-11-25T03:00:00.000Z", "off"],
      ["2026-11-25T06:00:00.000Z", "on"],
      ["2026-12-20T22:00:00.000Z", "off"],
      ["2026-12-20T12:00:00.000Z", "on"],
    ] as const;
    for (const [now, to] of cases) {
      const [, events] = run(schedule, { type: "tick" }, now);
      assert.deepEqual(
        events.map((event) => event.type === "ScheduleSwitched" && event.to),
        [to],
        now,
      );
    }
  });

  it("begins with its next time, and does nothing before", () => {
    const schedule = set(nights, "2026-11-24T22:00:00.000Z");
    assert.equal(schedule.next, "2026-11-25T06:00:00.000Z");
    assert.deepEqual(schedules.decide(schedule, { type: "tick" }, "2026-11-25T05:59:59.999Z"), []);
  });

  it("ends in the same state however often one looks", () => {
    const moments = fc.array(fc.integer({ min: 0, max: 10 * 24 * 60 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(moments, (minutes) => {
        const start = "2026-10-20T12:00:00.000Z";
        const at = (minute: number) => new Date(Date.parse(start) + minute * 60_000).toISOString();
        const sorted = [...minutes].sort((a, b) => a - b);
        let often = set(nights, start);
        for (const minute of sorted) often = run(often, { type: "tick" }, at(minute))[0]!;
        const once = run(set(nights, start), { type: "tick" }, at(sorted.at(-1)!))[0]!;
        assert.deepEqual([often.isOff, often.next], [once.isOff, once.next]);
      }),
    );
  });

  it("lets go of targets that it no longer has, and of all when the settings drop it", async () => {
    const store = SqliteStore.open();
    const other = "flag/123456789012/eu-west-1/checkout";
    const both = { ...nights, targets: [target, other] };
    const parts = { protected: [], perHour: 5, production: [], reviewHours: 24 };
    await setSchedules(store, { ...parts, schedules: { nights: both } }, "2026-11-24T12:00:00.000Z");
    const tick = { id: "nights", command: { type: "tick" as const }, by: "clock" };
    await execute(store, schedules, tick, "2026-11-24T20:00:00.000Z");
    await setSchedules(store, { ...parts, schedules: { nights } }, "2026-11-24T21:00:00.000Z");
    await setSchedules(store, parts, "2026-11-24T22:00:00.000Z");
    const dropped = (await store.history("schedule/nights")).map(
      ({ event }) => (event as { dropped?: string[] }).dropped,
    );
    assert.deepEqual(dropped, [[], undefined, [other], [target]]);
    assert.deepEqual(await store.due("2027-01-01T00:00:00.000Z", 10), []);
  });

  it("that can't be followed is refused with what is wrong", () => {
    const cases: readonly [Partial<ScheduleSettings>, RegExp][] = [
      [{ off: "every night" }, /expected schedule nights to say when it is off as cron does, got every night/],
      [{ timezone: "Europe/Atlantis" }, /Europe\/Atlantis/],
      [{ targets: [] }, /expected schedule nights to name targets, got none/],
      [{ targets: ["bucket/1"] }, /expected a target of kind host, .*got bucket\/1/],
      [{ on: nights.off }, /at different times/],
      [{ off: "0 0 30 2 *" }, /never comes/],
    ];
    for (const [change, pattern] of cases) assert.match(faultsOf("nights", { ...nights, ...change }).join(), pattern);
    assert.deepEqual(faultsOf("nights", nights), []);
  });
});
