import { after, type Instant, Refusal } from "../core/decider";
import type { Containment, ContainmentEvent } from "./containment";
import type { Decided, Of } from "./decide";
import { inForce } from "./evolve";
import { objectionTo } from "./guards";

/** Minutes that a worker has for an attempt. */
export const leaseMinutes = 10;
/** Minutes to wait after each failed attempt; after one more, a person has to look. */
const waits = [0.5, 1, 2, 5];
/** Minutes after which it is looked whether what is contained still is. */
export const checkMinutes = 60;

export function attempted(containment: Containment, now: Instant): Decided {
  const { state, lease, retryAt, attempts, failures } = containment;
  if (state !== "applying" && state !== "releasing") return new Refusal(`expected something to do, got ${state}`);
  if (lease && lease.until > now) return new Refusal(`expected no worker at it, got one until ${lease.until}`);
  if (retryAt !== undefined && retryAt > now) return new Refusal(`expected the time to be ${retryAt} or later`);
  const lost = lease?.phase === state;
  if (lost && failures >= waits.length) {
    return [{ type: "ContainmentFailed", phase: state, error: "the attempts ended without a word" }];
  }
  const until = after(now, leaseMinutes);
  return [{ type: "ContainmentAttempted", attempt: attempts + 1, phase: state, until, lost }];
}

export function reported(
  containment: Containment,
  command: Of<"admit" | "applied" | "restored" | "fail">,
  now: Instant,
): Decided {
  const { state, lease } = containment;
  if (lease?.attempt !== command.attempt) {
    return new Refusal(`expected a report of attempt ${String(lease?.attempt)}, got one of ${String(command.attempt)}`);
  }
  // Released, or asked for again, while the worker was at it: what it did is no longer what is to be.
  if (state !== lease.phase || containment.since !== lease.since) {
    return [{ type: "ContainmentAttemptOvertaken", attempt: lease.attempt }];
  }
  switch (command.type) {
    case "admit":
      return admitted(containment, command);
    case "applied":
      return state === "applying" && isAdmitted(containment)
        ? [{ type: "ContainmentApplied", checkAt: after(now, checkMinutes) }]
        : new Refusal(`expected a containment that was admitted, got one that is ${state}`);
    case "restored": {
      const { restUntil } = command;
      if (state !== "releasing") return new Refusal(`expected a release, got ${state}`);
      return restUntil === undefined || restUntil <= now
        ? [{ type: "ContainmentReleased" }]
        : [{ type: "ContainmentPartlyReleased", restUntil }];
    }
    case "fail": {
      const { error, permanent = false } = command;
      const wait = permanent ? undefined : waits[containment.failures];
      return wait === undefined
        ? [{ type: "ContainmentFailed", phase: lease.phase, error }]
        : [{ type: "ContainmentAttemptFailed", error, retryAt: after(now, wait) }];
    }
  }
}

function admitted(containment: Containment, command: Of<"admit">): Decided {
  const { target, state, before, since, holds } = containment;
  if (state !== "applying") return new Refusal(`expected a target to contain, got one that is ${state}`);
  if (isAdmitted(containment)) return [];
  const objection = objectionTo(target, command.guards, command.facts) ?? command.exhausted;
  if (objection !== undefined) {
    return [
      notAllowed(
        target,
        inForce(holds).map(({ id }) => id),
        objection,
      ),
    ];
  }
  const events: readonly ContainmentEvent[] = [{ type: "ContainmentAdmitted", since }];
  // A release that isn't over yet keeps what it restores: what is there now is partly ours.
  return before === undefined ? [{ type: "FormerStateRecorded", before: command.before }, ...events] : events;
}

export function isAdmitted({ admitted: since, since: begun, before }: Containment): boolean {
  return since === begun && before !== undefined;
}

export function notAllowed(target: Containment["target"], holds: readonly string[], reason: string): ContainmentEvent {
  return { type: "ContainmentRefused", target, holds, reason, because: "guard" };
}

/** What somebody else has undone is told, and not done again by itself: they may have had a reason. */
export function checked({ state }: Containment, { missing }: Of<"check">, now: Instant): Decided {
  if (state !== "contained") return [];
  return missing === undefined
    ? [{ type: "ContainmentChecked", checkAt: after(now, checkMinutes) }]
    : [{ type: "ContainmentFailed", phase: "applying", error: missing }];
}
