import * as assert from "node:assert/strict";
import fc from "fast-check";
import { after } from "../../../operations/core/decider";
import { Desk } from "../../../operations/desk/desk";
import { reconcile, reconcileDesk } from "../../../operations/desk/reconcile";
import { type Finding, findingKey } from "../../../operations/findings/finding";
import { SqliteStore } from "../../../operations/store/sqlite";
import { isOpen } from "../../../operations/tickets/decide";
import type { Ticket, TicketState } from "../../../operations/tickets/ticket";
import { findingOf, start } from "../tickets/fixture";
import { settings } from "./fixture";

const bucket = (name: string, changes: Partial<Finding> = {}) =>
  findingOf({ id: name, resource: `arn:aws:s3:::${name}`, ...changes });

describe("reconcile", () => {
  it("finds exactly the difference of source and tickets", () => {
    const name = fc.constantFrom("a", "b", "c", "d", "e", "f");
    const state = fc.constantFrom<TicketState>("triggered", "acknowledged", "snoozed", "resolved");
    const status = fc.constantFrom<Finding["status"]>("active", "resolved");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(name, status)),
        fc.uniqueArray(fc.tuple(name, state), { selector: ([each]) => each }),
        (found, held) => {
          const active = found.map(([each, status]) => bucket(each, { status }));
          const tickets = held.map(
            ([each, state]) => ({ key: findingKey(bucket(each)), state, finding: bucket(each) }) as Ticket,
          );
          const { missing, cleared } = reconcile(active, tickets);
          const names = (findings: readonly Finding[]) => findings.map(({ id }) => id).sort();
          const activeNames = new Set(found.filter(([, status]) => status === "active").map(([each]) => each));
          const heldNames = new Set(held.map(([each]) => each));
          assert.deepEqual(names(missing), [...activeNames].filter((each) => !heldNames.has(each)).sort());
          const open = held.filter(([each, state]) => isOpen({ state }) && !activeNames.has(each));
          assert.deepEqual(names(cleared.map(({ finding }) => finding)), open.map(([each]) => each).sort());
        },
      ),
    );
  });
});

describe("reconcileDesk", () => {
  let now = start;
  const make = () => {
    now = start;
    const store = SqliteStore.open();
    return {
      store,
      desk: new Desk(
        store,
        settings,
        () => Promise.reject(new Error("unused")),
        () => now,
      ),
    };
  };
  const open = async (store: SqliteStore) =>
    (await store.list("ticket/open")).aggregates.map(({ state }) => (state as Ticket).finding);

  it("makes tickets of what was missed and closes what is gone, once", async () => {
    const { store, desk } = make();
    await desk.report(bucket("gone"));
    await desk.report(bucket("kept"));
    await desk.report(bucket("other", { source: "config" }));
    now = after(start, 60);
    const active = [bucket("kept"), bucket("missed")];
    assert.deepEqual(await reconcileDesk(desk, "securityhub", active, now), { missing: 1, cleared: 1, held: 0 });
    const names = (await open(store)).map(({ id }) => id).sort();
    assert.deepEqual(names, ["kept", "missed", "other"]);
    now = after(start, 120);
    assert.deepEqual(await reconcileDesk(desk, "securityhub", active, now), { missing: 0, cleared: 0, held: 0 });
  });

  it("leaves alone what somebody resolved, and what came after the source was asked", async () => {
    const { desk } = make();
    const { ticket = "" } = await desk.report(bucket("accepted"));
    const command = { type: "resolve", resolution: "accepted-risk", note: "a public site" };
    await desk.execute({ kind: "ticket", id: ticket, command, by: "user:ana" });
    const askedAt = after(start, 30);
    now = after(start, 31);
    await desk.report(bucket("new", { at: now }));
    const found = await reconcileDesk(desk, "securityhub", [bucket("accepted")], askedAt);
    assert.deepEqual(found, { missing: 0, cleared: 0, held: 0 });
  });

  it("doesn't believe a source that has lost nearly everything: a ticket says so until it is back", async () => {
    const { store, desk } = make();
    const all = Array.from({ length: 12 }, (_each, index) => bucket(String(index)));
    for (const finding of all) await desk.report(finding);
    now = after(start, 60);
    assert.deepEqual(await reconcileDesk(desk, "securityhub", [], now), { missing: 0, cleared: 0, held: 12 });
    assert.ok((await open(store)).some(({ rule }) => rule === "reconciliation"));
    now = after(start, 120);
    assert.deepEqual(await reconcileDesk(desk, "securityhub", all.slice(0, 8), now), {
      missing: 0,
      cleared: 4,
      held: 0,
    });
    assert.deepEqual(
      (await open(store)).map(({ rule }) => rule),
      Array(8).fill("S3.8"),
    );
  });
});
