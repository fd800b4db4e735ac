import { Cron } from "croner";
import { type Decider, earliest, eventId, type Instant, type Recorded, Refusal } from "../core/decider";
import { execute } from "../core/execute";
import type { AnyIntent } from "../core/intent";
import { listed, type Store } from "../core/store";
import type { Kind } from "../desk/desk";
import type { ContainmentSettings, ScheduleSettings } from "../settings/settings";
import type { ContainmentCommand } from "./containment";
import { targetOf } from "./target";

/** When some targets are off. What it switches off it holds, so that it never releases what others hold. */
export interface Schedule {
  readonly name: string;
  /** Absent when the settings no longer have it. */
  readonly given?: ScheduleSettings;
  readonly isOff: boolean;
  /** Since when it is followed: what was to happen before is not caught up on. */
  readonly since: Instant;
  readonly next?: Instant;
}

export type ScheduleCommand =
  { readonly type: "set"; readonly name: string; readonly given?: ScheduleSettings } | { readonly type: "tick" };

export type ScheduleEvent =
  | {
      readonly type: "ScheduleSet";
      readonly name: string;
      readonly given?: ScheduleSettings;
      readonly next?: Instant;
      /** Targets that it held and no longer has. */
      readonly dropped: readonly string[];
    }
  | {
      readonly type: "ScheduleSwitched";
      readonly name: string;
      readonly to: "off" | "on";
      readonly targets: readonly string[];
      readonly next?: Instant;
    };

export const schedules: Decider<Schedule, ScheduleCommand, ScheduleEvent> = {
  kind: "schedule",
  decide(schedule, command, now) {
    if (command.type === "set") {
      const { name, given } = command;
      if (JSON.stringify(schedule?.given) === JSON.stringify(given)) return [];
      const fault = given && faultsOf(name, given)[0];
      if (fault !== undefined) return new Refusal(fault);
      const held = schedule?.isOff ? (schedule.given?.targets ?? []) : [];
      const dropped = held.filter((target) => !given?.targets.includes(target));
      return [{ type: "ScheduleSet", name, given, next: given && nextOf(given, now), dropped }];
    }
    if (!schedule?.given || schedule.next === undefined || schedule.next > now) return [];
    return [switched(schedule, schedule.given, now)];
  },
  evolve(schedule, { at, event }) {
    if (event.type === "ScheduleSet") {
      const { name, given, next } = event;
      return { name, given, next, since: at, isOff: given !== undefined && (schedule?.isOff ?? false) };
    }
    if (!schedule) throw new Error(`${event.type} of a schedule that was never set`);
    return { ...schedule, isOff: event.to === "off", next: event.next };
  },
  find: ({ name, given, next }) => ({ dueAt: next, list: given ? "schedule/set" : undefined, order: name }),
};

/** When several times have passed unnoticed, only what came last counts. */
function switched({ name, isOff, since }: Schedule, given: ScheduleSettings, now: Instant): ScheduleEvent {
  const [off, on] = [lastOf(given.off, given.timezone, now), lastOf(given.on, given.timezone, now)].map((at) =>
    at !== undefined && at > since ? at : "",
  );
  const to = (off ?? "") === (on ?? "") ? (isOff ? "off" : "on") : (off ?? "") > (on ?? "") ? "off" : "on";
  return { type: "ScheduleSwitched", name, to, targets: given.targets, next: nextOf(given, now) };
}

function nextOf({ off, on, timezone }: ScheduleSettings, after: Instant): Instant | undefined {
  const next = (pattern: string) => new Cron(pattern, { timezone }).nextRun(after)?.toISOString();
  return earliest(next(off), next(on));
}

/** The last time at or before a moment. */
function lastOf(pattern: string, timezone: string, at: Instant): Instant | undefined {
  const [last] = new Cron(pattern, { timezone }).previousRuns(1, new Date(Date.parse(at) + 1000));
  return last?.toISOString();
}

/** What is wrong with a schedule, each a sentence. */
export function faultsOf(name: string, { off, on, timezone, targets }: ScheduleSettings): readonly string[] {
  const faults = targets.length > 0 ? [] : [`expected schedule ${name} to name targets, got none`];
  for (const [when, pattern] of Object.entries({ off, on })) {
    const fault = faultIn(pattern, timezone);
    if (fault !== undefined)
      faults.push(`expected schedule ${name} to say when it is ${when} as cron does, got ${fault}`);
  }
  if (off === on) faults.push(`expected schedule ${name} to switch off and on at different times, got ${off} for both`);
  for (const target of targets) {
    try {
      targetOf(target);
    } catch (error) {
      faults.push(`${(error as Error).message} (schedule ${name})`);
    }
  }
  return faults;
}

function faultIn(pattern: string, timezone: string): string | undefined {
  try {
    const next = new Cron(pattern, { timezone }).nextRun();
    return next ? undefined : `${pattern}, which never comes`;
  } catch (error) {
    return `${pattern} in ${timezone}: ${(error as Error).message}`;
  }
}

/** Schedules as a kind of the desk's aggregates. */
export function scheduleKind(store: Store, settings: ContainmentSettings, now: () => Instant): Kind {
  return {
    decider: schedules,
    react: (recorded) => afterScheduleEvent(recorded as Recorded<ScheduleEvent>, settings),
    async work(id) {
      await execute(store, schedules, { id, command: { type: "tick" }, by: "clock" }, now());
    },
  };
}

function afterScheduleEvent(recorded: Recorded<ScheduleEvent>, settings: ContainmentSettings): readonly AnyIntent[] {
  const { event } = recorded;
  const isOff = event.type === "ScheduleSwitched" && event.to === "off";
  return (event.type === "ScheduleSet" ? event.dropped : event.targets).map((given): AnyIntent => {
    const target = targetOf(given);
    // Guards that ask what has to be read, and who the desk is, come before the first effect.
    const command: ContainmentCommand = isOff
      ? { type: "switch-off", target, schedule: event.name, guards: { ...settings, self: [] } }
      : { type: "switch-on", schedule: event.name };
    const commandId = `${eventId(recorded)} ${target.id}`;
    return { kind: "containment", id: target.id, command, by: "clock", commandId };
  });
}

/**
 * Follows the schedules of the settings from now on, and lets go of those that are no longer there.
 *
 * @returns what is wrong with schedules that are not followed, each a sentence
 */
export async function setSchedules(
  store: Store,
  { schedules: given = {} }: ContainmentSettings,
  now: Instant,
): Promise<readonly string[]> {
  const names = new Set(Object.keys(given));
  for await (const { state } of listed(store, "schedule/set")) names.add((state as Schedule).name);
  const faults: string[] = [];
  for (const name of names) {
    const command = { type: "set" as const, name, given: given[name] };
    const outcome = await execute(store, schedules, { id: name, command, by: "desk" }, now);
    if (outcome instanceof Refusal) faults.push(outcome.reason);
  }
  return faults;
}
