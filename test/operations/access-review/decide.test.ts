import * as assert from "node:assert/strict";
import fc from "fast-check";
import { after, type Recorded, Refusal } from "../../../operations/core/decider";
import {
  type Review,
  type ReviewCommand,
  type ReviewEvent,
  type ReviewItem,
  reviews,
} from "../../../operations/access-review/decide";

const start = "2026-11-24T09:00:00.000Z";
const days = (count: number) => after(start, count * 24 * 60);
const item: ReviewItem = {
  campaign: "2026-q4",
  principal: "bo",
  access: {
    ...{ source: "iam", kind: "group", name: "administrators", account: "123456789012", user: "bo" },
    ...{ gives: [], details: {} },
  },
  reviewer: "ana",
  deadline: days(14),
};

class Life {
  review: Review | undefined;
  readonly events: ReviewEvent[] = [];

  do(command: ReviewCommand, at: string, by = "clock"): readonly string[] | string {
    const decided = reviews.decide(this.review, command, at);
    if (decided instanceof Refusal) return decided.reason;
    for (const event of decided) {
      const recorded: Recorded<ReviewEvent> = { stream: "", version: this.events.length + 1, at, by, event };
      this.review = reviews.evolve(this.review, recorded);
      this.events.push(event);
    }
    return decided.map(({ type }) => type);
  }
}

function opened(changes: Partial<ReviewItem> = {}): Life {
  const life = new Life();
  life.do({ type: "open", item: { ...item, ...changes } }, start);
  return life;
}

const keep: ReviewCommand = { type: "decide", decision: "keep", person: "ana", reason: "on call" };
const reassign: ReviewCommand = { type: "reassign", reviewer: "chen", person: "ana", reason: "away" };
const failed: ReviewCommand = { type: "failed", error: "AccessDenied" };
const revoke: ReviewCommand = { ...keep, decision: "revoke", reason: "moved" };

describe("an item of an access review", () => {
  it("reminds the reviewer a week, two days and a day before the deadline, once for all that were missed", () => {
    const life = opened();
    const due: (string | undefined)[] = [];
    for (const day of [7, 12, 13]) {
      due.push(life.review?.dueAt);
      assert.deepEqual(life.do({ type: "tick" }, days(day)), ["ReviewReminded"]);
      assert.deepEqual(life.do({ type: "tick" }, days(day)), []);
    }
    assert.deepEqual([...due, life.review?.dueAt], [days(7), days(12), days(13), days(14)]);
    const asleep = opened();
    assert.deepEqual(asleep.do({ type: "tick" }, days(13.5)), ["ReviewReminded"]);
    assert.deepEqual(asleep.do({ type: "tick" }, days(13.6)), []);
  });

  it("is revoked when nobody answers, unless it is exempt", () => {
    const life = opened();
    assert.deepEqual(life.do({ type: "tick" }, days(14)), ["ReviewDecided"]);
    assert.deepEqual([life.review?.state, life.review?.decision?.decision], ["decided", "revoke"]);
    const exempt = opened({ exempt: "break-glass" });
    exempt.do({ type: "tick" }, days(14));
    assert.deepEqual([exempt.review?.state, exempt.review?.decision?.decision], ["done", "keep"]);
  });

  it("is done only when reading back shows that the access is gone", () => {
    const life = opened();
    life.do(revoke, days(1));
    assert.deepEqual([life.review?.state, life.review?.dueAt], ["decided", days(1)]);
    life.do({ type: "applied", evidence: "not a member of administrators" }, days(2));
    assert.deepEqual([life.review?.state, life.review?.effect?.evidence], ["done", "not a member of administrators"]);
  });

  it("is tried again when revoking fails, and needs a person after the fifth time", () => {
    const life = opened();
    life.do(revoke, days(1));
    for (let attempt = 0; attempt < 4; attempt++) assert.deepEqual(life.do(failed, days(1)), ["ReviewAttemptFailed"]);
    assert.deepEqual(life.do(failed, days(1)), ["ReviewFailed"]);
    assert.deepEqual([life.review?.state, life.review?.dueAt], ["error", days(1)], "it is due until it is a ticket");
    life.do({ type: "reported", ticket: "T-1" }, days(1));
    assert.deepEqual([life.review?.ticket, life.review?.dueAt], ["T-1", undefined]);
    life.do({ type: "retry" }, days(2));
    assert.deepEqual([life.review?.state, life.review?.dueAt], ["decided", days(2)]);
  });

  it("needs a person at once when trying again is useless", () => {
    const life = opened();
    life.do(revoke, days(1));
    assert.deepEqual(life.do({ ...failed, permanent: true }, days(1)), ["ReviewFailed"]);
  });

  it("keeps what a deletion would lose, once, and only before it is done", () => {
    const life = opened();
    const record: ReviewCommand = { type: "record", before: "{}" };
    assert.deepEqual(life.do(record, days(1)), []);
    life.do(revoke, days(1));
    assert.deepEqual([life.do(record, days(1)), life.do(record, days(1))], [["FormerStateRecorded"], []]);
    life.do({ type: "applied", evidence: "gone" }, days(1));
    assert.deepEqual(life.do({ type: "record", before: "{ }" }, days(2)), []);
    assert.equal(life.review?.before, "{}");
  });

  it("is decided by its reviewer alone, and never by the one whose access it is", () => {
    assert.match(String(opened().do({ ...keep, person: "bo" }, days(1))), /got the one whose access it is/);
    assert.match(String(opened().do({ ...keep, person: "chen" }, days(1))), /expected ana to decide, got chen/);
    assert.match(String(new Life().do({ type: "open", item: { ...item, reviewer: "bo" } }, start)), /other than bo/);
    assert.match(String(opened().do({ ...reassign, reviewer: "bo" }, days(1))), /other than bo/);
    const life = opened();
    assert.match(
      String(life.do({ ...reassign, person: "bo" }, days(1))),
      /expected somebody else to choose the reviewer/,
    );
    life.do(reassign, days(1));
    assert.deepEqual(life.do({ ...keep, person: "chen" }, days(2)), ["ReviewDecided"]);
  });

  it("may still be revoked after it was kept, but not kept after it was revoked", () => {
    const life = opened();
    life.do(keep, days(1));
    assert.deepEqual(life.do(revoke, days(2)), ["ReviewDecided"]);
    assert.match(String(life.do(keep, days(3))), /expected an item that is open, got one that is decided/);
  });

  it("comes to an end whatever happens: the clock alone leads it to a decision, and an effect to done or error", () => {
    const commands = fc.constantFrom<ReviewCommand>(
      ...[keep, revoke, { type: "tick" } as const, { type: "retry" } as const],
      ...[{ type: "applied", evidence: "gone" } as const, failed],
      ...[{ ...reassign, reviewer: "ana" }, { type: "record", before: "{}" } as const],
      ...[{ ...failed, permanent: true }, { type: "reported", ticket: "T-1" } as const],
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(commands, fc.integer({ min: 0, max: 40 })), { maxLength: 30 }), (steps) => {
        const life = opened();
        let hours = 0;
        for (const [command, pause] of steps) {
          hours += pause;
          life.do(command, after(start, hours * 60));
          const { state, dueAt, decision, effect } = life.review ?? assert.fail();
          const last = life.events.filter(({ type }) => /^Review(Failed|TicketOpened)$/.test(type)).at(-1);
          const isUntold = state === "error" && last?.type === "ReviewFailed";
          assert.equal(dueAt !== undefined, state === "open" || state === "decided" || isUntold);
          if (state === "done" && decision?.decision === "revoke") assert.ok(effect?.evidence !== undefined);
        }
        life.do({ type: "tick" }, days(100));
        assert.notEqual(life.review?.state, "open");
      }),
    );
  });
});
