import * as assert from "node:assert/strict";
import { temporaryAccess } from "../../../operations/access/decide";
import type { AccessCommand, AccessEvent, TemporaryAccess } from "../../../operations/access/temporary-access";
import { after, type Recorded, Refusal } from "../../../operations/core/decider";

const start = "2026-11-24T09:00:00.000Z";
const at = (minutes: number) => after(start, minutes);
const group = { source: "iam" as const, group: "admins", maxMinutes: 60, approvers: ["ana", "chen"] };
const request = (grant: string, changes: Partial<Extract<AccessCommand, { type: "request" }>> = {}): AccessCommand => ({
  ...{ type: "request", grant, person: "bo", group: "admins", at: group, requestedBy: "bo" },
  ...{ reason: "incident", minutes: 60, ...changes },
});

class Life {
  access: TemporaryAccess | undefined;
  version = 0;

  do(command: AccessCommand, minutes = 0, by = "desk"): readonly string[] | string {
    const decided = temporaryAccess.decide(this.access, command, at(minutes));
    if (decided instanceof Refusal) return decided.reason;
    for (const event of decided) {
      const recorded: Recorded<AccessEvent> = { stream: "", version: ++this.version, at: at(minutes), by, event };
      this.access = temporaryAccess.evolve(this.access, recorded);
    }
    return decided.map(({ type }) => type);
  }

  get dueAt() {
    return this.access && temporaryAccess.find(this.access).dueAt;
  }

  /** A worker that finds a membership or makes one. */
  attempt(minutes: number, isMember = false): void {
    this.do({ type: "attempt" }, minutes);
    const attempt = this.access?.attempts ?? 0;
    const membership = isMember ? {} : undefined;
    this.do({ type: "found", attempt, membership }, minutes);
    if (!isMember) this.do({ type: "added", attempt, membership: {} }, minutes);
  }
}

/** Grants that are in force from minute 0 on. */
function active(grants: readonly [id: string, minutes: number][], isMember = false): Life {
  const life = new Life();
  for (const [id, minutes] of grants) {
    life.do(request(id, { minutes }));
    life.do({ type: "approve", grant: id, person: "ana" });
  }
  life.attempt(0, isMember);
  return life;
}

describe("temporary access", () => {
  it("counts its time from when the membership is there, and ends by itself", () => {
    const life = new Life();
    life.do(request("g"));
    life.do({ type: "approve", grant: "g", person: "ana" }, 10);
    assert.equal(life.dueAt, at(10));
    life.attempt(12);
    assert.deepEqual([life.access?.state, life.access?.grants["g"]?.until], ["in", at(72)]);
    assert.equal(life.dueAt, at(72));
    assert.deepEqual(life.do({ type: "tick" }, 71), []);
    assert.deepEqual(life.do({ type: "tick" }, 72), ["AccessEnded", "RemovalStarted"]);
    life.do({ type: "attempt" }, 72);
    assert.deepEqual(life.do({ type: "removed", attempt: 2, evidence: "gone" }, 72), ["AccessRemoved"]);
    assert.deepEqual([life.access?.state, life.dueAt], ["out", undefined]);
  });

  it("is approved by a named person who neither asked for it nor gets it", () => {
    const life = new Life();
    life.do(request("g", { person: "chen", requestedBy: "bo" }));
    const approve = (person: string) => String(life.do({ type: "approve", grant: "g", person }));
    for (const person of ["bo", "chen", "dana"]) {
      assert.equal(approve(person), `expected ana to approve, got ${person}`);
    }
    assert.equal(approve("ana"), "AccessApproved");
    assert.match(approve("ana"), /expected a request that waits, got one that is approved/);
    const alone = request("h", { at: { ...group, approvers: ["bo"] } });
    assert.match(String(new Life().do(alone)), /expected somebody else who may approve admins/);
  });

  const wrong: readonly [title: string, request: AccessCommand, expected: RegExp][] = [
    ["more time than the group allows", request("g", { minutes: 61 }), /expected 1 to 60 minutes, got 61/],
    ["no time", request("g", { minutes: 0 }), /expected 1 to 60 minutes, got 0/],
    ["a part of a minute", request("g", { minutes: 1.5 }), /got 1\.5/],
    ["time that is no number", request("g", { minutes: NaN }), /got NaN/],
    ["no reason", request("g", { reason: " " }), /expected a reason, got none/],
  ];
  for (const [title, command, expected] of wrong) {
    it(`is refused for ${title}`, () => {
      assert.match(String(new Life().do(command)), expected);
    });
  }

  it("lapses when nobody approves it within a day, and can't be approved any more", () => {
    const life = new Life();
    life.do(request("g"));
    assert.equal(life.dueAt, at(24 * 60));
    assert.match(
      String(life.do({ type: "approve", grant: "g", person: "ana" }, 24 * 60)),
      /expected an approval before/,
    );
    assert.deepEqual(life.do({ type: "tick" }, 24 * 60), ["AccessEnded"]);
    assert.deepEqual([life.access?.state, life.access?.grants["g"]?.ended?.because], ["out", "lapsed"]);
  });

  it("lasts as long as one grant does, in whatever order they end", () => {
    for (const order of [
      ["a", "b"],
      ["b", "a"],
    ]) {
      const life = active([
        ["a", 30],
        ["b", 60],
      ]);
      const [first = "", second = ""] = order;
      assert.deepEqual(life.do({ type: "revoke", grant: first, reason: "done" }, 10), ["AccessEnded"]);
      assert.equal(life.access?.state, "in");
      assert.deepEqual(life.do({ type: "revoke", grant: second, reason: "done" }, 11), [
        "AccessEnded",
        "RemovalStarted",
      ]);
    }
  });

  it("never removes a membership that was there before", () => {
    const life = active([["a", 30]], true);
    assert.deepEqual([life.access?.state, life.access?.standing], ["in", true]);
    assert.deepEqual(life.do({ type: "tick" }, 30), ["AccessEnded", "StandingMembershipKept"]);
    assert.deepEqual([life.access?.state, life.do({ type: "attempt" }, 31)], ["out", []]);
  });

  it("keeps a membership that somebody made in place of ours", () => {
    const life = new Life();
    life.do(request("a"));
    life.do({ type: "approve", grant: "a", person: "ana" });
    life.do({ type: "attempt" });
    life.do({ type: "found", attempt: 1 });
    life.do({ type: "added", attempt: 1, membership: { id: "ours" } });
    life.do(request("b"), 1);
    life.do({ type: "approve", grant: "b", person: "ana" }, 1);
    life.do({ type: "attempt" }, 1);
    life.do({ type: "found", attempt: 2, membership: { id: "theirs" } }, 1);
    assert.deepEqual([life.access?.state, life.access?.standing], ["in", true]);
  });

  it("takes nothing from a worker whose lease is over, and lets no other one in while it isn't", () => {
    const life = new Life();
    life.do(request("a"));
    life.do({ type: "approve", grant: "a", person: "ana" });
    life.do({ type: "attempt" });
    assert.deepEqual(life.do({ type: "attempt" }, 4), []);
    assert.deepEqual(life.do({ type: "attempt" }, 5), ["AttemptBegun"]);
    assert.match(String(life.do({ type: "found", attempt: 1 }, 6)), /expected a report of attempt 2, got one of 1/);
  });

  it("removes what a worker added while the grant was revoked", () => {
    const life = new Life();
    life.do(request("a"));
    life.do({ type: "approve", grant: "a", person: "ana" });
    life.do({ type: "attempt" });
    life.do({ type: "found", attempt: 1 });
    assert.deepEqual(life.do({ type: "revoke", grant: "a", reason: "mistake" }, 1), ["AccessEnded", "RemovalStarted"]);
    assert.deepEqual(life.do({ type: "attempt" }, 1), [], "the worker may still be sending");
    assert.deepEqual(life.do({ type: "added", attempt: 1, membership: {} }, 2), ["AttemptOvertaken"]);
    assert.deepEqual(life.do({ type: "attempt" }, 2), ["AttemptBegun"]);
  });

  it("gives up adding after five attempts, and tries to remove for ever", () => {
    const life = new Life();
    life.do(request("a"));
    life.do({ type: "approve", grant: "a", person: "ana" });
    const fail = (minutes: number) => {
      life.do({ type: "attempt" }, minutes);
      return life.do({ type: "failed", attempt: life.access?.attempts ?? 0, error: "no" }, minutes);
    };
    assert.deepEqual([0, 1, 2, 4].map(fail), Array(4).fill(["AttemptFailed"]));
    assert.deepEqual(fail(10), ["AccessEnded"]);
    assert.deepEqual([life.access?.state, life.access?.grants["a"]?.ended?.because], ["out", "failed"]);

    const removing = active([["a", 30]]);
    removing.do({ type: "tick" }, 30);
    const failRemoval = (minutes: number) => {
      removing.do({ type: "attempt" }, minutes);
      return removing.do({ type: "failed", attempt: removing.access?.attempts ?? 0, error: "no" }, minutes);
    };
    assert.deepEqual([30, 31, 32, 34].map(failRemoval), Array(4).fill(["AttemptFailed"]));
    assert.deepEqual(failRemoval(40), ["RemovalFailed"]);
    assert.equal(removing.dueAt, at(40), "it is due until it is a ticket");
    removing.do({ type: "reported", ticket: "T-1" }, 40);
    assert.equal(removing.dueAt, at(100));
    assert.deepEqual(failRemoval(100), ["RemovalFailed"]);
    assert.equal(removing.dueAt, at(160));
  });

  it("makes a ticket of a removal whose workers all end without a word, and gives up adding", () => {
    const life = active([["a", 30]]);
    life.do({ type: "tick" }, 30);
    const begun = [30, 35, 40, 45, 50].map((minutes) => life.do({ type: "attempt" }, minutes));
    assert.deepEqual(begun, Array(5).fill(["AttemptBegun"]));
    assert.deepEqual(life.do({ type: "attempt" }, 54), []);
    assert.deepEqual(life.do({ type: "attempt" }, 55), ["RemovalFailed"]);
    assert.deepEqual([life.access?.state, life.dueAt], ["failed", at(55)]);
    assert.match(String(life.do({ type: "removed", attempt: 6, evidence: "gone" }, 56)), /got one of 6/);
    life.do({ type: "reported", ticket: "T-1" }, 56);
    assert.deepEqual(life.do({ type: "attempt" }, 115), ["AttemptBegun"]);
    assert.deepEqual(life.do({ type: "attempt" }, 120), ["RemovalFailed"]);

    const adding = new Life();
    adding.do(request("a"));
    adding.do({ type: "approve", grant: "a", person: "ana" });
    for (const minutes of [0, 5, 10, 15, 20]) adding.do({ type: "attempt" }, minutes);
    adding.do({ type: "found", attempt: 5 }, 20);
    assert.deepEqual(adding.do({ type: "attempt" }, 25), ["AccessEnded", "RemovalStarted"]);
    assert.deepEqual(adding.do({ type: "attempt" }, 25), ["AttemptBegun"], "what was added without a word is removed");
  });

  it("keeps what is active when another grant can't be added", () => {
    const life = active([["a", 60]]);
    life.do(request("b"), 1);
    life.do({ type: "approve", grant: "b", person: "ana" }, 1);
    for (const minutes of [1, 2, 3, 5, 10]) {
      life.do({ type: "attempt" }, minutes);
      life.do({ type: "failed", attempt: life.access?.attempts ?? 0, error: "no" }, minutes);
    }
    assert.deepEqual([life.access?.state, life.access?.grants["a"]?.state], ["in", "active"]);
    assert.deepEqual(life.do({ type: "tick" }, 60), ["AccessEnded", "RemovalStarted"]);
  });
});
