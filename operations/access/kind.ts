import { randomUUID } from "node:crypto";
import { UserError } from "../../policies/core/user-error";
import type { Send } from "../containment/calls";
import { type Recorded, Refusal } from "../core/decider";
import type { Desk } from "../desk/desk";
import type { TemporaryGroup } from "../settings/settings";
import { accessId, temporaryAccess } from "./decide";
import { membershipsOf } from "./memberships";
import { afterAccessEvent } from "./react";
import type { AccessEvent, TemporaryAccess } from "./temporary-access";
import { type Reach, workOn } from "./work";

/** Lets a desk give access for a while. */
export function addTemporaryAccess(desk: Desk, reach: Reach): void {
  desk.add({
    decider: temporaryAccess,
    react: (recorded, state, now) =>
      afterAccessEvent(recorded as Recorded<AccessEvent>, state as TemporaryAccess, desk.settings, now),
    work: (id) => workOn(desk, reach, id),
    isSlow: true,
  });
}

/** The memberships of AWS, by the people of the settings. */
export function reachOf(
  desk: Desk,
  sendTo: (account: string | undefined, source: TemporaryGroup["source"]) => Promise<Send>,
): Reach {
  return async (person, at) => {
    const known = desk.settings.people[person];
    if (!known) throw new UserError(`expected ${person} among the people of the settings, got none`);
    return membershipsOf(await sendTo(at.account, at.source), person, known, at);
  };
}

export interface AccessRequest {
  readonly person: string;
  /** The group's name in the settings. */
  readonly group: string;
  readonly requestedBy: string;
  readonly reason: string;
  readonly minutes: number;
}

/**
 * Asks for temporary access.
 *
 * @returns the stream's id and the id of the grant, by which it is approved
 * @throws UserError when the settings have no such person or group, or nobody may have it so
 */
export async function requestAccess(
  desk: Desk,
  { group, ...request }: AccessRequest,
  grant: string = randomUUID(),
): Promise<{ readonly id: string; readonly grant: string }> {
  const { people, temporaryAccess: settings } = desk.settings;
  const at = settings?.groups[group];
  if (!at || !Object.hasOwn(settings.groups, group)) {
    const names = Object.keys(settings?.groups ?? {}).join(", ") || "none";
    throw new UserError(`expected a group for temporary access (${names}), got ${group}`);
  }
  if (!Object.hasOwn(people, request.person)) throw new UserError(`expected a person, got ${request.person}`);
  const id = accessId(request.person, group);
  const command = { type: "request" as const, grant, group, at, ...request };
  const by = `user:${request.requestedBy}`;
  const commandId = `request ${temporaryAccess.kind} ${grant}`;
  const done = await desk.execute({ kind: temporaryAccess.kind, id, command, by, commandId });
  if (done instanceof Refusal) throw new UserError(done.reason);
  return { id, grant };
}
