import { after, type Decider, earliest, type Found, type Instant, isBlank, latest, Refusal } from "../core/decider";
import { evolve, phaseOf, wanted } from "./evolve";
import type { AccessCommand, AccessEvent, Ending, Grant, TemporaryAccess } from "./temporary-access";

/** Hours within which somebody has to approve. */
const approveHours = 24;
/** Minutes that a worker has for an attempt. */
export const leaseMinutes = 5;
/** Minutes to wait after each failed attempt. */
const waits = [0.5, 1, 2, 5];
/** Minutes after which a removal that failed is tried again, on and on. */
const removalWait = 60;

type Of<Type extends AccessCommand["type"]> = Extract<AccessCommand, { type: Type }>;
type Decided = readonly AccessEvent[] | Refusal;

/**
 * One person's temporary membership of one group. It is there as long as one grant is in force, and a membership that was
 * there before is never touched. For each person and group there is one aggregate, so that grants that overlap can't miss
 * each other.
 */
export const temporaryAccess: Decider<TemporaryAccess, AccessCommand, AccessEvent> = {
  kind: "temporary-access",
  decide(access, command, now) {
    if (command.type === "request") return requested(access, command, now);
    if (!access) return new Refusal("expected access that was asked for, got none");
    switch (command.type) {
      case "approve":
        return approved(access, command, now);
      case "refuse":
        return refused(access, command);
      case "revoke":
        return revoked(access, command);
      case "tick":
        return ticked(access, now);
      case "attempt":
        return attempted(access, now);
      case "reported":
        return access.untoldAt === undefined ? [] : [{ type: "AccessTicketOpened", ticket: command.ticket }];
      default:
        return reported(access, command, now);
    }
  },
  evolve,
  find,
};

/** The id of a person's access to a group; neither name has a colon. */
export function accessId(person: string, group: string): string {
  return `${person}:${group}`;
}

function requested(access: TemporaryAccess | undefined, command: Of<"request">, now: Instant): Decided {
  const { grant: id, person, group, at, requestedBy, reason, minutes } = command;
  if (access?.grants[id]) return new Refusal(`expected a new request, got ${id} again`);
  if (isBlank(reason)) return new Refusal("expected a reason, got none");
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > at.maxMinutes) {
    return new Refusal(`expected 1 to ${String(at.maxMinutes)} minutes, got ${String(minutes)}`);
  }
  const approvers = at.approvers.filter((each) => each !== person && each !== requestedBy);
  if (approvers.length === 0) {
    return new Refusal(`expected somebody else who may approve ${group}, got only ${at.approvers.join(", ")}`);
  }
  const approveBy = after(now, approveHours * 60);
  const grant: Grant = { ...{ id, reason, minutes, requestedBy, approvers, approveBy }, state: "requested" };
  return [{ type: "AccessRequested", person, group, at, grant }];
}

function waiting({ grants }: TemporaryAccess, id: string): Grant | Refusal {
  const grant = grants[id];
  if (!grant) return new Refusal(`expected one of the requests ${Object.keys(grants).join(", ")}, got ${id}`);
  if (grant.state === "requested") return grant;
  return new Refusal(`expected a request that waits, got one that is ${grant.state}`);
}

function approved(access: TemporaryAccess, { grant: id, person }: Of<"approve">, now: Instant): Decided {
  const grant = waiting(access, id);
  if (grant instanceof Refusal) return grant;
  if (!grant.approvers.includes(person)) {
    return new Refusal(`expected ${grant.approvers.join(" or ")} to approve, got ${person}`);
  }
  if (grant.approveBy <= now) return new Refusal(`expected an approval before ${grant.approveBy}, got one at ${now}`);
  return [{ type: "AccessApproved", grant: id, person }];
}

function refused(access: TemporaryAccess, { grant: id, person, reason }: Of<"refuse">): Decided {
  const grant = waiting(access, id);
  if (grant instanceof Refusal) return grant;
  if (!grant.approvers.includes(person)) {
    return new Refusal(`expected ${grant.approvers.join(" or ")} to refuse, got ${person}`);
  }
  if (isBlank(reason)) return new Refusal("expected a reason to refuse, got none");
  return ended(access, [grant], "refused", reason);
}

function revoked(access: TemporaryAccess, { grant: id, reason }: Of<"revoke">): Decided {
  const grant = access.grants[id];
  if (!grant) return new Refusal(`expected one of ${Object.keys(access.grants).join(", ")}, got ${id}`);
  if (isBlank(reason)) return new Refusal("expected a reason to revoke, got none");
  return grant.state === "ended" ? [] : ended(access, [grant], "revoked", reason);
}

function ticked(access: TemporaryAccess, now: Instant): readonly AccessEvent[] {
  const all = Object.values(access.grants);
  const lapsed = all.filter(({ state, approveBy }) => state === "requested" && approveBy <= now);
  const expired = all.filter(({ state, until }) => state === "active" && until !== undefined && until <= now);
  return [
    ...lapsed.map(({ id }) => endOf(id, "lapsed", "nobody approved it in time")),
    ...ended(access, expired, "expired", "its time is over"),
  ];
}

function endOf(grant: string, because: Ending, reason: string): AccessEvent {
  return { type: "AccessEnded", grant, because, reason };
}

/** Ends grants, and begins to remove the membership when no other one needs it. */
function ended(
  access: TemporaryAccess,
  grants: readonly Grant[],
  because: Ending,
  reason: string,
): readonly AccessEvent[] {
  const events = grants.map(({ id }) => endOf(id, because, reason));
  const gone = new Set(grants.map(({ id }) => id));
  const before = wanted(access);
  if (before.length === 0 || before.some(({ id }) => !gone.has(id))) return events;
  if (access.state !== "in" && access.state !== "adding") return events;
  // Before it is known whether the person was in the group already, nothing was done.
  if (access.standing === undefined) return events;
  return [...events, { type: access.standing ? "StandingMembershipKept" : "RemovalStarted" }];
}

function attempted(access: TemporaryAccess, now: Instant): Decided {
  const { lease, retryAt, attempts } = access;
  const phase = phaseOf(access);
  if (phase === undefined) return [];
  if ((lease && lease.until > now) || (retryAt !== undefined && retryAt > now)) return [];
  const lost = lease?.phase === phase;
  if (lost && isLastTry(access)) return failed(access, "the attempts ended without a word", now);
  return [{ type: "AttemptBegun", attempt: attempts + 1, phase, until: after(now, leaseMinutes), lost }];
}

function reported(
  access: TemporaryAccess,
  command: Of<"found" | "added" | "removed" | "failed">,
  now: Instant,
): Decided {
  const { lease, standing } = access;
  if (lease?.attempt !== command.attempt) {
    return new Refusal(`expected a report of attempt ${String(lease?.attempt)}, got one of ${String(command.attempt)}`);
  }
  const phase = phaseOf(access);
  // Ended, or asked for again, while the worker was at it: what it did is no longer what is to be.
  if (phase !== lease.phase) return [{ type: "AttemptOvertaken", attempt: lease.attempt }];
  switch (command.type) {
    case "found": {
      const { membership } = command;
      // Another membership than ours: somebody has put the person into the group for good in the meantime.
      const isReplaced =
        !standing && access.membership !== undefined && membership && membership.id !== access.membership;
      const recorded: readonly AccessEvent[] =
        standing === undefined || isReplaced
          ? [{ type: "FormerStateRecorded", standing: membership !== undefined }]
          : [];
      return membership ? [...recorded, activated(access, membership.id, now)] : recorded;
    }
    case "added":
      return standing === undefined
        ? new Refusal("expected to know what was there before, got a membership that was added")
        : [activated(access, command.membership.id, now)];
    case "removed":
      return [{ type: "AccessRemoved", evidence: command.evidence, sessionsUntil: command.sessionsUntil }];
    case "failed":
      return failed(access, command.error, now);
  }
}

function activated({ grants }: TemporaryAccess, membership: string | undefined, now: Instant): AccessEvent {
  const begun = Object.values(grants).filter(({ state }) => state === "approved");
  const untils = Object.fromEntries(begun.map(({ id, minutes }) => [id, after(now, minutes)]));
  return { type: "AccessActivated", grants: untils, membership };
}

/** Whether one more failure is for people: it ends what could not be added, or makes a ticket of the removal. */
function isLastTry({ state, failures }: TemporaryAccess): boolean {
  return state === "failed" || failures >= waits.length;
}

function failed(access: TemporaryAccess, error: string, now: Instant): readonly AccessEvent[] {
  const wait = waits[access.failures];
  if (!isLastTry(access) && wait !== undefined) {
    return [{ type: "AttemptFailed", error, retryAt: after(now, wait) }];
  }
  if (phaseOf(access) === "removing") return [{ type: "RemovalFailed", error, retryAt: after(now, removalWait) }];
  const waitingFor = Object.values(access.grants).filter(({ state }) => state === "approved");
  return ended(access, waitingFor, "failed", error);
}

function find(access: TemporaryAccess): Found {
  const { person, state, grants, lease, retryAt, untoldAt } = access;
  const all = Object.values(grants);
  // The later of both: a worker that is at it is left alone.
  const workAt = latest(lease?.until, retryAt);
  const dueAt = earliest(
    phaseOf(access) === undefined ? undefined : workAt,
    untoldAt,
    ...all.map((grant) =>
      grant.state === "requested" ? grant.approveBy : grant.state === "active" ? grant.until : undefined,
    ),
  );
  const isOver = state === "out" && all.every((grant) => grant.state === "ended");
  return { dueAt, list: `temporary-access/${isOver ? "over" : "open"}`, order: person };
}
