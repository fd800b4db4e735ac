import * as assert from "node:assert/strict";
import type { ContainmentCommand } from "../../../operations/containment/containment";
import { containments } from "../../../operations/containment/decide";
import { leaseMinutes } from "../../../operations/containment/report";
import { targetOf } from "../../../operations/containment/target";
import { after } from "../../../operations/core/decider";
import { facts, guards, Line, line, release, type Request, request, start, target } from "./line";

describe("A containment", () => {
  it("is refused, on record, for what can't be read or is protected, and nothing is left to do", () => {
    const host = targetOf("host/123456789012/eu-west-1/i-0123456789abcdef0");
    const cases: readonly [Partial<Request>, RegExp][] = [
      [{ facts: { known: false, error: "AccessDenied" } }, /expected to know what .* is, got: AccessDenied/],
      [{ target: targetOf("role/123456789012/break-glass") }, /protected.*role\/break-glass/],
      [{ facts: { ...facts, names: ["arn:aws:iam::123456789012:role/ops/break-glass"] }, target: host }, /protected/],
      [{ facts: { ...facts, tags: { keep: "yes" } }, guards: { ...guards, protected: ["tag:keep=*"] } }, /protected/],
      [{ guards: { ...guards, self: ["arn:aws:sts::123456789012:assumed-role/deploy/desk"] } }, /protected/],
      [{ guards: { ...guards, protected: ["*"] } }, /protected/],
      [
        {
          target: targetOf("address/123456789012/eu-west-1/198.51.100.9"),
          guards: { ...guards, protected: ["address/198.51.100.0/24"] },
        },
        /protected/,
      ],
    ];
    for (const [change, reason] of cases) {
      const made = line(request("h1", change));
      assert.deepEqual(
        made.events.map(({ type }) => type),
        ["ContainmentRefused"],
      );
      assert.match((made.events[0] as { reason: string }).reason, reason);
      assert.equal(made.state?.state, "free");
      assert.equal(containments.find(made.state).dueAt, undefined);
    }
  });

  it("begins at once for one target outside of production", () => {
    const made = line(request("h1"));
    assert.equal(made.state?.state, "applying");
    assert.equal(containments.find(made.state).dueAt, start);
  });

  it("waits for another person in production, by account or by tag, and for several targets", () => {
    const cases: readonly Partial<Request>[] = [
      { guards: { ...guards, production: [target.account] } },
      { facts: { ...facts, tags: { Environment: "production" } } },
      { together: 2 },
    ];
    for (const change of cases) {
      const made = line(request("h1", change));
      assert.equal(made.state?.state, "requested");
      assert.match(made.types({ type: "approve", hold: "h1", by: "user:ana" })[0]!, /another person than user:ana/);
      assert.match(made.types({ type: "approve", hold: "h1", by: "source:siem" })[0]!, /expected a person/);
      assert.deepEqual(made.types({ type: "attempt" })[0]?.slice(0, 8), "refused:");
      assert.deepEqual(made.types({ type: "approve", hold: "h1", by: "user:bob" }), ["ContainmentApproved"]);
      assert.equal(made.state?.state, "applying");
    }
  });

  it("that an automation asks for in production needs two persons", () => {
    const made = line(request("h1", { by: "source:guardduty", together: 2 }));
    made.do({ type: "approve", hold: "h1", by: "user:ana" });
    assert.match(made.types({ type: "approve", hold: "h1", by: "user:ana" })[0]!, /who agreed already/);
    assert.equal(made.state?.state, "requested");
    made.do({ type: "approve", hold: "h1", by: "user:bob" });
    assert.equal(made.state?.state, "applying");
  });

  it("to which nobody agrees is refused after a day", () => {
    const made = line(request("h1", { together: 2 }));
    assert.equal(containments.find(made.state!).dueAt, after(start, 24 * 60));
    made.pass(24 * 60);
    assert.deepEqual(made.types({ type: "tick" }), ["ContainmentRefused"]);
    assert.equal(made.state?.state, "free");
  });

  it("asks guards and budget again before the first effect, as things may have changed", () => {
    const changes: readonly Partial<Extract<ContainmentCommand, { type: "admit" }>>[] = [
      { facts: { ...facts, tags: { x: "y" } }, guards: { ...guards, protected: ["tag:x=y"] } },
      { exhausted: "expected at most 5 containments within an hour, got 6" },
      { facts: { known: false, error: "Throttling" } },
    ];
    for (const change of changes) {
      const made = line(request("h1"), { type: "attempt" });
      const admit: ContainmentCommand = { type: "admit", attempt: 1, facts, guards, before: {}, ...change };
      assert.deepEqual(made.types(admit), ["ContainmentRefused"]);
      assert.deepEqual([made.state?.state, made.state?.before, made.state?.lease], ["free", undefined, undefined]);
      assert.match(made.types({ type: "applied", attempt: 1 })[0]!, /^refused/);
    }
  });

  it("stays while one hold is left, and is released with the last", () => {
    const made = line(request("h1"), request("h2", { by: "user:bob" }));
    made.contain();
    assert.deepEqual(made.types(release("h1")), ["ContainmentHoldEnded"]);
    assert.equal(made.state?.state, "contained");
    assert.deepEqual(made.types(release("h2")), ["ContainmentHoldEnded", "ContainmentReleaseStarted"]);
    assert.equal(made.state?.state, "releasing");
  });

  it("that is released before anything was done is free at once", () => {
    const made = line(request("h1"), { type: "attempt" });
    assert.deepEqual(made.types(release("h1")), ["ContainmentHoldEnded", "ContainmentReleased"]);
    assert.match(made.types({ type: "admit", attempt: 1, facts, guards, before: {} })[0]!, /^refused/);
    assert.equal(made.state?.state, "free");
  });

  it("takes a further hold without approval, as it changes nothing, and without end keeps what waits apart", () => {
    const made = line(request("h1"));
    made.contain();
    made.do(request("h2", { together: 3 }));
    assert.equal(made.state?.holds["h2"]?.inForce, true);
  });

  it("ends by itself at its time only, and asks for a review otherwise", () => {
    const made = line(request("h1", { hold: { id: "h1", reason: "r", until: after(start, 60) } }), request("h2"));
    made.contain();
    made.pass(60);
    assert.deepEqual(made.types({ type: "tick" }), ["ContainmentHoldEnded"]);
    made.pass(23 * 60);
    assert.deepEqual(made.types({ type: "tick" }), ["ContainmentReviewDue"]);
    assert.equal(made.state?.state, "contained");
    made.pass(24 * 60);
    assert.deepEqual(made.types({ type: "tick" }), ["ContainmentReviewDue"]);
    assert.deepEqual(made.types({ type: "review", note: "still beacons" }), ["ContainmentReviewed"]);
    assert.equal(made.state?.reviewAt, after(made.now, 24 * 60));
  });

  it("is looked at every hour, and fails when it has been undone, until somebody has it done again", () => {
    const made = line(request("h1"));
    made.contain();
    assert.equal(containments.find(made.state!).dueAt, after(start, 60));
    made.pass(60);
    assert.deepEqual(made.types({ type: "check" }), ["ContainmentChecked"]);
    assert.equal(containments.find(made.state!).dueAt, after(start, 120));
    assert.deepEqual(made.types({ type: "check", missing: "iam PutRolePolicy" }), ["ContainmentFailed"]);
    assert.deepEqual([made.state?.state, made.state?.error], ["failed", "iam PutRolePolicy"]);
    assert.deepEqual(made.types({ type: "check", missing: "x" }), []);
    made.do({ type: "retry" });
    made.do({ type: "attempt" });
    assert.deepEqual(made.types({ type: "applied", attempt: 2 }), ["ContainmentApplied"]);
  });

  it("of security outlasts its schedule, and needs no budget that the schedule takes", () => {
    const made = line({ type: "switch-off", target, schedule: "nights", guards });
    made.contain();
    made.do(request("h1"));
    assert.deepEqual(made.types({ type: "switch-on", schedule: "nights" }), ["ContainmentHoldEnded"]);
    assert.equal(made.state?.state, "contained");
    assert.match(made.types(request("schedule:nights"))[0]!, /expected a hold that is no schedule's/);
  });

  it("fails after five attempts, lost ones among them, until somebody tries again", () => {
    const made = line(request("h1"));
    for (let attempt = 1; attempt <= 4; attempt++) {
      assert.deepEqual(made.types({ type: "attempt" }), ["ContainmentAttempted"]);
      if (attempt % 2 === 0) {
        made.pass(leaseMinutes);
        continue;
      }
      assert.deepEqual(made.types({ type: "fail", attempt, error: "throttled" }), ["ContainmentAttemptFailed"]);
      assert.match(made.types({ type: "attempt" })[0]!, /^refused: expected the time/);
      made.pass(5);
    }
    made.do({ type: "attempt" });
    assert.deepEqual(made.types({ type: "fail", attempt: 5, error: "throttled" }), ["ContainmentFailed"]);
    assert.equal(containments.find(made.state!).dueAt, undefined);
    assert.deepEqual(made.types({ type: "retry" }), ["ContainmentRetried"]);
    assert.equal(made.state?.state, "applying");
  });

  it("whose release fails for good can be taken as it is, with a reason", () => {
    const made = line(request("h1"));
    made.contain();
    made.do(release("h1"));
    made.do({ type: "attempt" });
    made.do({ type: "fail", attempt: 2, error: "another value", permanent: true });
    assert.deepEqual([made.state?.state, made.state?.failedIn], ["failed", "releasing"]);
    assert.match(made.types({ type: "accept", reason: " " })[0]!, /expected a reason/);
    assert.deepEqual(made.types({ type: "accept", reason: "the new value is right" }), ["ContainmentAccepted"]);
    assert.deepEqual([made.state?.state, made.state?.before], ["free", undefined]);
  });

  it("lets a worker that was overtaken end without a word on the new course", () => {
    const made = line(request("h1"), { type: "attempt" });
    made.do({ type: "admit", attempt: 1, facts, guards, before: {} });
    made.do(release("h1"));
    assert.match(made.types({ type: "attempt" })[0]!, /expected no worker at it/);
    assert.deepEqual(made.types({ type: "applied", attempt: 1 }), ["ContainmentAttemptOvertaken"]);
    assert.equal(made.state?.state, "releasing");
    assert.deepEqual(made.types({ type: "attempt" }), ["ContainmentAttempted"]);
  });

  it("takes no report of a worker whose lease is over and taken by another", () => {
    const made = line(request("h1"), { type: "attempt" });
    made.do({ type: "admit", attempt: 1, facts, guards, before: {} });
    made.pass(leaseMinutes);
    made.do({ type: "attempt" });
    assert.match(made.types({ type: "applied", attempt: 1 })[0]!, /expected a report of attempt 2, got one of 1/);
    assert.equal(made.state?.state, "applying");
  });

  it("that is asked for again before all is released begins anew, and keeps what it restores", () => {
    const made = line(request("h1"));
    made.contain();
    made.do(release("h1"));
    made.do({ type: "attempt" });
    made.do({ type: "restored", attempt: 2, restUntil: after(start, 720) });
    assert.equal(containments.find(made.state!).dueAt, after(start, 720));
    made.pass(60);
    made.do(request("h2"));
    assert.deepEqual([made.state?.state, made.state?.since], ["applying", made.now]);
    made.do({ type: "attempt" });
    assert.match(made.types({ type: "applied", attempt: 3 })[0]!, /expected a containment that was admitted/);
    assert.deepEqual(made.types({ type: "admit", attempt: 3, facts, guards, before: { policies: { ours: "x" } } }), [
      "ContainmentAdmitted",
    ]);
    assert.deepEqual(made.state?.before, { policies: {} });
  });

  it("refuses what has no reason, no hold, or comes again", () => {
    const made = line(request("h1"));
    const cases: readonly [ContainmentCommand, RegExp][] = [
      [request("h2", { hold: { id: "h2", reason: " " } }), /expected a reason to contain/],
      [request("h1"), /expected a new hold/],
      [request("h2", { hold: { id: "h2", reason: "r", until: start } }), /expected an end to come/],
      [release("h9"), /expected one of the holds h1, got h9/],
      [{ type: "release", hold: "h1", reason: "" }, /expected a reason to release/],
      [{ type: "approve", hold: "h1", by: "user:bob" }, /expected a hold that waits/],
      [{ type: "retry" }, /expected a containment that failed/],
      [{ type: "review", note: "" }, /expected a note/],
    ];
    for (const [command, pattern] of cases) assert.match(made.types(command).join(), pattern);
    assert.match(new Line().types({ type: "tick" })[0]!, /expected a target that was contained before/);
  });
});
