import { errorText } from "../containment/error-text";
import { Refusal } from "../core/decider";
import type { Executed } from "../core/execute";
import type { Desk } from "../desk/desk";
import type { Finding } from "../findings/finding";
import { temporaryAccess } from "./decide";
import type { Memberships } from "./memberships";
import type { AccessCommand, AccessEvent, Membership, TemporaryAccess } from "./temporary-access";

export type Reach = (person: string, at: TemporaryAccess["at"]) => Promise<Memberships>;
/** Gives the state after it; nothing when what was reported isn't taken, as somebody else is at it. */
type Tell = (command: AccessCommand) => Promise<TemporaryAccess | undefined>;

/** What temporary access does when it is due: what is over ends, and the membership is added or removed. */
export async function workOn(desk: Desk, reach: Reach, id: string): Promise<void> {
  const { kind } = temporaryAccess;
  const run = async (command: AccessCommand, by = "desk") =>
    (await desk.execute({ kind, id, command, by })) as Executed<TemporaryAccess> | Refusal;
  const tell: Tell = async (command) => {
    const done = await run(command);
    return done instanceof Refusal ? undefined : done.state;
  };
  const ticked = await run({ type: "tick" }, "clock");
  if (ticked instanceof Refusal || !ticked.state) return;
  const { untoldAt, error = "" } = ticked.state;
  if (untoldAt !== undefined) {
    const { ticket } = await desk.report(findingOf(ticked.state, error, "active", untoldAt));
    if (ticket !== undefined) await tell({ type: "reported", ticket });
  }
  const begun = await run({ type: "attempt" });
  if (begun instanceof Refusal || !begun.state?.lease || !hasBegun(begun)) return;
  const { phase, attempt } = begun.state.lease;
  if (phase === "adding") await add(begun.state, attempt, reach, tell);
  else await remove(begun.state, attempt, reach, tell, desk);
}

function hasBegun({ events }: Executed<TemporaryAccess>): boolean {
  return events.some(({ event }) => (event as AccessEvent).type === "AttemptBegun");
}

async function add(access: TemporaryAccess, attempt: number, reach: Reach, tell: Tell): Promise<void> {
  const { person, at } = access;
  const before = await tried(async () => {
    const place = await reach(person, at);
    return { place, membership: await place.read() };
  });
  if ("error" in before) {
    await tell({ type: "failed", attempt, error: before.error });
    return;
  }
  const { place, membership } = before;
  const found = await tell({ type: "found", attempt, membership });
  // Recorded before anything is added: what is there afterwards is ours only if it wasn't there before.
  const isStillOn = found?.state === "adding" && found.standing === false && found.lease?.attempt === attempt;
  if (membership || !isStillOn) return;
  const added = await tried(async () => {
    await place.add();
    return { membership: await place.read() };
  });
  if ("error" in added) await tell({ type: "failed", attempt, error: added.error });
  else if (added.membership) await tell({ type: "added", attempt, membership: added.membership });
  else await tell({ type: "failed", attempt, error: `expected ${person} to be in ${at.group}, got no membership` });
}

async function remove(access: TemporaryAccess, attempt: number, reach: Reach, tell: Tell, desk: Desk): Promise<void> {
  const { person, at, ticket } = access;
  const done = await tried(async () => {
    const place = await reach(person, at);
    const present = await place.read();
    if (present && !isOurs(present, access)) {
      return { evidence: `${person} is in ${at.group} by a membership that somebody else has made, which stays` };
    }
    if (present) await place.remove(present);
    const left = await place.read();
    if (left && isOurs(left, access)) throw new Error(`expected ${person} to be out of ${at.group}, got a member`);
    const { text, sessionsUntil } = await place.rest(desk.now());
    return { evidence: `${person} is not a member of ${at.group}; ${text}`, sessionsUntil };
  });
  if ("error" in done) {
    await tell({ type: "failed", attempt, error: done.error });
    return;
  }
  // Before it is done, as a desk that ends in between comes back to it.
  if (ticket !== undefined) await desk.report(findingOf(access, done.evidence, "resolved", desk.now()));
  await tell({ type: "removed", attempt, ...done });
}

/** Memberships without an id are all alike. */
function isOurs({ id }: Membership, { membership }: TemporaryAccess): boolean {
  return membership === undefined || id === membership;
}

async function tried<T extends object>(run: () => Promise<T>): Promise<T | { readonly error: string }> {
  try {
    return await run();
  } catch (error) {
    return { error: errorText(error) };
  }
}

function findingOf(
  { person, group, at: place }: TemporaryAccess,
  description: string,
  status: Finding["status"],
  at: string,
): Finding {
  const resource = `${place.source}/${place.account ?? ""}/${person}/group/${place.group}`;
  return {
    ...{ id: resource, source: "temporary-access", rule: "access-not-removed", region: "", resource, at, status },
    ...{ account: place.account ?? "", severity: "critical", fields: { group } },
    title: `Temporary access is over and still there: ${person} in ${place.group}`,
    description,
  };
}
