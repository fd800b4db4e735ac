import { setTimeout } from "node:timers/promises";
import { after, type Instant, Refusal } from "../core/decider";
import { execute } from "../core/execute";
import type { Store } from "../core/store";
import type { Kind } from "../desk/desk";
import type { ContainmentSettings } from "../settings/settings";
import { budgets } from "./budget";
import type { Send } from "./calls";
import type { Containment, ContainmentCommand } from "./containment";
import { containments, isScheduled } from "./decide";
import { errorText } from "./error-text";
import { type Facts, type Guards, objectionTo } from "./guards";
import { kinds } from "./kinds";
import { afterContainmentEvent, findingsOf } from "./react";
import { Changed, differencesOf, type Goal, reconcile } from "./reconcile";
import { isAdmitted } from "./report";
import type { Target } from "./target";

/** What containment works with. */
export interface ContainmentParts {
  readonly store: Store;
  readonly settings: ContainmentSettings;
  /** Sends calls to an account and a region, which is empty for what IAM keeps. */
  readonly sendTo: (account: string, region: string) => Send | Promise<Send>;
  /** ARNs of the roles and users that the desk itself acts as: none of them is ever contained. */
  readonly self: () => Promise<readonly string[]>;
  readonly now?: () => Instant;
  /** Waits between two looks at AWS. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** Containment as a kind of the desk's aggregates: what is due is contained or released. */
export function containmentKind(parts: ContainmentParts): Kind {
  return {
    decider: containments,
    react: afterContainmentEvent,
    findings: findingsOf,
    isSlow: true,
    work: (id) => work(parts, id),
  };
}

/** Minutes before the end of a lease at which its worker stops, for clocks that differ. */
const marginMinutes = 1;

async function work(parts: ContainmentParts, id: string): Promise<void> {
  const now = nowOf(parts);
  const run = async (command: ContainmentCommand, by = "desk") => {
    return execute(parts.store, containments, { id, command, by }, now());
  };
  const ticked = await run({ type: "tick" }, "clock");
  const containment = ticked instanceof Refusal ? undefined : ticked.state;
  if (containment?.state === "contained" && (containment.checkAt ?? "") <= now()) {
    await run({ type: "check", missing: await differencesOf(await goalOf(parts, containment, "contain")) });
    return;
  }
  const begun = await run({ type: "attempt" });
  if (begun instanceof Refusal || begun.state?.lease === undefined) return;
  const { attempt } = begun.state.lease;
  try {
    const done = await carryOut(parts, begun.state, run);
    if (done) await run(done);
  } catch (error) {
    await run({ type: "fail", attempt, error: errorText(error), permanent: error instanceof Changed });
  }
}

type Run = (command: ContainmentCommand) => Promise<{ readonly state: Containment | undefined } | Refusal>;

/** What to report when all is done; nothing when there was nothing to do any more. */
async function carryOut(
  parts: ContainmentParts,
  begun: Containment,
  run: Run,
): Promise<ContainmentCommand | undefined> {
  const { lease } = begun;
  if (!lease) return undefined;
  const containment = lease.phase === "applying" ? await admitted(parts, begun, lease.attempt, run) : begun;
  if (!containment) return undefined;
  const way = lease.phase === "applying" ? "contain" : "release";
  const plan = await reconcile(await goalOf(parts, containment, way), after(lease.until, -marginMinutes));
  const { attempt } = lease;
  return way === "contain" ? { type: "applied", attempt } : { type: "restored", attempt, restUntil: plan.restUntil };
}

async function goalOf(parts: ContainmentParts, containment: Containment, way: Goal["way"]): Promise<Goal> {
  const { target, since, before } = containment;
  return {
    ...{ kind: kinds[target.kind], way, before, context: { target, since, settings: parts.settings } },
    send: await parts.sendTo(target.account, target.region),
    now: nowOf(parts),
    pause: parts.pause ?? setTimeout,
  };
}

/** The containment once guards and budget have let it through, and what was there is on record; nothing when they refused. */
async function admitted(parts: ContainmentParts, begun: Containment, attempt: number, run: Run) {
  if (isAdmitted(begun)) return begun;
  const { facts, before } = await look(parts, begun.target);
  const guards = await guardsOf(parts);
  const isAllowed = objectionTo(begun.target, guards, facts) === undefined;
  const exhausted = isAllowed && !isScheduled(begun) ? await take(parts, begun) : undefined;
  const outcome = await run({ type: "admit", attempt, facts, guards, exhausted, before });
  const state = outcome instanceof Refusal ? undefined : outcome.state;
  // Without its lease it has been overtaken, and another may be at work.
  return state?.lease?.attempt === attempt && isAdmitted(state) ? state : undefined;
}

async function take({ store, settings: { perHour }, ...parts }: ContainmentParts, { target, since }: Containment) {
  const key = `${target.id} ${since}`;
  const intent = { id: "all", command: { type: "take" as const, key, perHour }, by: "desk" };
  const taken = await execute(store, budgets, intent, nowOf(parts)());
  return taken instanceof Refusal ? taken.reason : undefined;
}

/** Reads a target: what guards ask of it, and what would have to be restored. What can't be read is unknown. */
export async function look(
  parts: ContainmentParts,
  target: Target,
): Promise<{ readonly facts: Facts; readonly present?: unknown; readonly before?: unknown }> {
  try {
    const kind = kinds[target.kind];
    const send = await parts.sendTo(target.account, target.region);
    const since = nowOf(parts)();
    const present: unknown = await kind.read(send, target, parts.settings, { since });
    if (present === undefined) return { facts: { known: false, error: "it does not exist" } };
    // An automation that doesn't know who it is could lock itself out.
    await parts.self();
    return { facts: { known: true, ...kind.facts(present) }, present, before: kind.record(present) };
  } catch (error) {
    return { facts: { known: false, error: errorText(error) } };
  }
}

/** What guards go by. Without its own ARNs, which {@link look} needs as well, nothing is let through. */
export async function guardsOf({ settings, self }: ContainmentParts): Promise<Guards> {
  return { ...settings, self: await self().catch(() => []) };
}

export function nowOf({ now = () => new Date().toISOString() }: Pick<ContainmentParts, "now">): () => Instant {
  return now;
}
