import type { Severity } from "../../policies/core/rule";
import type { Instant } from "../core/decider";
import { type QuietHours, endOfQuiet } from "./quiet-hours";

/** Who is told: `person:ana`, `rota:security`, `department:platform` or `channel:slack-security`. */
export type Target = string;

export function targetParts(target: Target): readonly [kind: string, name: string] {
  const colon = target.indexOf(":");
  return [target.slice(0, colon), target.slice(colon + 1)];
}

/** Those who are told at the same time, and how long they have to acknowledge. */
export interface Level {
  readonly targets: readonly Target[];
  /** Further targets of some severities, such as management of critical ones. */
  readonly alsoFor?: Readonly<Partial<Record<Severity, readonly Target[]>>>;
  /** Minutes until the next level is told. */
  readonly minutes: number;
}

/** Who is told of a ticket that nobody acknowledges, in which order. A ticket keeps the policy that it was opened with. */
export interface Policy {
  readonly name: string;
  readonly levels: readonly Level[];
  /** How often the levels are gone through again. */
  readonly repeats: number;
  /** Told every hour when the levels are exhausted, until somebody acknowledges. */
  readonly catchAll: Target;
  /** Minutes for which an acknowledgement counts, by severity; without an end where a severity is absent. */
  readonly acknowledgedMinutes: Readonly<Partial<Record<Severity, number>>>;
  /** When tickets of low severity wait. */
  readonly quietHours?: QuietHours;
}

/** How far an escalation has come. */
export interface Escalation {
  readonly policy: Policy;
  /** The level that was told last, from 0; -1 before any. */
  readonly level: number;
  /** How often the levels were gone through before. */
  readonly loop: number;
  /** Whether only the catch-all is left. */
  readonly exhausted: boolean;
  /** When the next step is due unless somebody acknowledges. */
  readonly dueAt?: Instant;
}

export const everyHour = 60;

/** What is wrong with a policy, each a sentence; nothing when it can be relied on. */
export function faultsOf(policy: Policy): readonly string[] {
  const at = (index: number) => `level ${String(index + 1)} of policy ${policy.name}`;
  const faults = policy.levels.flatMap(({ targets, alsoFor, minutes }, index) => {
    const isEmpty = targets.length === 0;
    // A level for some severities alone is skipped for others; at the end, nobody would be left for these.
    const isPassable = index < policy.levels.length - 1 && Object.values(alsoFor ?? {}).some((some) => some.length > 0);
    return [
      ...(isEmpty && !isPassable ? [`expected ${at(index)} to name a target, got none`] : []),
      ...(minutes >= 1 ? [] : [`expected ${at(index)} to last a minute at least, got ${String(minutes)}`]),
    ];
  });
  if (policy.levels.length === 0) faults.push(`expected policy ${policy.name} to have a level, got none`);
  if (policy.catchAll === "") faults.push(`expected policy ${policy.name} to name a catch-all, got none`);
  return faults;
}

/** The moment, or the end of the quiet hours that it falls into. */
export function notInQuietHours(policy: Policy, severity: Severity, at: Instant): Instant {
  return severity === "low" && policy.quietHours ? endOfQuiet(policy.quietHours, at) : at;
}
