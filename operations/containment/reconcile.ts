import type { Send } from "./calls";
import type { ContainmentKind, Context, Plan } from "./kinds/kind";

/** How often what is there is compared with what is to be. Preparing, doing and proving take three. */
const rounds = 6;
const secondsBetween = 2;

/** What somebody else has changed: no further try will help. */
export class Changed extends Error {
  override readonly name = "Changed";
}

export interface Goal {
  readonly kind: ContainmentKind;
  readonly way: "contain" | "release";
  readonly before: unknown;
  readonly context: Omit<Context, "now">;
  readonly send: Send;
  readonly now: () => string;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/**
 * Sends what is missing to reach a goal until nothing is, as read back from AWS.
 *
 * @param until when another worker may begin: nothing is sent from then on
 * @returns the last plan, which has no calls
 * @throws Changed when somebody else has changed what would be restored, the last error when AWS keeps refusing
 */
export async function reconcile(goal: Goal, until: string): Promise<Plan> {
  let last: Error | undefined;
  for (let round = 0; round < rounds; round++) {
    // AWS may answer with what was there a moment ago.
    if (last !== undefined || round > 2) await goal.pause(secondsBetween * 1000);
    const plan = await planOf(goal);
    if (plan.calls.length === 0) {
      if (plan.different?.length) throw new Changed(plan.different.join("; "));
      return plan;
    }
    // What is ours is done first, where something isn't.
    last = await sendAll(goal, plan, until);
  }
  throw last ?? new Error(`expected nothing to be left after ${String(rounds)} rounds, got calls again`);
}

async function planOf(goal: Goal): Promise<Plan> {
  const { kind, way, before, send, context } = goal;
  const { target, settings, since } = context;
  const present: unknown = await kind.read(send, target, settings, { since, before });
  if (present === undefined) {
    // What is gone needs no release, but nothing was contained either.
    if (way === "release") return { calls: [] };
    throw new Changed(`expected ${target.id} to exist, got none`);
  }
  return kind[way](before, present, { ...context, now: goal.now() });
}

/** The first error, if any: what comes after it may depend on it. */
async function sendAll({ send, now }: Goal, { calls }: Plan, until: string): Promise<Error | undefined> {
  for (const call of calls) {
    if (now() >= until) throw new Error(`expected the attempt to end before ${until}`);
    try {
      await send(call);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
  return undefined;
}

/** What is not as the goal says, in a sentence. Sends nothing. */
export async function differencesOf(goal: Goal): Promise<string | undefined> {
  try {
    const { calls, different = [] } = await planOf(goal);
    const undone = [...new Set(calls.map(({ service, command }) => `${service} ${command}`))];
    const again =
      undone.length > 0 ? [`expected nothing undone since, got calls to make again: ${undone.join(", ")}`] : [];
    return [...different, ...again].join("; ") || undefined;
  } catch (error) {
    if (error instanceof Changed) return error.message;
    throw error;
  }
}
