import * as assert from "node:assert/strict";
import { after } from "../../../operations/core/decider";
import { Desk } from "../../../operations/desk/desk";
import { SqliteStore } from "../../../operations/store/sqlite";
import { findingOf, start } from "../tickets/fixture";
import { settings } from "./fixture";

describe("the desk", () => {
  it("opens another ticket for a finding whose ticket is closed, but not for the report that it had already", async () => {
    let now = start;
    const desk = new Desk(
      SqliteStore.open(),
      settings,
      () => assert.fail(),
      () => now,
    );
    const first = await desk.report(findingOf());
    const id = first.ticket ?? assert.fail();
    await desk.report(findingOf({ id: "gone", status: "resolved" }));
    now = after(start, settings.reopenHours * 60);
    await desk.sweep();
    assert.deepEqual(await desk.report(findingOf()), { ticket: id, outcome: "known" });
    const next = await desk.report(findingOf({ id: "again", at: now }));
    assert.equal(next.outcome, "opened");
    assert.notEqual(next.ticket, id);
  });
});
