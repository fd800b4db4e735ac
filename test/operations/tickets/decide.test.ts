import * as assert from "node:assert/strict";
import fc from "fast-check";
import { after, type Recorded, Refusal } from "../../../operations/core/decider";
import { isOpen, tickets } from "../../../operations/tickets/decide";
import { resolutions, type Ticket, type TicketCommand, type TicketEvent } from "../../../operations/tickets/ticket";
import { anySeverity, findingOf, policy, route, start } from "./fixture";

const open: Extract<TicketCommand, { type: "open" }> = {
  type: "open",
  id: "T-1",
  key: "key",
  finding: findingOf(),
  route,
};

/** A ticket with its history, as a store would keep both. */
class Life {
  ticket: Ticket | undefined;
  readonly history: Recorded<TicketEvent>[] = [];

  /** The types of what the command led to, or why it was refused. */
  do(command: TicketCommand, now: string, by = "user:ana"): readonly string[] | string {
    const decided = tickets.decide(this.ticket, command, now);
    if (decided instanceof Refusal) return decided.reason;
    for (const event of decided) {
      const recorded = { stream: "ticket/T-1", version: this.history.length + 1, at: now, by, event };
      this.history.push(recorded);
      this.ticket = tickets.evolve(this.ticket, recorded);
    }
    return decided.map(({ type }) => type);
  }

  get dueAt(): string | undefined {
    return this.ticket && tickets.find(this.ticket).dueAt;
  }
}

function opened(changes: Partial<typeof route> = {}): Life {
  const life = new Life();
  life.do({ ...open, route: { ...route, ...changes } }, start);
  return life;
}

const at = (minutes: number) => after(start, minutes);

describe("a ticket", () => {
  it("tells the first level as soon as it is opened", () => {
    const life = new Life();
    assert.deepEqual(life.do(open, start), ["TicketOpened", "TicketEscalated"]);
    assert.equal(life.dueAt, at(15));
  });

  it("keeps the policy that it was opened with", () => {
    assert.deepEqual(opened().ticket?.escalation.policy, policy);
  });

  it("belongs to whoever acknowledges it, unless it belongs to somebody", () => {
    const life = opened();
    life.do({ type: "acknowledge" }, at(5));
    assert.equal(life.ticket?.assignee, "ana");
    life.do({ type: "acknowledge" }, at(6), "user:bo");
    assert.equal(life.ticket?.assignee, "ana");
  });

  it("escalates from the start when an acknowledgement expires", () => {
    const life = opened();
    life.do({ type: "tick" }, at(15));
    life.do({ type: "acknowledge" }, at(20));
    assert.deepEqual(life.do({ type: "tick" }, at(260)), ["TicketAcknowledgementExpired", "TicketEscalated"]);
    assert.equal(life.ticket?.escalation.level, 0);
  });

  it("stays acknowledged without an end when the policy has none for its severity", () => {
    const life = opened({ severity: "low" });
    life.do({ type: "acknowledge" }, at(5));
    assert.equal(life.ticket?.acknowledged?.until, undefined);
  });

  it("wakes from a snooze by itself, and escalates from the start", () => {
    const life = opened();
    assert.deepEqual(life.do({ type: "snooze", until: at(120), reason: "after the release" }, at(5)), [
      "TicketSnoozed",
    ]);
    life.do({ type: "tick" }, at(60));
    assert.deepEqual(life.do({ type: "tick" }, at(120)), ["TicketWoke", "TicketEscalated"]);
  });

  it("can't be snoozed without a reason, into the past, or for longer than its severity bears", () => {
    const life = opened({ severity: "critical" });
    assert.equal(
      life.do({ type: "snooze", until: at(60), reason: " " }, start),
      "expected a reason to snooze, got none",
    );
    assert.match(String(life.do({ type: "snooze", until: start, reason: "x" }, start)), /4 hours at most/);
    assert.match(String(life.do({ type: "snooze", until: at(241), reason: "x" }, start)), /4 hours at most/);
    assert.deepEqual(life.do({ type: "snooze", until: at(240), reason: "x" }, start), ["TicketSnoozed"]);
  });

  it("counts the same finding, and starts over when it comes back worse", () => {
    const life = opened();
    const again: TicketCommand = { type: "repeat", finding: findingOf({ id: "2", at: at(10) }), severity: "high" };
    assert.deepEqual(life.do(again, at(10)), ["TicketRepeated"]);
    life.do({ type: "acknowledge" }, at(11));
    const worse = findingOf({ id: "3", severity: "critical" });
    assert.deepEqual(life.do({ type: "repeat", finding: worse, severity: "critical" }, at(12)), [
      ...["TicketRepeated", "TicketSeverityChanged", "TicketEscalated"],
    ]);
    assert.deepEqual([life.ticket?.seen.count, life.ticket?.state], [3, "triggered"]);
  });

  it("stays as bad as an analyst said when the finding comes back milder", () => {
    const life = opened({ severity: "critical" });
    life.do({ type: "repeat", finding: findingOf(), severity: "low" }, at(1));
    assert.equal(life.ticket?.severity, "critical");
  });

  it("stays as mild as an analyst said when the source reports the same as before", () => {
    const life = opened();
    life.do({ type: "change-severity", severity: "low", reason: "a test account" }, at(1));
    life.do({ type: "repeat", finding: findingOf({ id: "2" }), severity: "high" }, at(2));
    assert.equal(life.ticket?.severity, "low");
  });

  it("only counts a finding whose risk is accepted for 90 days, unless it comes back worse", () => {
    const life = opened();
    life.do({ type: "resolve", resolution: "accepted-risk", note: "until the migration" }, start);
    const again: TicketCommand = { type: "repeat", finding: findingOf({ id: "2" }), severity: "high" };
    assert.deepEqual(life.do(again, at(10)), ["TicketRepeated"]);
    assert.deepEqual([life.ticket?.state, life.ticket?.seen.count], ["resolved", 2]);
    assert.equal(life.dueAt, after(start, 90 * 24 * 60));
    const worse: TicketCommand = { type: "repeat", finding: findingOf({ severity: "critical" }), severity: "critical" };
    assert.deepEqual(life.do(worse, at(20)), ["TicketReopened", "TicketSeverityChanged", "TicketEscalated"]);
  });

  it("is opened again by the same finding within its hours, and closed after them", () => {
    const life = opened();
    life.do({ type: "resolve", resolution: "fixed", note: "" }, at(10));
    assert.equal(life.dueAt, after(at(10), 72 * 60));
    const again: TicketCommand = { type: "repeat", finding: findingOf({ at: at(20) }), severity: "high" };
    assert.deepEqual(life.do(again, at(20)), ["TicketReopened", "TicketEscalated"]);
    life.do({ type: "clear", detail: "gone" }, at(30), "source:securityhub");
    assert.equal(life.ticket?.resolved?.resolution, "fixed-at-source");
    assert.deepEqual(life.do({ type: "tick" }, after(at(30), 72 * 60)), ["TicketClosed"]);
    assert.match(String(life.do(again, at(99_999))), /not closed/);
  });

  it("asks for a note with every resolution but fixed", () => {
    for (const resolution of resolutions.filter((each) => each !== "fixed")) {
      assert.match(String(opened().do({ type: "resolve", resolution, note: "" }, at(1))), new RegExp(resolution));
    }
  });

  it("goes to another department with its history and that one's policy", () => {
    const life = opened();
    const other = { ...policy, name: "platform", levels: [{ targets: ["person:petra"], minutes: 5 }] };
    life.do({ type: "hand-over", department: "platform", policy: other, reason: "their bucket" }, at(3));
    const { event } = life.history.at(-1) ?? assert.fail();
    assert.deepEqual(event.type === "TicketEscalated" && event.targets, ["person:petra"]);
    assert.deepEqual([life.ticket?.department, life.ticket?.openedAt], ["platform", start]);
  });

  it("goes to the next level at once when a notice failed, except at the catch-all, which goes on hourly", () => {
    const failed: TicketCommand = { type: "notice-failed", target: "rota:security", error: "no answer" };
    const life = opened();
    assert.deepEqual(life.do(failed, at(1)), ["NotificationFailed", "TicketEscalated"]);
    for (let step = 0; step < 3; step++) life.do(failed, at(2));
    assert.equal(life.ticket?.escalation.exhausted, true);
    assert.deepEqual(life.do(failed, at(3)), ["NotificationFailed"]);
    assert.equal(life.dueAt, at(60));
  });

  it("says once that a deadline is missed, and counts the first acknowledgement alone", () => {
    const life = opened();
    life.do({ type: "tick" }, at(15));
    assert.deepEqual(life.do({ type: "tick" }, at(60)), ["TicketDeadlineMissed", "TicketEscalated"]);
    assert.deepEqual(life.do({ type: "tick" }, at(60)), []);
    const timely = opened();
    timely.do({ type: "acknowledge" }, at(5));
    timely.do({ type: "tick" }, at(245));
    assert.equal(timely.ticket?.deadlines.acknowledge.missed, false);
  });

  it("refuses what its state doesn't allow, and what is meant for a ticket that isn't there", () => {
    const life = opened();
    life.do({ type: "resolve", resolution: "fixed", note: "" }, at(1));
    assert.match(
      String(life.do({ type: "acknowledge" }, at(2))),
      /triggered or acknowledged or snoozed, got one that is resolved/,
    );
    assert.match(String(new Life().do({ type: "acknowledge" }, start)), /expected the ticket to exist/);
    assert.match(String(life.do(open, start)), /expected no ticket T-1, got one/);
  });

  const commands: fc.Arbitrary<TicketCommand | "hours later"> = fc.oneof(
    { weight: 4, arbitrary: fc.constant<TicketCommand>({ type: "tick" }) },
    fc.constant("hours later" as const),
    fc.record({ type: fc.constant("repeat" as const), finding: fc.constant(findingOf()), severity: anySeverity }),
    fc.constantFrom<TicketCommand>(
      ...[{ type: "acknowledge" } as const, { type: "clear", detail: "gone" } as const],
      ...[{ type: "assign", assignee: "bo" } as const, { type: "comment", text: "looking" } as const],
      { type: "hand-over", department: "platform", policy, reason: "theirs" },
      { type: "notice-failed", target: "person:bo", error: "no answer" },
    ),
    fc.record({ type: fc.constant("change-severity" as const), severity: anySeverity, reason: fc.constant("known") }),
    fc.record({
      type: fc.constant("resolve" as const),
      resolution: fc.constantFrom(...resolutions),
      note: fc.constant("n"),
    }),
    fc.constant<TicketCommand>({ type: "snooze", until: "", reason: "later" }),
  );
  const lives = fc.array(fc.tuple(commands, fc.integer({ min: 0, max: 90 })), { maxLength: 60 });

  /** Lives through commands, the next some minutes after the one before; calls back after each. */
  function live(
    steps: readonly (readonly [TicketCommand | "hours later", number])[],
    check: (life: Life, now: string) => void,
  ): void {
    const life = opened();
    let now = start;
    for (const [step, minutes] of steps) {
      now = after(now, step === "hours later" ? minutes * 60 : minutes);
      if (step === "hours later") continue;
      life.do(step.type === "snooze" ? { ...step, until: after(now, 1 + minutes) } : step, now);
      check(life, now);
    }
  }

  it("is what its history says, whatever happens to it", () => {
    fc.assert(
      fc.property(lives, (steps) => {
        live(steps, ({ ticket, history }) => {
          const again = history.reduce<Ticket | undefined>((before, event) => tickets.evolve(before, event), undefined);
          assert.deepEqual(again, ticket);
        });
      }),
    );
  });

  it("is due as long as nobody has it, so that silence always reaches somebody", () => {
    fc.assert(
      fc.property(lives, (steps) => {
        live(steps, (life, now) => {
          if (life.ticket?.state !== "triggered") return;
          const due = life.dueAt ?? assert.fail("a triggered ticket that is never due");
          const later = due > now ? due : now;
          const told = () => life.history.filter(({ event }) => event.type === "TicketEscalated").length;
          const before = told();
          // A deadline may come first, the escalation then is an hour away at most.
          for (const minutes of [0, 60]) life.do({ type: "tick" }, after(later, minutes));
          assert.ok(told() > before);
        });
      }),
    );
  });

  it("is moved once by the clock, however often that strikes", () => {
    fc.assert(
      fc.property(lives, (steps) => {
        live(steps, (life, now) => {
          life.do({ type: "tick" }, now);
          const before = life.history.length;
          assert.deepEqual(life.do({ type: "tick" }, now), []);
          assert.equal(life.history.length, before);
        });
      }),
    );
  });

  it("counts every repeat, and stands in the list of its state", () => {
    fc.assert(
      fc.property(lives, (steps) => {
        live(steps, ({ ticket, history }) => {
          assert.ok(ticket);
          const seen = history.filter(({ event }) =>
            ["TicketOpened", "TicketRepeated", "TicketReopened"].includes(event.type),
          );
          assert.equal(ticket.seen.count, seen.length);
          assert.equal(tickets.find(ticket).list, `ticket/${isOpen(ticket) ? "open" : ticket.state}`);
        });
      }),
    );
  });
});
