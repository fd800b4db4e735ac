import { Refusal } from "../core/decider";
import { type Executed, type Intent, Stale } from "../core/execute";
import type { AnyCommand } from "../core/intent";
import type { Asking } from "./operation";
import { Problem } from "./problem";

/**
 * Lets an aggregate decide on a command of whoever asks.
 *
 * @throws Problem 409 with the reason when it refuses, 412 when it has another version than the one that is expected
 */
export async function carryOut(
  { context, caller, commandId }: Asking,
  intent: Pick<Intent<AnyCommand>, "id" | "command" | "expected"> & { readonly kind: string },
): Promise<Executed<unknown>> {
  const executed = await context.desk.execute({ ...intent, by: `user:${caller.id}`, commandId });
  if (executed instanceof Refusal) throw new Problem(executed instanceof Stale ? 412 : 409, executed.reason);
  context.changed();
  return executed;
}

/** The id of what a request makes, when the request has a key: the same request again makes the same. */
export function idOfMade({ commandId }: Pick<Asking, "commandId">): string | undefined {
  return commandId?.replace("request ", "").slice(0, 20);
}
