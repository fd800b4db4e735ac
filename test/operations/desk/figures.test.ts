import * as assert from "node:assert/strict";
import fc from "fast-check";
import { after, type Instant } from "../../../operations/core/decider";
import { Desk } from "../../../operations/desk/desk";
import { ages, figuresOf, recentTickets, type Times } from "../../../operations/desk/figures";
import { SqliteStore } from "../../../operations/store/sqlite";
import type { Ticket } from "../../../operations/tickets/ticket";
import { severities } from "../../../policies/core/rule";
import { anySeverity, findingOf, route, start } from "../tickets/fixture";
import { settings } from "./fixture";

const now = after(start, 20 * 24 * 60);

interface Life {
  readonly opened: number;
  readonly acknowledged?: number;
  readonly resolved?: number;
}

/** A ticket with the service levels of the fixture: an hour to acknowledge, a day to resolve. Times in minutes after the start. */
function ticketOf({ opened, acknowledged, resolved }: Life, changes: Partial<Ticket> = {}): Ticket {
  const at = (minutes: number): Instant => after(start, minutes);
  const missed = (allowed: number, done: number | undefined) =>
    (done ?? Infinity) > allowed && now >= at(opened + allowed);
  const state = resolved !== undefined ? "resolved" : acknowledged !== undefined ? "acknowledged" : "triggered";
  const ticket = {
    ...{ ...route, id: "T-1", key: "", finding: findingOf(), state, openedAt: at(opened), reopened: 0, links: {} },
    deadlines: {
      acknowledge: { at: at(opened + 60), missed: missed(60, acknowledged ?? resolved) },
      resolve: { at: at(opened + 1440), missed: missed(1440, resolved) },
    },
    ...(acknowledged !== undefined && { firstAcknowledgedAt: at(opened + acknowledged) }),
    ...(resolved !== undefined && {
      resolved: { by: "", at: at(opened + resolved), resolution: "fixed", closesAt: now },
    }),
  };
  return { ...ticket, ...changes } as unknown as Ticket;
}

const life: fc.Arbitrary<Ticket> = fc
  .record(
    {
      opened: fc.integer({ min: 0, max: 19 * 1440 }),
      acknowledged: fc.nat(1439),
      resolved: fc.integer({ min: 1, max: 1439 }),
    },
    { requiredKeys: ["opened"] },
  )
  .chain((each) =>
    fc
      .record({ severity: anySeverity, department: fc.constantFrom("security", "platform", "shop") })
      .map((changes) => ticketOf(each, changes)),
  );

describe("figures", () => {
  it("are the times to acknowledge and to resolve, in minutes", () => {
    const tickets = [10, 20, 30, 100].map((minutes) =>
      ticketOf({ opened: 0, acknowledged: minutes, resolved: minutes * 2 }),
    );
    const { acknowledge, resolve } = figuresOf([...tickets, ticketOf({ opened: 0 })], { now });
    assert.deepEqual(acknowledge, { count: 4, mean: 40, median: 20, p90: 100, p95: 100, longest: 100 });
    assert.deepEqual(resolve, { count: 4, mean: 80, median: 40, p90: 200, p95: 200, longest: 200 });
    assert.deepEqual(figuresOf([], { now }).acknowledge, { count: 0 });
  });

  it("count a deadline as missed from its moment on, also before the clock says so, and as kept when it was", () => {
    const late = ticketOf({ opened: 0, acknowledged: 90, resolved: 100 });
    const silent = ticketOf({ opened: 20 * 1440 - 90 });
    const unsaid = {
      ...silent,
      deadlines: { ...silent.deadlines, acknowledge: { ...silent.deadlines.acknowledge, missed: false } },
    };
    const clearedBySource = ticketOf({ opened: 0, resolved: 30 });
    const { deadlines } = figuresOf([late, unsaid, clearedBySource], { now });
    assert.deepEqual(deadlines, { acknowledge: { due: 3, missed: 2 }, resolve: { due: 2, missed: 0 } });
  });

  it("put open tickets under their severity and age", () => {
    const hours = [0.5, 1, 30, 24 * 8, 24 * 19];
    const tickets = hours.map((each) => ticketOf({ opened: 20 * 1440 - each * 60 }, { severity: "low" }));
    const { openByAge, open } = figuresOf([...tickets, ticketOf({ opened: 0, resolved: 1 })], { now });
    assert.deepEqual(openByAge, {
      critical: [0, 0, 0, 0, 0],
      high: [0, 0, 0, 0, 0],
      medium: [0, 0, 0, 0, 0],
      low: [1, 1, 1, 2, 0],
    });
    assert.equal(open, 5);
    assert.equal(ages.length, 5);
  });

  it("go over days by a place's clock", () => {
    const evening = ticketOf({ opened: 14 * 60 + 30 });
    const of = (timezone: string) => figuresOf([evening], { now: after(start, 1440), days: 2, timezone }).days;
    assert.deepEqual(
      of("UTC").map(({ day, opened }) => [day, opened.high]),
      [
        ["2026-11-24", 1],
        ["2026-11-25", 0],
      ],
    );
    assert.deepEqual(
      of("Europe/Berlin").map(({ opened }) => opened.high),
      [0, 1],
    );
  });

  it("add up, in any order, and lie between the shortest and the longest", () => {
    fc.assert(
      fc.property(fc.array(life, { maxLength: 40 }), (tickets) => {
        const figures = figuresOf(tickets, { now, days: 30 });
        assert.deepEqual(figuresOf([...tickets].reverse(), { now, days: 30 }).departments, figures.departments);
        const teams = Object.values(figures.departments);
        const sum = (value: (team: (typeof teams)[number]) => number) =>
          teams.reduce((total, each) => total + value(each), 0);
        assert.equal(
          sum(({ open }) => open),
          figures.open,
        );
        assert.equal(
          sum(({ acknowledge }) => acknowledge.count),
          figures.acknowledge.count,
        );
        assert.equal(
          sum(({ deadlines }) => deadlines.resolve.missed),
          figures.deadlines.resolve.missed,
        );
        const aged = severities.flatMap((severity) => figures.openByAge[severity]).reduce((a, b) => a + b, 0);
        assert.equal(aged, figures.open);
        const opened = figures.days.flatMap((day) => Object.values(day.opened)).reduce((a, b) => a + b, 0);
        assert.equal(opened, tickets.length);
        for (const times of [figures.acknowledge, figures.resolve]) assertOrdered(times);
      }),
    );
  });

  function assertOrdered({ count, mean = 0, median = 0, p90 = 0, p95 = 0, longest = 0 }: Times): void {
    if (count === 0) return;
    assert.ok(median <= p90 && p90 <= p95 && p95 <= longest);
    assert.ok(mean >= 0 && mean <= longest + 1e-6);
  }

  it("are read of a store: all that is open, and what was done lately", async () => {
    const store = SqliteStore.open();
    let at = start;
    const desk = new Desk(
      store,
      settings,
      () => Promise.reject(new Error("unused")),
      () => at,
    );
    const report = (name: string, status: "active" | "resolved") =>
      desk.report(findingOf({ resource: name, status, at }));
    for (const name of ["old and open", "old and done"]) await report(name, "active");
    await report("old and done", "resolved");
    at = now;
    for (const name of ["new and open", "new and done"]) await report(name, "active");
    await report("new and done", "resolved");
    const names = (await recentTickets(store, { now })).map(({ finding }) => finding.resource).sort();
    assert.deepEqual(names, ["new and done", "new and open", "old and open"]);
  });
});
