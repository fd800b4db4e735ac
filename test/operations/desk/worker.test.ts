import * as assert from "node:assert/strict";
import { systemClock } from "../../../operations/desk/clock";
import { Desk } from "../../../operations/desk/desk";
import { deskWorker } from "../../../operations/desk/worker";
import { SqliteStore } from "../../../operations/store/sqlite";
import { findingOf } from "../tickets/fixture";
import { settings } from "./fixture";

describe("the desk's worker", () => {
  it("sends each message as soon as there is room for it, not when the clock comes round again", async () => {
    const store = SqliteStore.open();
    const told: string[] = [];
    let all: (() => void) | undefined;
    const isTold = new Promise<void>((resolve) => (all = resolve));
    const connector = {
      send: ({ subject }: { subject: string }) => {
        told.push(subject);
        if (told.length === 30) all?.();
        return new Promise<undefined>((resolve) => setImmediate(resolve, undefined));
      },
    };
    const desk = new Desk(store, settings, () => Promise.resolve(connector));
    const worker = deskWorker(desk, store, systemClock, (line) => told.push(line));
    for (let index = 0; index < 30; index++) await desk.report(findingOf({ resource: `r${String(index)}` }));
    await desk.drain(store);
    await worker.sweep();
    await isTold;
    await worker.finish();
    assert.equal(new Set(told).size, 30);
    assert.deepEqual(worker.health().failing, []);
    await store.close();
  });
});
