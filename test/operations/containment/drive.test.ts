import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { budgets } from "../../../operations/containment/budget";
import type { Call, Send } from "../../../operations/containment/calls";
import { containmentKind } from "../../../operations/containment/drive";
import { requestContainment } from "../../../operations/containment/request";
import { scheduleKind, setSchedules } from "../../../operations/containment/schedule";
import { Refusal } from "../../../operations/core/decider";
import { execute } from "../../../operations/core/execute";
import { Desk } from "../../../operations/desk/desk";
import type { ContainmentSettings } from "../../../operations/settings/settings";
import { SqliteStore } from "../../../operations/store/sqlite";
import type { Ticket } from "../../../operations/tickets/ticket";
import { settings as deskSettings } from "../desk/fixture";
import { account, region, Scene, settings } from "./emulated";

/** Parameters of Systems Manager, and nothing else of AWS. */
class Parameters {
  readonly values: Record<string, string> = {};
  fails = 0;
  readonly send: Send = (call: Call) => {
    const { Name = "", Value = "" } = call.input as { Name?: string; Value?: string };
    if (call.command === "ListTagsForResource") return Promise.resolve({ TagList: [] });
    if (call.command === "GetParameter") {
      const value = this.values[Name];
      if (value === undefined) return Promise.reject(Object.assign(new Error("none"), { name: "ParameterNotFound" }));
      return Promise.resolve({ Parameter: { Value: value, Type: "String", ARN: `arn:aws:ssm:::parameter/${Name}` } });
    }
    if (this.fails-- > 0) return Promise.reject(new Error("ThrottlingException: password=hunter2"));
    this.values[Name] = Value;
    return Promise.resolve({});
  };
}

const flag = (name: string) => `flag/${account}/${region}/${name}`;

describe("Containments that begin at the same time", () => {
  it("never are more within any hour than the limit, whoever asks when", async () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 6 })), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 4 }), async (course, perHour) => {
        const parameters = new Parameters();
        const scene = new Scene(parameters.send, { ...settings, perHour });
        const begun: number[] = [];
        let count = 0;
        for (const [minutes, together] of course) {
          scene.pass(minutes);
          const ids = Array.from({ length: together }, () => flag(`f${count++}`));
          for (const id of ids) parameters.values[id.split("/")[3]!] = "on";
          await Promise.all(
            ids.map(async (id) => {
              await requestContainment(scene.parts, [id], { id: "h1", reason: "r" }, "source:siem");
              const done = await scene.work(id);
              if (done?.state === "contained") begun.push(scene.now);
              else assert.equal(parameters.values[id.split("/")[3]!], "on");
            }),
          );
        }
        for (const at of begun) {
          assert.ok(begun.filter((other) => other <= at && other > at - 3_600_000).length <= perHour);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("share one budget, of which two can't take the last place", async () => {
    const store = SqliteStore.open();
    const take = (key: string) =>
      execute(
        store,
        budgets,
        { id: "all", command: { type: "take", key, perHour: 3 }, by: "desk" },
        "2026-11-24T09:00:00.000Z",
      );
    const taken = await Promise.all(["a", "b", "c", "d", "e", "a"].map(take));
    assert.deepEqual(
      taken.map((each) => each instanceof Refusal),
      [false, false, false, true, true, false],
    );
  });
});

describe("A containment at the desk", () => {
  function begin(change: Partial<ContainmentSettings> = {}) {
    const parameters = new Parameters();
    parameters.values["checkout"] = "on";
    const scene = new Scene(parameters.send, { ...settings, ...change });
    const store = SqliteStore.open();
    scene.store = store;
    const desk = new Desk(
      store,
      { ...deskSettings, containment: scene.settings },
      () => Promise.reject(new Error()),
      scene.at,
    );
    desk.add(containmentKind(scene.parts));
    desk.add(scheduleKind(store, scene.settings, scene.at));
    const settle = async () => {
      await desk.drain(store);
      const { failed } = await desk.sweep();
      assert.deepEqual(failed, []);
      await desk.drain(store);
    };
    const tickets = async () => {
      const all = [
        ...(await store.list("ticket/open")).aggregates,
        ...(await store.list("ticket/resolved")).aggregates,
      ];
      return all
        .map(({ state }) => state as Ticket)
        .filter(({ finding }) => finding.source === "containment")
        .map(({ finding, severity, state }) => [finding.rule, severity, state]);
    };
    return { parameters, scene, desk, store, settle, tickets };
  }

  it("is carried out by the sweep, and its ticket hears of each step", async () => {
    const { parameters, scene, desk, store, settle } = begin();
    const { ticket = "" } = await desk.report({
      ...{ id: "1", source: "siem", rule: "r", account, region, resource: "x", title: "t", description: "d" },
      ...{ severity: "high", at: scene.at(), status: "active", fields: {} },
    });
    await requestContainment(scene.parts, [flag("checkout")], { id: "h1", reason: "fraud", ticket }, "user:ana");
    await settle();
    assert.equal(parameters.values["checkout"], "false");
    const command = { type: "release", hold: "h1", reason: "paid" };
    await desk.execute({ kind: "containment", id: flag("checkout"), command, by: "user:ana" });
    await settle();
    assert.equal(parameters.values["checkout"], "on");
    const comments = (await store.history(`ticket/${ticket}`))
      .map(({ event }) => event as { type: string; text?: string })
      .filter(({ type }) => type === "TicketCommented");
    assert.deepEqual(
      comments.map(({ text }) => text),
      [
        `user:ana asks to contain ${flag("checkout")} (h1): fraud.`,
        `${flag("checkout")} is contained.`,
        `${flag("checkout")} is no longer held (h1): paid.`,
      ],
    );
  });

  it("that fails opens a critical ticket, which closes itself when it succeeds after all; no secret is kept", async () => {
    const { parameters, scene, desk, store, settle, tickets } = begin();
    parameters.fails = Infinity;
    await requestContainment(scene.parts, [flag("checkout")], { id: "h1", reason: "fraud" }, "user:ana");
    for (let attempt = 0; attempt < 5; attempt++) {
      await settle();
      scene.pass(10);
    }
    assert.deepEqual(await tickets(), [["containment-failed", "critical", "triggered"]]);
    assert.ok(!JSON.stringify(await store.history(`containment/${flag("checkout")}`)).includes("hunter2"));
    parameters.fails = 0;
    await desk.execute({ kind: "containment", id: flag("checkout"), command: { type: "retry" }, by: "user:ana" });
    await settle();
    assert.equal((await scene.load(flag("checkout")))?.state, "contained");
    assert.deepEqual(await tickets(), [["containment-failed", "critical", "resolved"]]);
  });

  it("that is refused opens a ticket, and nothing is done", async () => {
    const { parameters, scene, settle, tickets } = begin({ protected: ["flag/check*"] });
    const [asked] = await requestContainment(
      scene.parts,
      [flag("checkout")],
      { id: "h1", reason: "fraud" },
      "user:ana",
    );
    assert.match(asked?.refused ?? "", /expected a target that is not protected, got .* \(flag\/check\*\)/);
    await settle();
    assert.deepEqual(await tickets(), [["containment-refused", "high", "triggered"]]);
    assert.deepEqual(scene.sent, []);
    assert.equal(parameters.values["checkout"], "on");
  });

  it("is refused while the desk doesn't know who it is itself", async () => {
    const { scene } = begin();
    const parts = { ...scene.parts, self: () => Promise.reject(new Error("ExpiredToken")) };
    const [asked] = await requestContainment(parts, [flag("checkout")], { id: "h1", reason: "fraud" }, "user:ana");
    assert.match(asked?.refused ?? "", /ExpiredToken/);
  });

  it("is asked for once, however often the same request comes", async () => {
    const { scene } = begin();
    const ask = () =>
      requestContainment(scene.parts, [flag("checkout"), flag("checkout")], { id: "h1", reason: "r" }, "user:ana");
    await ask();
    const [again] = await ask();
    assert.equal(again?.refused, undefined);
    assert.equal((await scene.store.history(`containment/${flag("checkout")}`)).length, 1);
  });

  it("nobody has asked about for a day is asked about, and stays", async () => {
    const { scene, settle, tickets } = begin();
    await requestContainment(scene.parts, [flag("checkout")], { id: "h1", reason: "r" }, "user:ana");
    await settle();
    scene.pass(24 * 60);
    await settle();
    assert.deepEqual(await tickets(), [["containment-review-due", "medium", "triggered"]]);
    assert.equal((await scene.load(flag("checkout")))?.state, "contained");
  });

  it("that somebody undoes opens a critical ticket within the hour, and isn't done again by itself", async () => {
    const { parameters, scene, desk, settle, tickets } = begin();
    await requestContainment(scene.parts, [flag("checkout")], { id: "h1", reason: "r" }, "user:ana");
    await settle();
    scene.pass(60);
    await settle();
    assert.deepEqual(await tickets(), []);
    parameters.values["checkout"] = "on";
    scene.pass(60);
    await settle();
    assert.deepEqual(await tickets(), [["containment-failed", "critical", "triggered"]]);
    assert.equal(parameters.values["checkout"], "on");
    await desk.execute({ kind: "containment", id: flag("checkout"), command: { type: "retry" }, by: "user:ana" });
    await settle();
    assert.equal(parameters.values["checkout"], "false");
    assert.deepEqual(await tickets(), [["containment-failed", "critical", "resolved"]]);
  });

  it("is carried out by one of several workers that begin at once", async () => {
    const { scene } = begin();
    await requestContainment(scene.parts, [flag("checkout")], { id: "h1", reason: "r" }, "user:ana");
    await Promise.all(Array.from({ length: 5 }, () => scene.work(flag("checkout"))));
    assert.equal((await scene.load(flag("checkout")))?.state, "contained");
    assert.deepEqual([scene.sent.length, (await scene.load(flag("checkout")))?.attempts], [1, 1]);
  });

  it("by a schedule begins and ends with it, takes no budget, and leaves what security holds", async () => {
    const nights = { targets: [flag("checkout")], off: "0 20 * * *", on: "0 7 * * *", timezone: "Europe/Berlin" };
    const { parameters, scene, store, settle } = begin({ schedules: { nights }, perHour: 0 });
    assert.deepEqual(await setSchedules(store, scene.settings, scene.at()), []);
    const at = async (moment: string) => {
      scene.now = Date.parse(moment);
      await settle();
      await settle();
      return parameters.values["checkout"];
    };
    assert.equal(await at("2026-11-24T18:59:00Z"), "on");
    assert.equal(await at("2026-11-24T19:00:00Z"), "false");
    assert.equal(await at("2026-11-25T06:00:00Z"), "on");
    assert.equal(await at("2026-11-25T19:00:00Z"), "false");
    await requestContainment(scene.parts, [flag("checkout")], { id: "h1", reason: "r" }, "user:ana");
    assert.equal(await at("2026-11-26T06:00:00Z"), "false");
    assert.deepEqual(Object.keys((await scene.load(flag("checkout")))?.holds ?? {}), ["h1"]);
  });
});
