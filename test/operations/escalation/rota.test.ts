import * as assert from "node:assert/strict";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { faultsOf, type Layer, onCall, type Rota } from "../../../operations/escalation/rota";

const people = ["ana", "bo", "chen"];
const weekly: Layer = { people, start: "2026-01-05", handover: "09:00", days: 7 };
const rotaOf = (...layers: Layer[]): Rota => ({ name: "security", timezone: "Europe/Berlin", layers });

describe("a rota", () => {
  it("changes turns at the hour of handing over by the clock of its place", () => {
    const rota = rotaOf(weekly);
    assert.equal(onCall(rota, "2026-01-12T07:59:59.999Z"), "ana");
    assert.equal(onCall(rota, "2026-01-12T08:00:00.000Z"), "bo");
  });

  it("changes turns at the same hour of the clock in summer", () => {
    const rota = rotaOf({ ...weekly, start: "2026-03-23" });
    assert.equal(onCall(rota, "2026-03-30T06:59:59.999Z"), "ana");
    assert.equal(onCall(rota, "2026-03-30T07:00:00.000Z"), "bo");
  });

  it("gives everyone the same number of turns, also before its first day", () => {
    fc.assert(
      fc.property(fc.integer({ min: -200, max: 200 }), fc.integer({ min: 1, max: 14 }), (cycle, days) => {
        const rota: Rota = { ...rotaOf({ ...weekly, days }), timezone: "UTC" };
        const noonOfTurn = (turn: number) =>
          Temporal.PlainDate.from("2026-01-05")
            .add({ days: (cycle * 3 + turn) * days })
            .toString() + "T12:00:00.000Z";
        assert.deepEqual(
          [0, 1, 2].map((turn) => onCall(rota, noonOfTurn(turn))),
          people,
        );
      }),
    );
  });

  it("asks its layers in their order", () => {
    const office: Layer = {
      ...weekly,
      people: ["dora"],
      hours: { from: "09:00", to: "17:00" },
      weekdays: [1, 2, 3, 4, 5],
    };
    const rota = rotaOf(office, weekly);
    assert.equal(onCall(rota, "2026-01-07T15:59:00.000Z"), "dora");
    assert.equal(onCall(rota, "2026-01-07T16:00:00.000Z"), "ana");
    assert.equal(onCall(rota, "2026-01-10T12:00:00.000Z"), "ana");
  });

  it("counts the hours after midnight to the day on which a shift began", () => {
    const friday: Layer = { ...weekly, people: ["dora"], hours: { from: "22:00", to: "06:00" }, weekdays: [5] };
    const rota = rotaOf(friday, weekly);
    assert.equal(onCall(rota, "2026-01-10T04:00:00.000Z"), "dora");
    assert.equal(onCall(rota, "2026-01-09T04:00:00.000Z"), "ana");
  });

  it("puts an override before all layers, the last one that was made first", () => {
    const between = { from: "2026-01-06T00:00:00.000Z", to: "2026-01-07T00:00:00.000Z" };
    const rota: Rota = {
      ...rotaOf(weekly),
      overrides: [
        { person: "eve", ...between },
        { person: "fay", ...between },
      ],
    };
    assert.equal(onCall(rota, "2026-01-06T12:00:00.000Z"), "fay");
    assert.equal(onCall(rota, between.to), "ana");
  });

  it("is refused with its first gap", () => {
    assert.deepEqual(faultsOf(rotaOf({ ...weekly, hours: { from: "09:00", to: "17:00" } })), [
      "expected rota security to cover the week, got nobody on Monday at 00:00",
    ]);
    assert.deepEqual(faultsOf(rotaOf({ ...weekly, weekdays: [1, 2, 3, 4, 5, 6] })), [
      "expected rota security to cover the week, got nobody on Sunday at 00:00",
    ]);
  });

  it("has somebody on call at every moment when it has no faults", () => {
    const time = fc.integer({ min: 0, max: 95 }).map((quarter) => {
      return Temporal.PlainTime.from({ hour: Math.floor(quarter / 4), minute: (quarter % 4) * 15 })
        .toString()
        .slice(0, 5);
    });
    const layer: fc.Arbitrary<Layer> = fc.record(
      {
        people: fc.subarray(people, { minLength: 1 }),
        start: fc.constantFrom("2026-01-05", "2026-06-17"),
        handover: time,
        days: fc.integer({ min: 1, max: 14 }),
        hours: fc.record({ from: time, to: time }),
        weekdays: fc.subarray([1, 2, 3, 4, 5, 6, 7]),
      },
      { requiredKeys: ["people", "start", "handover", "days"] },
    );
    const moment = fc.date({ min: new Date("2026-01-01"), max: new Date("2027-01-01"), noInvalidDate: true });
    fc.assert(
      fc.property(
        fc.array(layer, { minLength: 1, maxLength: 4 }),
        fc.array(moment, { minLength: 20, maxLength: 20 }),
        (layers, moments) => {
          const rota = rotaOf(...layers);
          const isWithoutGap = faultsOf(rota).length === 0;
          if (isWithoutGap) assert.ok(moments.every((at) => onCall(rota, at.toISOString()) !== undefined));
        },
      ),
    );
  });
});
