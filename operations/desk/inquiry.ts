import type { Instant } from "../core/decider";
import type { Finding } from "../findings/finding";
import type { Desk } from "./desk";
import { reconcileDesk } from "./reconcile";

/** A source that can be asked for all that it finds. */
export interface Source {
  readonly name: string;
  readonly ask: (now: Instant) => Promise<readonly Finding[]>;
}

/**
 * Asks a source, and makes the tickets agree with its answer. That it gives none is a finding itself, until it does.
 *
 * @returns what to log, if anything
 */
export async function inquire(desk: Desk, { name, ask }: Source): Promise<string | undefined> {
  const askedAt = desk.now();
  try {
    const active = await ask(askedAt);
    const { missing, cleared, held } = await reconcileDesk(desk, name, active, askedAt);
    await desk.report(unreachable(name, askedAt));
    const counts = [`${String(missing)} had no ticket`, `${String(cleared)} are no more`, `${String(held)} left open`];
    return missing + cleared + held > 0 ? `${name}: ${counts.join(", ")}` : undefined;
  } catch (error) {
    await desk.report(unreachable(name, askedAt, error as Error));
    return `${name}: ${String(error)}`;
  }
}

function unreachable(name: string, at: Instant, error?: Error): Finding {
  return {
    ...{ id: `inquiry at ${at}`, source: "desk", rule: "source-unreachable", resource: name, at, fields: {} },
    ...{ account: "", region: "", severity: "high", status: error ? "active" : "resolved" },
    title: error ? `${name} can't be asked: findings may be missed` : `${name} answers again`,
    description: error ? `Each hour the desk compares its tickets with ${name}. The answer was: ${error.name}.` : "",
  };
}
