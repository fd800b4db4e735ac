import * as assert from "node:assert/strict";
import { firstBroken } from "../../../operations/core/audit";
import { demoSettings, playDemo } from "../../../operations/desk/demo";
import { figuresOf, recentTickets } from "../../../operations/desk/figures";
import { faultsOf } from "../../../operations/settings/check";
import { SqliteStore } from "../../../operations/store/sqlite";
import { isOpen } from "../../../operations/tickets/decide";

const now = "2026-11-24T09:00:00.000Z";

async function played(seed?: number, at = now): Promise<SqliteStore> {
  const store = SqliteStore.open();
  await playDemo(store, at, seed);
  return store;
}

describe("the demo", () => {
  it("has settings without a fault, but for the terminal that a desk on one machine adds", () => {
    const faults = faultsOf(demoSettings()).filter(({ keys }) => keys[0] !== "connectors");
    assert.deepEqual(faults, []);
  });

  it("is a desk that lives: tickets in every state, taken, escalated, snoozed, handed over, reopened and done", async () => {
    const store = await played();
    const tickets = await recentTickets(store, { now });
    assert.ok(tickets.length >= 55, String(tickets.length));
    const states = new Set(tickets.map(({ state }) => state));
    assert.deepEqual([...states].sort(), ["acknowledged", "closed", "resolved", "snoozed", "triggered"]);
    const events = new Set(store.audit(0, 10_000).map(({ recorded }) => (recorded.event as { type: string }).type));
    for (const type of [
      "Escalated",
      "Commented",
      "Snoozed",
      "Woke",
      "HandedOver",
      "Reopened",
      "Repeated",
      "DeadlineMissed",
    ]) {
      assert.ok(events.has(`Ticket${type}`), type);
    }
    const open = tickets.filter(isOpen);
    assert.deepEqual([...new Set(open.map(({ severity }) => severity))].sort(), ["critical", "high", "low", "medium"]);
    const { days, departments } = figuresOf(tickets, { now });
    assert.ok(days.every(({ opened }) => Object.values(opened).some((count) => count > 0)));
    assert.deepEqual(Object.keys(departments), ["platform", "security"]);
  });

  it("ends now, with nothing left to act on and an audit log that holds", async () => {
    const store = await played();
    const entries = store.audit(0, 10_000);
    assert.equal(firstBroken(entries), undefined);
    assert.ok(entries.every(({ recorded }) => recorded.at <= now));
    assert.deepEqual(await store.unsettled(1), []);
    assert.deepEqual(await store.due(now, 1), []);
  });

  it("is the same for the same seed and moment, and another for another", async () => {
    const last = async (seed: number) => (await played(seed)).audit(0, 10_000).at(-1)?.hash;
    const [first, again, other] = [await last(7), await last(7), await last(8)];
    assert.equal(again, first);
    assert.notEqual(other, first);
  });

  it("plays at any time of the day and year", async () => {
    for (const at of ["2026-03-29T01:30:00.000Z", "2026-10-25T00:59:00.000Z", "2027-01-01T23:59:00.000Z"]) {
      const store = await played(3, at);
      assert.ok((await recentTickets(store, { now: at })).length >= 55);
    }
  });
});
