import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { isAdmitted, leaseMinutes } from "../../../operations/containment/report";
import { inForce } from "../../../operations/containment/evolve";
import { Refusal } from "../../../operations/core/decider";
import { facts, guards, Line, release, request } from "./line";

interface Worker {
  readonly attempt: number;
  readonly isReleasing: boolean;
  readonly until: string;
  /** The record as it was when it began; what it read of AWS afterwards. */
  readonly before: unknown;
  readonly read?: string;
  readonly step: number;
}

/** A target on AWS, and two workers that may be cut off after any step. */
interface World {
  readonly line: Line;
  /** What is on AWS: the former value, ours, or half of it. */
  value: string;
  readonly workers: [Worker | undefined, Worker | undefined];
}

const former = "as it was";

/** What a worker does next, as in drive.ts: it knows only the record as it was when it began. */
function step(world: World, which: 0 | 1): void {
  const worker = world.workers[which];
  world.workers[which] = worker ? next(world, worker) : begin(world);
}

function begin({ line }: World): Worker | undefined {
  const begun = line.do({ type: "attempt" });
  const lease = line.state?.lease;
  if (begun instanceof Refusal || begun[0]?.type !== "ContainmentAttempted" || !lease) return undefined;
  const { attempt, phase, until } = lease;
  return { attempt, isReleasing: phase === "releasing", until, before: line.state?.before, step: 0 };
}

function next(world: World, worker: Worker): Worker | undefined {
  const { line } = world;
  const { attempt } = worker;
  const send = (value: string) => {
    if (line.now < worker.until) world.value = value;
    else line.do({ type: "fail", attempt, error: "too late" });
    return line.now < worker.until ? { ...worker, step: worker.step + 1 } : undefined;
  };
  if (worker.isReleasing) {
    if (worker.step === 0) return send((worker.before as { value: string }).value);
    line.do({ type: "restored", attempt });
    return undefined;
  }
  switch (worker.step) {
    case 0:
      return { ...worker, read: world.value, step: 1 };
    case 1: {
      const done = line.do({ type: "admit", attempt, facts, guards, before: { value: worker.read } });
      const isIn = !(done instanceof Refusal) && line.state?.lease?.attempt === attempt && isAdmitted(line.state);
      return isIn ? { ...worker, step: 2 } : undefined;
    }
    case 2:
      return send("half");
    case 3:
      return send("ours");
    default:
      line.do({ type: "applied", attempt });
      return undefined;
  }
}

type Move = "request" | "release" | "approve" | "work" | "kill" | "pass" | "fail" | "tick" | "retry";

describe("A containment under any course of events", () => {
  const moves = fc.array(
    fc.record({
      move: fc.constantFrom<Move>(
        ...(["request", "release", "approve", "kill", "pass", "fail", "tick", "retry"] as const),
        ...(["work", "work", "work", "work"] as const),
      ),
      hold: fc.constantFrom("h1", "h1", "h2"),
      by: fc.constantFrom("user:ana", "user:bob", "source:siem"),
      together: fc.constantFrom(1, 1, 2),
      minutes: fc.integer({ min: 1, max: 30 }),
      second: fc.boolean(),
    }),
    { minLength: 5, maxLength: 60, size: "max" },
  );

  it("does nothing before the former state is on record, and in the end leaves it exactly as that or contained", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(moves, (course) => {
        const world: World = { line: new Line(), value: former, workers: [undefined, undefined] };
        const { line } = world;
        const act = (move: (typeof course)[number]): unknown => {
          const which = move.second ? 1 : 0;
          const worker = world.workers[which];
          switch (move.move) {
            case "request":
              return line.do(request(move.hold, { by: move.by, together: move.together }));
            case "release":
              return line.do(release(move.hold));
            case "approve":
              return line.do({ type: "approve", hold: move.hold, by: move.by });
            case "work":
              step(world, which);
              return;
            case "kill":
              return (world.workers[which] = undefined);
            case "pass":
              line.pass(move.minutes);
              return;
            case "fail":
              if (worker) line.do({ type: "fail", attempt: worker.attempt, error: "x", permanent: move.minutes > 20 });
              return (world.workers[which] = undefined);
            case "tick":
              return line.do({ type: "tick" });
            case "retry":
              return line.do({ type: "retry" });
          }
        };
        for (const move of course) {
          act(move);
          const state = line.state;
          if (state) seen.add(state.state);
          if (world.value !== former) {
            assert.deepEqual(state?.before, { value: former }, "an effect without the former state on record");
          }
          if (state?.state === "contained") assert.equal(world.value, "ours");
          if (state?.state === "free" || state?.state === "requested") assert.equal(world.value, former);
          if (state?.state === "applying" || state?.state === "contained") assert.ok(inForce(state.holds).length > 0);
        }
        // Left to itself, with somebody who tries again, it comes to rest where its holds say.
        for (let round = 0; round < 60; round++) {
          if (line.state?.state === "failed") line.do({ type: "retry" });
          if (round % 6 === 5) {
            world.workers.fill(undefined);
            line.pass(leaseMinutes + 5);
          }
          step(world, 0);
        }
        if (!line.state) return;
        seen.add(line.state.state);
        const held = inForce(line.state.holds).length > 0;
        assert.equal(
          line.state.state,
          held ? "contained" : Object.keys(line.state.holds).length > 0 ? "requested" : "free",
        );
        assert.equal(world.value, held ? "ours" : former);
      }),
      { numRuns: 3000 },
    );
    assert.deepEqual([...seen].sort(), ["applying", "contained", "failed", "free", "releasing", "requested"]);
  });

  it("never begins in production without two persons", () => {
    let begun = 0;
    fc.assert(
      fc.property(moves, (course) => {
        const line = new Line();
        for (const { move, hold, by } of course) {
          const before = line.state?.state;
          if (move === "request") line.do(request(hold, { by, together: 2 }));
          if (move !== "request" && move !== "release") line.do({ type: "approve", hold, by });
          if (move === "release") line.do(release(hold));
          if (line.state?.state !== "applying" || before === "applying") continue;
          begun++;
          const persons = inForce(line.state.holds).map(
            (each) => new Set([each.by, ...each.approvals].filter((person) => person.startsWith("user:"))).size,
          );
          assert.ok(Math.max(...persons) >= 2, JSON.stringify(line.state.holds));
        }
      }),
      { numRuns: 1000 },
    );
    assert.ok(begun > 100, `began ${begun} times`);
  });
});
