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
  /** When another worker may begin: nothing is sent from then on. */
  readonly until: string;
}

/**
 * Sends what is missing to reach a goal until nothing is, as read back from AWS.
 *
 * @returns the last plan, which has no calls
 * @throws Changed when somebody else has changed what would be restored, the last error when AWS keeps refusing
 */
export async function reconcile(goal: Goal): Promise<Plan> {
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
    last = await sendAll(goal, plan);
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
async function sendAll({ send, now, until }: Goal, { calls }: Plan): Promise<Error | undefined> {
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
