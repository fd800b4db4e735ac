import { Refusal } from "../core/decider";
import { execute } from "../core/execute";
import type { Call } from "./calls";
import type { Containment, Request } from "./containment";
import { containments } from "./decide";
import { type ContainmentParts, guardsOf, look, nowOf } from "./drive";
import { kinds } from "./kinds";
import type { Context } from "./kinds/kind";
import { targetOf } from "./target";

export interface Asked {
  readonly target: string;
  /** Why it is not contained, when it isn't: also kept, where the target's own record is. */
  readonly refused?: string;
  readonly containment?: Containment;
}

/**
 * Asks for targets to be contained. Each is decided on by itself; more than one at a time needs another person.
 *
 * @param by who asks, as the desk knows them: `user:ana@example.com`, `source:guardduty`
 * @throws UserError when an id names nothing that can be contained
 */
export async function requestContainment(
  parts: ContainmentParts,
  ids: readonly string[],
  hold: Request,
  by: string,
): Promise<readonly Asked[]> {
  const targets = [...new Map(ids.map((id) => [targetOf(id).id, targetOf(id)])).values()];
  const guards = await guardsOf(parts);
  const asked: Asked[] = [];
  for (const target of targets) {
    const { facts } = await look(parts, target);
    const command = { type: "request" as const, target, hold, by, together: targets.length, facts, guards };
    const commandId = `contain ${target.id} ${hold.id}`;
    const outcome = await execute(parts.store, containments, { id: target.id, command, by, commandId }, nowOf(parts)());
    asked.push({ target: target.id, ...answerOf(outcome) });
  }
  return asked;
}

function answerOf(outcome: Awaited<ReturnType<typeof execute<Containment, any, any>>>): Omit<Asked, "target"> {
  if (outcome instanceof Refusal) return { refused: outcome.reason };
  const refusal = outcome.events.map(({ event }) => event as { type: string; reason?: string });
  const reason = refusal.find(({ type }) => type === "ContainmentRefused")?.reason;
  return { refused: reason, containment: outcome.state };
}

/**
 * What would be sent to AWS, in order, without sending any of it. Ids of what would be made first are written as its name, such
 * as `<guardrails-quarantine>`.
 *
 * @throws Error when the target can't be read
 */
export async function previewContainment(
  parts: ContainmentParts,
  id: string,
  way: "contain" | "release" = "contain",
): Promise<readonly Call[]> {
  const target = targetOf(id);
  const stored = (await parts.store.load(`${containments.kind}/${target.id}`))?.state as Containment | undefined;
  const kind = kinds[target.kind];
  const now = nowOf(parts)();
  const context: Context = { target, since: stored?.since ?? now, now, settings: parts.settings };
  const send = await parts.sendTo(target.account, target.region);
  const present: unknown = await kind.read(send, target, parts.settings, {
    ...{ since: context.since, before: stored?.before },
  });
  if (present === undefined) throw new Error(`expected ${target.id} to exist, got none`);
  const before = stored?.before ?? kind.record(present);
  const { calls } = kind[way](before, present, context);
  if (way === "release" || !kind.foresee) return calls;
  const foreseen: unknown = kind.foresee(present);
  const rest = kind.contain(before, foreseen, context).calls;
  // What both plans begin with is sent once.
  const known = new Set(calls.map((call) => JSON.stringify(call)));
  return [...calls, ...rest.filter((call) => !known.has(JSON.stringify(call)))];
}
