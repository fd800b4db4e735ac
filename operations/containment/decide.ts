import {
  after,
  type Decider,
  earliest,
  type Found,
  type Instant,
  isBlank,
  isPast,
  latest,
  Refusal,
} from "../core/decider";
import type { Containment, ContainmentCommand, ContainmentEvent, Hold } from "./containment";
import { evolve, inForce, phaseOf } from "./evolve";
import { objectionTo, personsNeeded } from "./guards";
import { attempted, checked, notAllowed, reported } from "./report";

/** Hours within which others have to agree. */
const approveHours = 24;
/** What holds of schedules are called by. */
const scheduled = "schedule:";

export const containments: Decider<Containment, ContainmentCommand, ContainmentEvent> = {
  kind: "containment",
  decide(containment, command, now) {
    if (command.type === "request") return requested(containment, command, now);
    if (command.type === "switch-off") return switchedOff(containment, command, now);
    if (!containment) return new Refusal("expected a target that was contained before, got one that never was");
    return decideOn(containment, command, now);
  },
  evolve,
  find,
};

export type Of<Type extends ContainmentCommand["type"]> = Extract<ContainmentCommand, { type: Type }>;
export type Decided = readonly ContainmentEvent[] | Refusal;
type Existing = Exclude<ContainmentCommand, { type: "request" | "switch-off" }>;

function decideOn(containment: Containment, command: Existing, now: Instant): Decided {
  const { holds, state } = containment;
  switch (command.type) {
    case "switch-on": {
      const hold = holds[`${scheduled}${command.schedule}`];
      return hold ? ended(containment, [hold], "its schedule switches it on") : [];
    }
    case "approve":
      return approved(holds[command.hold], command);
    case "refuse":
      return refused(containment, holds[command.hold], command);
    case "release": {
      const hold = holds[command.hold];
      if (!hold) return new Refusal(`expected one of the holds ${Object.keys(holds).join(", ")}, got ${command.hold}`);
      if (isBlank(command.reason)) return new Refusal("expected a reason to release, got none");
      return ended(containment, [hold], command.reason);
    }
    case "review": {
      if (isBlank(command.note)) return new Refusal("expected a note that says why it is still needed, got none");
      if (inForce(holds).length === 0) return new Refusal(`expected a target that is contained, got ${state}`);
      return [{ type: "ContainmentReviewed", next: after(now, containment.reviewHours * 60), note: command.note }];
    }
    case "retry":
      return state === "failed"
        ? [{ type: "ContainmentRetried" }]
        : new Refusal(`expected a containment that failed, got one that is ${state}`);
    case "accept":
      if (isBlank(command.reason)) return new Refusal("expected a reason to accept what is there, got none");
      return state === "failed" && containment.failedIn === "releasing"
        ? [{ type: "ContainmentAccepted", reason: command.reason }]
        : new Refusal(`expected a release that failed, got ${state}`);
    case "tick":
      return ticked(containment, now);
    case "attempt":
      return attempted(containment, now);
    case "check":
      return checked(containment, command, now);
    default:
      return reported(containment, command, now);
  }
}

function requested(containment: Containment | undefined, command: Of<"request">, now: Instant): Decided {
  const { target, hold, by, together, facts, guards } = command;
  if (isBlank(hold.reason)) return new Refusal("expected a reason to contain, got none");
  if (hold.id.startsWith(scheduled)) return new Refusal(`expected a hold that is no schedule's, got ${hold.id}`);
  if (containment?.holds[hold.id]) return new Refusal(`expected a new hold, got ${hold.id} again`);
  if (hold.until !== undefined && hold.until <= now) return new Refusal(`expected an end to come, got ${hold.until}`);
  const objection = objectionTo(target, guards, facts);
  if (objection !== undefined) return [notAllowed(target, [hold.id], objection)];
  // One more reason to keep what is contained changes nothing on AWS, and must not wait for anybody.
  const joins = containment !== undefined && phaseOf(containment) === "applying";
  const needs = joins ? 0 : personsNeeded(target, guards, facts, by, together);
  const approveBy = needs > 0 ? after(now, approveHours * 60) : undefined;
  const made: Hold = { ...hold, by, since: now, needs, approvals: [], approveBy, inForce: needs === 0 };
  return [{ type: "ContainmentRequested", target, hold: made, reviewHours: guards.reviewHours }];
}

function switchedOff(containment: Containment | undefined, command: Of<"switch-off">, now: Instant): Decided {
  const { target, schedule, guards } = command;
  const id = `${scheduled}${schedule}`;
  if (containment?.holds[id]) return [];
  // What has to be read is asked before anything is done.
  const objection = objectionTo(target, guards);
  if (objection !== undefined) return [notAllowed(target, [id], objection)];
  const reason = `schedule ${schedule}`;
  const hold: Hold = { id, reason, by: "clock", since: now, needs: 0, approvals: [], inForce: true };
  return [{ type: "ContainmentRequested", target, hold, reviewHours: guards.reviewHours }];
}

/** Whether nothing but schedules of the settings hold it. */
export function isScheduled({ holds }: Containment): boolean {
  return inForce(holds).every(({ id }) => id.startsWith(scheduled));
}

function approved(hold: Hold | undefined, { by }: Of<"approve">): Decided {
  if (!hold || hold.inForce) return new Refusal("expected a hold that waits for others to agree, got none");
  if (!by.startsWith("user:")) return new Refusal(`expected a person to agree, got ${by}`);
  if (by === hold.by) return new Refusal(`expected another person than ${by}, who asked for it`);
  if (hold.approvals.includes(by)) return new Refusal(`expected another person than ${by}, who agreed already`);
  const enough = hold.approvals.length + 1 >= hold.needs;
  return [{ type: "ContainmentApproved", hold: hold.id, person: by, enough }];
}

function refused({ target }: Containment, hold: Hold | undefined, { reason }: Of<"refuse">): Decided {
  if (!hold || hold.inForce) return new Refusal("expected a hold that waits for others to agree, got none");
  if (isBlank(reason)) return new Refusal("expected a reason to refuse, got none");
  return [{ type: "ContainmentRefused", target, holds: [hold.id], reason, because: "person" }];
}

function ended(containment: Containment, holds: readonly Hold[], reason: string): readonly ContainmentEvent[] {
  const events = holds.map((hold): ContainmentEvent => ({ type: "ContainmentHoldEnded", hold, reason }));
  const gone = new Set(holds.map(({ id }) => id));
  const wasHeld = inForce(containment.holds).length > 0;
  if (!wasHeld || inForce(containment.holds).some(({ id }) => !gone.has(id))) return events;
  // Without a former state on record there was no effect.
  return [...events, { type: containment.before === undefined ? "ContainmentReleased" : "ContainmentReleaseStarted" }];
}

function ticked(containment: Containment, now: Instant): readonly ContainmentEvent[] {
  const { target, reviewAt, reviewHours } = containment;
  const holds = Object.values(containment.holds);
  const over = holds.filter(({ until }) => isPast(until, now));
  const late = holds.filter((hold) => !hold.inForce && isPast(hold.approveBy, now) && !over.includes(hold));
  const reason = `expected others to agree within ${String(approveHours)} hours, got too few`;
  const events = ended(containment, over, "its time is over");
  const refusals = late.map(({ id }): ContainmentEvent => {
    return { type: "ContainmentRefused", target, holds: [id], reason, because: "time" };
  });
  const isStillHeld = inForce(containment.holds).length > over.filter((hold) => hold.inForce).length;
  if (!isStillHeld || !isPast(reviewAt, now)) return [...events, ...refusals];
  return [...events, ...refusals, { type: "ContainmentReviewDue", next: after(now, reviewHours * 60) }];
}

function find(containment: Containment): Found {
  const { state, holds, lease, retryAt, reviewAt, checkAt, since } = containment;
  const isAtWork = state === "applying" || state === "releasing";
  // The later of both: a worker that is at it is left alone.
  const workAt = isAtWork ? latest(lease?.until, retryAt ?? since) : undefined;
  const dueAt = earliest(
    workAt,
    ...Object.values(holds).flatMap(({ until, approveBy, inForce: counts }) => [until, counts ? undefined : approveBy]),
    inForce(holds).length > 0 ? reviewAt : undefined,
    state === "contained" ? checkAt : undefined,
  );
  return { dueAt, list: `containment/${state === "free" ? "free" : "open"}`, order: since };
}
