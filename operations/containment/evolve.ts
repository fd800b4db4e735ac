import { after, type Instant, type Recorded } from "../core/decider";
import type { Containment, ContainmentEvent, Hold, Phase } from "./containment";

/** What has become of a target. */
export function evolve(containment: Containment | undefined, { at, event }: Recorded<ContainmentEvent>): Containment {
  if (event.type === "ContainmentRequested") return requested(containment, event, at);
  if (event.type === "ContainmentRefused") return refused(containment ?? untouched(event.target, at), event, at);
  if (!containment) throw new Error(`${event.type} of a target that was never asked for`);
  switch (event.type) {
    case "ContainmentApproved":
      return approved(containment, event, at);
    case "ContainmentHoldEnded":
      return idle({ ...containment, holds: without(containment.holds, [event.hold.id]) });
    case "ContainmentAttempted": {
      const { attempt, phase, until, lost } = event;
      const failures = containment.failures + (lost ? 1 : 0);
      const lease = { attempt, phase, since: containment.since, until };
      return { ...containment, lease, attempts: attempt, failures };
    }
    case "FormerStateRecorded":
      return { ...containment, before: event.before };
    case "ContainmentAdmitted":
      return { ...containment, admitted: event.since };
    case "ContainmentApplied": {
      const done = { ...settled(containment), state: "contained" as const };
      return {
        ...done,
        checkAt: event.checkAt,
        reviewAt: containment.reviewAt ?? after(at, containment.reviewHours * 60),
      };
    }
    case "ContainmentChecked":
      return { ...containment, checkAt: event.checkAt };
    case "ContainmentReleaseStarted":
      return { ...containment, ...begun("releasing", at), reviewAt: undefined };
    case "ContainmentPartlyReleased":
      return { ...settled(containment), retryAt: event.restUntil, restUntil: event.restUntil };
    case "ContainmentReleased":
    case "ContainmentAccepted":
      return idle({
        ...settled(containment),
        state: "free",
        before: undefined,
        admitted: undefined,
        reviewAt: undefined,
      });
    case "ContainmentAttemptOvertaken":
      return { ...containment, lease: undefined };
    case "ContainmentAttemptFailed": {
      const { error, retryAt } = event;
      return { ...containment, lease: undefined, failures: containment.failures + 1, error, retryAt };
    }
    case "ContainmentFailed":
      return { ...settled(containment), state: "failed", failedIn: event.phase, error: event.error };
    case "ContainmentRetried":
      return { ...containment, ...begun(containment.failedIn ?? "releasing", at) };
    case "ContainmentReviewDue":
    case "ContainmentReviewed":
      return { ...containment, reviewAt: event.next };
  }
}

/** The holds that count. */
export function inForce(holds: Containment["holds"]): readonly Hold[] {
  return Object.values(holds).filter((hold) => hold.inForce);
}

/** Towards what a target is on its way, or was until it failed. */
export function phaseOf({ state, failedIn }: Containment): Phase | undefined {
  if (state === "applying" || state === "contained") return "applying";
  return state === "failed" ? failedIn : state === "releasing" ? "releasing" : undefined;
}

function untouched(target: Containment["target"], at: Instant): Containment {
  return { target, state: "free", holds: {}, since: at, attempts: 0, failures: 0, reviewHours: 24 };
}

function requested(
  containment: Containment | undefined,
  { target, hold, reviewHours }: Extract<ContainmentEvent, { type: "ContainmentRequested" }>,
  at: Instant,
): Containment {
  const former = containment ?? untouched(target, at);
  const asked = { ...former, holds: { ...former.holds, [hold.id]: hold }, reviewHours };
  return hold.inForce ? held(asked, at) : idle(asked);
}

function approved(
  containment: Containment,
  { hold: id, person, enough }: Extract<ContainmentEvent, { type: "ContainmentApproved" }>,
  at: Instant,
): Containment {
  const hold = containment.holds[id];
  if (!hold) throw new Error(`approval of ${id}, which was never asked for`);
  const agreed: Hold = { ...hold, approvals: [...hold.approvals, person], inForce: enough };
  const next = { ...containment, holds: { ...containment.holds, [id]: agreed } };
  return enough ? held(next, at) : next;
}

function refused(
  containment: Containment,
  { holds: ids, because }: Extract<ContainmentEvent, { type: "ContainmentRefused" }>,
  at: Instant,
): Containment {
  const next = { ...containment, holds: without(containment.holds, ids) };
  if (because !== "guard" || phaseOf(containment) !== "applying" || inForce(next.holds).length > 0) return idle(next);
  return next.before === undefined
    ? idle({ ...settled(next), state: "free" })
    : { ...settled(next), ...begun("releasing", at) };
}

/** A target with a hold that has just come into force. */
function held(containment: Containment, at: Instant): Containment {
  return phaseOf(containment) === "applying" ? containment : { ...containment, ...begun("applying", at), since: at };
}

/** Between `free` and `requested`, only the holds decide. */
function idle(containment: Containment): Containment {
  const { state, holds } = containment;
  if (state !== "free" && state !== "requested") return containment;
  return { ...containment, state: Object.keys(holds).length > 0 ? "requested" : "free" };
}

/** A lease is left to its worker: it may still be sending. */
function begun(state: Phase, at: Instant) {
  return { state, retryAt: at, failures: 0, error: undefined, failedIn: undefined, restUntil: undefined };
}

function settled(containment: Containment): Containment {
  return {
    ...containment,
    ...{ lease: undefined, retryAt: undefined, restUntil: undefined },
    ...{ failures: 0, error: undefined, failedIn: undefined },
  };
}

function without(holds: Containment["holds"], ids: readonly string[]): Containment["holds"] {
  return Object.fromEntries(Object.entries(holds).filter(([id]) => !ids.includes(id)));
}
