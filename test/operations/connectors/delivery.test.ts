import * as assert from "node:assert/strict";
import fc from "fast-check";
import {
  deliveries,
  type Delivery,
  type DeliveryCommand,
  type DeliveryEvent,
  type Purpose,
} from "../../../operations/connectors/delivery";
import { Refusal } from "../../../operations/core/decider";
import { start } from "../tickets/fixture";
import { Life } from "./fixture";

/** A delivery that lives by itself: each time it is due, the next answer comes. */
class Course {
  delivery: Delivery | undefined;
  now = start;
  readonly events: DeliveryEvent[] = [];
  readonly tried: number[] = [];

  constructor(purpose: Purpose, addresses: number) {
    const message = new Life().message("TicketEscalated", "notice", { purpose });
    const to = Array.from({ length: addresses }, (_, index) => ({ connector: "chat", to: String(index) }));
    this.do({ type: "queue", message, addresses: to });
  }

  do(command: DeliveryCommand): void {
    const decided = deliveries.decide(this.delivery, command, this.now);
    if (decided instanceof Refusal) throw new Error(decided.reason);
    for (const event of decided) {
      const version = this.events.push(event);
      const recorded = { stream: "delivery/1", version, at: this.now, by: "desk", event };
      this.delivery = deliveries.evolve(this.delivery, recorded);
    }
  }

  /** Until it is over or the answers are. */
  run(answers: Iterable<DeliveryCommand>): this {
    for (const answer of answers) {
      const { dueAt } = deliveries.find(this.delivery ?? assert.fail());
      if (dueAt === undefined) break;
      assert.ok(dueAt >= this.now, "it is never due before it failed");
      this.now = dueAt;
      this.tried.push(this.delivery?.address ?? -1);
      this.do(answer);
    }
    return this;
  }

  get minutes(): number {
    return (Date.parse(this.now) - Date.parse(start)) / 60_000;
  }
}

const failing = fc.record({
  type: fc.constant("fail" as const),
  error: fc.constant("no answer"),
  permanent: fc.boolean(),
  afterSeconds: fc.option(fc.nat(10_000_000), { nil: undefined }),
});

describe("a delivery", () => {
  it("of a notice reaches somebody or is known to reach nobody, within ten minutes for each address", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.array(failing, { minLength: 16, maxLength: 16 }),
        (count, answers) => {
          const course = new Course("notice", count).run(answers);
          assert.equal(course.delivery?.state, "dead");
          assert.ok(course.minutes <= count * 10, String(course.minutes));
          assert.deepEqual(new Set(course.tried), new Set(Array.from({ length: count }, (_, index) => index)));
          assert.deepEqual(
            course.tried,
            course.tried.toSorted((a, b) => a - b),
            "no address is tried again after the next",
          );
        },
      ),
    );
  });

  it("of a record is tried for two days, and waits as long as it is asked to, but for a day at most", () => {
    const course = new Course("record", 1).run(Array<DeliveryCommand>(100).fill({ type: "fail", error: "no answer" }));
    assert.equal(course.delivery?.state, "dead");
    assert.ok(course.minutes > 47 * 60 && course.minutes < 49 * 60, String(course.minutes));
    const asked = new Course("record", 1).run([{ type: "fail", error: "busy", afterSeconds: 7200 }]);
    assert.equal(asked.delivery?.dueAt, "2026-11-24T11:00:00.000Z");
    const forEver = new Course("record", 1).run([{ type: "fail", error: "busy", afterSeconds: 1e9 }]);
    assert.equal(forEver.delivery?.dueAt, "2026-11-25T09:00:00.000Z");
  });

  it("is over once it is sent, dead or withdrawn, whatever a second worker says", () => {
    const ends: readonly DeliveryCommand[] = [
      { type: "succeed" },
      { type: "fail", error: "gone", permanent: true },
      { type: "withdraw", reason: "somebody has it" },
    ];
    for (const end of ends) {
      const course = new Course("notice", 1).run([end]);
      const known = course.events.length;
      const later: readonly DeliveryCommand[] = [...ends, { type: "begin" }, { type: "postpone", seconds: 15 }];
      for (const command of later) course.do(command);
      assert.equal(course.events.length, known);
      assert.equal(deliveries.find(course.delivery ?? assert.fail()).dueAt, undefined);
    }
  });

  it("that is dead stands in a list, and begins anew at its first address when somebody retries it", () => {
    const course = new Course("notice", 2).run(Array<DeliveryCommand>(8).fill({ type: "fail", error: "no answer" }));
    assert.equal(deliveries.find(course.delivery ?? assert.fail()).list, "delivery/dead");
    course.do({ type: "retry" });
    course.run([{ type: "succeed" }]);
    assert.deepEqual([course.tried.at(-1), course.delivery?.state], [0, "sent"]);
  });

  it("without an address is dead at once", () => {
    assert.equal(new Course("notice", 0).delivery?.state, "dead");
  });
});
