import * as assert from "node:assert/strict";
import type { Containment, ContainmentCommand, ContainmentEvent } from "../../../operations/containment/containment";
import { containments } from "../../../operations/containment/decide";
import type { Facts, Guards } from "../../../operations/containment/guards";
import { targetOf } from "../../../operations/containment/target";
import { after, Refusal } from "../../../operations/core/decider";

export const target = targetOf("role/123456789012/deploy");
export const guards: Guards = {
  ...{ protected: ["role/break-glass"], production: ["999999999999"], perHour: 5, reviewHours: 24 },
  self: [],
};
export const facts: Extract<Facts, { known: true }> = {
  known: true,
  names: ["arn:aws:iam::123456789012:role/deploy"],
  tags: {},
};
export const start = "2026-11-24T09:00:00.000Z";

export type Request = Extract<ContainmentCommand, { type: "request" }>;
export const request = (id: string, change: Partial<Request> = {}): Request => ({
  ...{ type: "request", target, by: "user:ana", together: 1, facts, guards },
  ...{ hold: { id, reason: "it beacons" } },
  ...change,
});

/** A target, and what came of commands so far. */
export class Line {
  state: Containment | undefined;
  readonly events: ContainmentEvent[] = [];
  now = start;

  do(command: ContainmentCommand): readonly ContainmentEvent[] | Refusal {
    const decided = containments.decide(this.state, command, this.now);
    if (decided instanceof Refusal) return decided;
    for (const event of decided) {
      const version = this.events.push(event);
      this.state = containments.evolve(this.state, { stream: "", version, at: this.now, by: "", event });
    }
    return decided;
  }

  types(command: ContainmentCommand): string[] {
    const decided = this.do(command);
    return decided instanceof Refusal ? [`refused: ${decided.reason}`] : decided.map(({ type }) => type);
  }

  pass(minutes: number): void {
    this.now = after(this.now, minutes);
  }

  /** A worker that does all it has to. */
  contain(): void {
    const [event] = this.do({ type: "attempt" }) as readonly ContainmentEvent[];
    assert.equal(event?.type, "ContainmentAttempted");
    const attempt = this.state!.lease!.attempt;
    this.do({ type: "admit", attempt, facts, guards, before: { policies: {} } });
    this.do({ type: "applied", attempt });
    assert.equal(this.state?.state, "contained");
  }
}

export const line = (...commands: readonly ContainmentCommand[]) => {
  const made = new Line();
  for (const command of commands) assert.ok(!(made.do(command) instanceof Refusal), command.type);
  return made;
};
export const release = (hold: string): ContainmentCommand => ({ type: "release", hold, reason: "clean" });
