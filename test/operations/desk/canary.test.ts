import * as assert from "node:assert/strict";
import type { Message } from "../../../operations/connectors/delivery";
import { after, type Instant } from "../../../operations/core/decider";
import { canaryFault, canaryKind, startCanary } from "../../../operations/desk/canary";
import { Desk } from "../../../operations/desk/desk";
import { SqliteStore } from "../../../operations/store/sqlite";
import type { Ticket } from "../../../operations/tickets/ticket";
import { start } from "../tickets/fixture";
import { settings } from "./fixture";

describe("the canary", () => {
  let now: Instant;
  let store: SqliteStore;
  let desk: Desk;
  let sent: Message[];

  beforeEach(() => {
    now = start;
    sent = [];
    store = SqliteStore.open();
    const send = (message: Message) => {
      sent.push(message);
      return Promise.resolve(undefined);
    };
    desk = new Desk(
      store,
      settings,
      () => Promise.resolve({ send }),
      () => now,
    );
    desk.add(canaryKind(desk));
  });

  async function pass(minutes: number, drain = true): Promise<void> {
    for (let passed = 0; passed < minutes; passed++) {
      now = after(now, 1);
      await desk.sweep();
      if (drain) await desk.drain(store);
    }
  }
  const open = async () => (await store.list("ticket/open")).aggregates.map(({ state }) => state as Ticket);
  const happened = () => store.audit(0, 10_000).map(({ recorded }) => (recorded.event as { type: string }).type);
  const count = (type: string) => happened().filter((each) => each === type).length;

  it("becomes a ticket every 15 minutes, which resolves itself, is in no list and calls nobody", async () => {
    await startCanary(desk);
    await startCanary(desk);
    await desk.drain(store);
    await pass(60);
    assert.equal(count("CanarySent"), 5);
    assert.equal(count("CanaryArrived"), 5);
    assert.equal(count("TicketOpened") + count("TicketReopened"), 5);
    assert.equal(count("TicketResolved"), 5);
    for (const list of ["ticket/open", "ticket/resolved", "ticket/closed"]) {
      assert.deepEqual((await store.list(list)).aggregates, []);
    }
    assert.deepEqual(sent, []);
    assert.equal(await canaryFault(store, now), undefined);
  });

  it("that is lost is a critical ticket, and people are told; when one arrives again, it is resolved", async () => {
    await startCanary(desk);
    // Nobody acts on events: what a dead stream or a stuck outbox is.
    await pass(16, false);
    assert.equal(count("CanaryLost"), 1);
    assert.match((await canaryFault(store, now)) ?? "", /got none of the last one/);
    // The events that waited are gone, but for the one that says so.
    const events = await store.unsettled(100);
    const lost = events.filter(({ event }) => (event as { type: string }).type === "CanaryLost");
    for (const recorded of lost) await desk.react(recorded);
    await store.settle(events);
    await pass(2);
    const [ticket] = await open();
    assert.deepEqual([ticket?.finding.rule, ticket?.severity], ["canary-lost", "critical"]);
    assert.ok(sent.some(({ title }) => title.includes("Findings may get lost")));
    await pass(30);
    assert.deepEqual(await open(), []);
    assert.equal(await canaryFault(store, now), undefined);
  });

  it("is missed when the clock stands still", async () => {
    await startCanary(desk);
    await desk.drain(store);
    now = after(now, 17);
    assert.match((await canaryFault(store, now)) ?? "", /every 15 minutes/);
    assert.equal(await canaryFault(SqliteStore.open(), now), undefined);
  });
});
