import * as assert from "node:assert/strict";
import fc from "fast-check";
import { accessId } from "../../../operations/access/decide";
import { addTemporaryAccess } from "../../../operations/access/kind";
import type { Memberships } from "../../../operations/access/memberships";
import type { AccessCommand, Membership, TemporaryAccess } from "../../../operations/access/temporary-access";
import { firstBroken } from "../../../operations/core/audit";
import { after } from "../../../operations/core/decider";
import { Desk } from "../../../operations/desk/desk";
import { SqliteStore } from "../../../operations/store/sqlite";
import { mortal } from "../core/mortal-store";
import { settings } from "../desk/fixture";

const start = "2026-11-24T09:00:00.000Z";
const group = { source: "identity-center" as const, group: "admins", maxMinutes: 120, approvers: ["ana"] };
const id = accessId("bo", "admins");

class Killed extends Error {}

/** A group at AWS that fails at times, desks that die between any two effects, and a clock. */
class World {
  readonly store = SqliteStore.open();
  member: Membership | undefined;
  now = start;
  /** How many of the next calls AWS refuses. */
  failures = 0;
  /** How many effects there are until the process ends. */
  life = Infinity;
  isAddedTwice = false;
  #made = 0;

  constructor(readonly standing: boolean) {
    this.member = standing ? { id: "standing" } : undefined;
  }

  readonly memberships: Memberships = {
    read: () => this.#call(() => this.member),
    add: () =>
      this.#call(() => {
        if (this.member) this.isAddedTwice = true;
        this.member = { id: `made-${String(++this.#made)}` };
      }),
    remove: ({ id }) =>
      this.#call(() => {
        if (this.member?.id === id) this.member = undefined;
      }),
    rest: () => Promise.resolve({ text: "nothing lives on" }),
  };

  async #call<T>(run: () => T): Promise<T> {
    // Long enough for others to come in between.
    for (let turn = 0; turn < 15; turn++) await Promise.resolve();
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error("throttled");
    }
    return run();
  }

  #effect<T>(run: () => Promise<T>): Promise<T> {
    this.life -= 1;
    return this.life < 0 ? Promise.reject(new Killed()) : run();
  }

  desk(): Desk {
    const connector = { send: () => Promise.resolve(undefined) };
    const desk = new Desk(
      mortal(this.store, (change) => this.#effect(change)),
      settings,
      () => Promise.resolve(connector),
      () => this.now,
    );
    addTemporaryAccess(desk, () => Promise.resolve(this.memberships));
    return desk;
  }

  async state(): Promise<TemporaryAccess | undefined> {
    return (await this.store.load(`temporary-access/${id}`))?.state as TemporaryAccess | undefined;
  }

  #asked = new Map<string, number>();

  /** Grants of one name follow each other. */
  latest(name: string): string {
    return `${name}${String(this.#asked.get(name) ?? 0)}`;
  }

  async request(name: string, minutes: number): Promise<void> {
    this.#asked.set(name, (this.#asked.get(name) ?? 0) + 1);
    const asked = { person: "bo", group: "admins", at: group, requestedBy: "bo", reason: "incident", minutes };
    await this.do({ type: "request", grant: this.latest(name), ...asked });
  }

  async do(command: AccessCommand): Promise<void> {
    await this.#surviving(() => this.desk().execute({ kind: "temporary-access", id, command, by: "user:ana" }));
  }

  /** Two desks at once do what is due, and those that come after them when they die. */
  async work(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await Promise.all([this.desk(), this.desk()].map((desk) => this.#surviving(() => desk.sweep())));
      this.life = Infinity;
    }
    await this.desk().drain(this.store);
  }

  async #surviving(run: () => Promise<unknown>): Promise<void> {
    try {
      await run();
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      this.life = Infinity;
    }
  }

  async check(): Promise<void> {
    assert.ok(!this.isAddedTwice, "two workers were at it");
    const access = await this.state();
    const grants = Object.values(access?.grants ?? {});
    if (this.standing) assert.deepEqual(this.member, { id: "standing" }, "what was there before stays");
    if (grants.some(({ state }) => state === "active")) assert.ok(this.member, "a grant in force has its membership");
    if (!this.standing && (access?.state ?? "out") === "out") assert.equal(this.member, undefined, "nothing is left");
    for (const { state, approvedBy, requestedBy } of grants) {
      if (state === "active") assert.ok(approvedBy !== undefined && approvedBy !== requestedBy);
    }
  }
}

type Step =
  | { readonly do: "request" | "grant"; readonly grant: string; readonly minutes: number }
  | { readonly do: "approve" | "revoke"; readonly grant: string }
  /** Revokes a grant at some moment while desks are at work. */
  | { readonly do: "race"; readonly grant: string; readonly moment: number }
  /** Minutes, calls that AWS refuses, effects until the process ends, or minutes until AWS is down for 21 more. */
  | { readonly do: "wait" | "refuse" | "die" | "outage"; readonly count: number };

const grant = fc.constantFrom("a", "b");
const count = (max: number) => fc.integer({ min: 0, max });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant("request" as const), grant, minutes: count(120) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant("grant" as const), grant, minutes: count(120) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("approve" as const, "revoke" as const), grant }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("race" as const), grant, moment: count(150) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("wait" as const), count: count(8) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), count: count(90) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("refuse" as const), count: count(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("die" as const), count: count(8) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("outage" as const), count: count(90) }) },
);

async function take(world: World, step: Step): Promise<void> {
  switch (step.do) {
    case "request":
      return world.request(step.grant, step.minutes);
    case "grant":
      await world.request(step.grant, step.minutes);
      return world.do({ type: "approve", grant: world.latest(step.grant), person: "ana" });
    case "approve":
      return world.do({ type: "approve", grant: world.latest(step.grant), person: "ana" });
    case "revoke":
      return world.do({ type: "revoke", grant: world.latest(step.grant), reason: "done" });
    case "race": {
      const later = async () => {
        for (let turn = 0; turn < step.moment; turn++) await Promise.resolve();
        await world.do({ type: "revoke", grant: world.latest(step.grant), reason: "done" });
      };
      await Promise.all([world.work(), later()]);
      return;
    }
    case "wait":
      world.now = after(world.now, step.count);
      return world.work();
    case "refuse":
      world.failures = step.count;
      return;
    case "die":
      world.life = step.count;
      return;
    case "outage":
      for (const minutes of [step.count, 1, 2, 3, 5, 10]) {
        world.failures = 1000;
        world.now = after(world.now, minutes);
        await world.work();
        await world.check();
      }
      world.failures = 0;
  }
}

describe("temporary access, whatever happens", () => {
  it("never touches what was there before, is there while a grant is in force, and is gone in the end", async () => {
    const reached = { active: 0, failed: 0 };
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.array(step, { minLength: 4, maxLength: 40 }), async (standing, steps) => {
        const world = new World(standing);
        for (const step of steps) {
          await take(world, step);
          await world.check();
          const access = await world.state();
          if (access?.state === "in") reached.active += 1;
          if (access?.state === "failed") reached.failed += 1;
        }
        world.failures = 0;
        for (let hours = 0; hours < 30; hours += 2) {
          world.now = after(world.now, 120);
          await world.work();
          await world.check();
        }
        const access = await world.state();
        assert.equal(access?.state ?? "out", "out");
        assert.ok(Object.values(access?.grants ?? {}).every(({ state }) => state === "ended"));
        assert.deepEqual(world.member, standing ? { id: "standing" } : undefined);
        assert.equal(firstBroken(world.store.audit()), undefined);
      }),
      { numRuns: 200 },
    );
    assert.ok(reached.active > 100, `${String(reached.active)} times there was access`);
    assert.ok(reached.failed > 0, `${String(reached.failed)} times it could not be removed`);
  });
});
