import type { Instant, Recorded } from "../core/decider";
import type { AccessEvent, Grant, Phase, TemporaryAccess } from "./temporary-access";

/** How many grants that have ended are kept beside their events. */
const remembered = 20;

/** What has become of a person's access to a group. */
export function evolve(access: TemporaryAccess | undefined, recorded: Recorded<AccessEvent>): TemporaryAccess {
  const { at, event } = recorded;
  if (event.type === "AccessRequested") {
    const { person, group, grant } = event;
    const former = access ?? { person, group, at: event.at, grants: {}, state: "out", attempts: 0, failures: 0 };
    // Where it is at AWS may change only while nothing is there.
    const place = former.state === "out" && wanted(former).length === 0 ? event.at : former.at;
    return { ...former, at: place, grants: { ...former.grants, [grant.id]: grant } };
  }
  if (!access) throw new Error(`${event.type} of access that was never asked for`);
  switch (event.type) {
    case "AccessApproved": {
      const next = withGrant(access, event.grant, { state: "approved", approvedBy: event.person });
      return access.state === "removing" || access.state === "adding" ? next : begun(next, "adding", at);
    }
    case "AccessEnded":
      return ended(access, event, recorded);
    case "AttemptBegun": {
      const { attempt, phase, until, lost } = event;
      const failures = access.failures + (lost ? 1 : 0);
      return { ...access, attempts: attempt, lease: { attempt, phase, until }, failures };
    }
    case "AttemptOvertaken":
      return { ...access, lease: undefined };
    case "FormerStateRecorded":
      return { ...access, standing: event.standing };
    case "AccessActivated":
      return activated(access, event);
    case "RemovalStarted":
      return begun(access, "removing", at);
    case "StandingMembershipKept":
      return out(access);
    case "AccessRemoved": {
      const gone = { ...access, lease: undefined, membership: undefined, ticket: undefined, untoldAt: undefined };
      // What is known of the time before stays known: right after a removal, AWS may still show what was removed.
      return wanted(gone).length > 0 ? begun(gone, "adding", at) : out(gone);
    }
    case "AttemptFailed": {
      const { error, retryAt } = event;
      return { ...access, lease: undefined, failures: access.failures + 1, error, retryAt };
    }
    case "RemovalFailed": {
      const { error, retryAt } = event;
      const untoldAt = access.ticket === undefined ? at : undefined;
      return { ...access, lease: undefined, state: "failed", error, retryAt, untoldAt };
    }
    case "AccessTicketOpened":
      return { ...access, ticket: event.ticket, untoldAt: undefined };
  }
}

/** The grants for which the membership has to be there. */
export function wanted({ grants }: TemporaryAccess): readonly Grant[] {
  return Object.values(grants).filter(({ state }) => state === "approved" || state === "active");
}

/** What is to be done at AWS, if anything. */
export function phaseOf({ state }: TemporaryAccess): Phase | undefined {
  return state === "adding" ? "adding" : state === "removing" || state === "failed" ? "removing" : undefined;
}

function ended(
  access: TemporaryAccess,
  { grant, because, reason }: Extract<AccessEvent, { type: "AccessEnded" }>,
  { at, by }: Recorded<AccessEvent>,
): TemporaryAccess {
  const next = withGrant(access, grant, { state: "ended", ended: { because, at, by, reason } });
  const over = Object.values(next.grants).filter(({ state }) => state === "ended");
  const forgotten = new Set(over.slice(0, -remembered).map(({ id }) => id));
  const grants = Object.fromEntries(Object.entries(next.grants).filter(([id]) => !forgotten.has(id)));
  const rest = { ...next, grants };
  if (access.state !== "adding") return rest;
  const left = wanted(rest);
  if (left.length === 0) return access.standing === undefined ? out(rest) : rest;
  // What could not be added has ended; for what is active, the membership was there before.
  const isSettled = because === "failed" && left.every(({ state }) => state === "active");
  return isSettled ? { ...rest, state: "in", lease: undefined, failures: 0, retryAt: undefined } : rest;
}

function activated(
  access: TemporaryAccess,
  { grants: untils, membership }: Extract<AccessEvent, { type: "AccessActivated" }>,
): TemporaryAccess {
  const grants = { ...access.grants };
  for (const [id, until] of Object.entries(untils)) {
    const grant = grants[id];
    if (grant) grants[id] = { ...grant, state: "active", until };
  }
  return {
    ...access,
    grants,
    membership,
    state: "in",
    lease: undefined,
    failures: 0,
    retryAt: undefined,
    error: undefined,
  };
}

/** A lease is left to its worker: it may still be sending. */
function begun(access: TemporaryAccess, state: Phase, at: Instant): TemporaryAccess {
  return { ...access, state, retryAt: at, failures: 0, error: undefined };
}

function out(access: TemporaryAccess): TemporaryAccess {
  return {
    ...{ ...access, state: "out", standing: undefined, membership: undefined, lease: undefined },
    ...{ failures: 0, retryAt: undefined, error: undefined },
  };
}

function withGrant(access: TemporaryAccess, id: string, changes: Partial<Grant>): TemporaryAccess {
  const grant = access.grants[id];
  if (!grant) throw new Error(`a change of ${id}, which was never asked for`);
  return { ...access, grants: { ...access.grants, [id]: { ...grant, ...changes } } };
}
