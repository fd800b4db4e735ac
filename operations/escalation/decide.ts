import type { Severity } from "../../policies/core/rule";
import { type Instant, after } from "../core/decider";
import { type Escalation, everyHour, type Level, notInQuietHours, type Policy, type Target } from "./policy";

/** One step of an escalation: who is told, and when the next step follows. */
export interface Step {
  readonly level: number;
  readonly loop: number;
  readonly exhausted: boolean;
  readonly targets: readonly Target[];
  readonly dueAt: Instant;
}

/** An escalation that tells nobody yet: its first step is due now, or at the end of quiet hours. */
export function begin(policy: Policy, severity: Severity, now: Instant): Escalation {
  return { policy, level: -1, loop: 0, exhausted: false, dueAt: notInQuietHours(policy, severity, now) };
}

/** The next step: the next level, the first one again, or in the end the catch-all, for ever. */
export function nextStep({ policy, level, loop, exhausted }: Escalation, severity: Severity, now: Instant): Step {
  const due = (minutes: number) => notInQuietHours(policy, severity, after(now, minutes));
  const next = exhausted ? undefined : nextLevel(policy, severity, level, loop);
  if (!next) {
    return { level: policy.levels.length, loop, exhausted: true, targets: [policy.catchAll], dueAt: due(everyHour) };
  }
  const told = policy.levels[next.level];
  return { ...next, exhausted: false, targets: targetsOf(told, severity), dueAt: due(told?.minutes ?? everyHour) };
}

/** The escalation after a step. */
export function afterStep(
  { policy }: Escalation,
  { level, loop, exhausted, dueAt }: Omit<Step, "targets">,
): Escalation {
  return { policy, level, loop, exhausted, dueAt };
}

function nextLevel(policy: Policy, severity: Severity, level: number, loop: number) {
  const hasTargets = (each: Level) => targetsOf(each, severity).length > 0;
  const further = policy.levels.findIndex((each, index) => index > level && hasTargets(each));
  if (further >= 0) return { level: further, loop };
  const first = policy.levels.findIndex(hasTargets);
  return first >= 0 && loop < policy.repeats ? { level: first, loop: loop + 1 } : undefined;
}

function targetsOf(level: Level | undefined, severity: Severity): readonly Target[] {
  return [...new Set([...(level?.targets ?? []), ...(level?.alsoFor?.[severity] ?? [])])];
}
