import { Temporal } from "temporal-polyfill";
import type { Instant } from "../core/decider";
import { isWithin, spansMidnight } from "./quiet-hours";

/** People who take turns. */
export interface Layer {
  /** In the order of their turns. */
  readonly people: readonly string[];
  /** The day on which the first one's turn begins, such as `2026-01-05`. */
  readonly start: string;
  /** The time of day at which a turn ends and the next begins, such as `09:00`. */
  readonly handover: string;
  /** How many days a turn lasts. */
  readonly days: number;
  /** The part of each day that the layer covers; all of it when absent. */
  readonly hours?: { readonly from: string; readonly to: string };
  /** The days that it covers, Monday is 1; all of them when absent. */
  readonly weekdays?: readonly number[];
}

export interface Override {
  readonly person: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** Who is on call when. The first layer that covers a moment counts, and an override before all. */
export interface Rota {
  readonly name: string;
  /** IANA name, such as `Europe/Berlin`: turns change by its clock, also when that is put forward or back. */
  readonly timezone: string;
  readonly layers: readonly Layer[];
  readonly overrides?: readonly Override[];
}

/** Who is on call; nobody where the rota has a gap. */
export function onCall({ timezone, layers, overrides = [] }: Rota, at: Instant): string | undefined {
  // The one that was made last counts: it says what is to be otherwise than before.
  const override = overrides.findLast(({ from, to }) => from <= at && at < to);
  if (override) return override.person;
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timezone).toPlainDateTime();
  const layer = layers.find((each) => covers(each, local.dayOfWeek, local.toPlainTime()));
  return layer && turnOf(layer, local);
}

function turnOf({ people, start, handover, days }: Layer, local: Temporal.PlainDateTime): string | undefined {
  const isBefore = Temporal.PlainTime.compare(local.toPlainTime(), handover) < 0;
  const day = local.toPlainDate().subtract({ days: isBefore ? 1 : 0 });
  const turn = Math.floor(day.since(start, { largestUnit: "day" }).days / days);
  return people[((turn % people.length) + people.length) % people.length];
}

function covers({ hours, weekdays }: Layer, dayOfWeek: number, time: Temporal.PlainTime): boolean {
  if (hours && !isWithin(hours, time)) return false;
  // The hours after midnight belong to the day on which the shift began.
  const beganYesterday = hours && spansMidnight(hours) && Temporal.PlainTime.compare(time, hours.from) < 0;
  const began = beganYesterday ? ((dayOfWeek + 5) % 7) + 1 : dayOfWeek;
  return weekdays?.includes(began) ?? true;
}

/** What is wrong with a rota, each a sentence: a layer without people, or the first quarter of an hour that no layer covers. */
export function faultsOf({ name, layers }: Rota): readonly string[] {
  const faults = layers.flatMap(({ people, days }, index) => [
    ...(people.length > 0 ? [] : [`expected layer ${String(index + 1)} of rota ${name} to name people, got none`]),
    ...(days >= 1 ? [] : [`expected a turn in rota ${name} to last a day at least, got ${String(days)}`]),
  ]);
  const gap = firstGap(layers);
  if (gap) faults.push(`expected rota ${name} to cover the week, got nobody on ${gap}`);
  return faults;
}

const weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function firstGap(layers: readonly Layer[]): string | undefined {
  for (const [index, weekday] of weekdayNames.entries()) {
    for (let minute = 0; minute < 24 * 60; minute += 15) {
      const time = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 });
      if (!layers.some((layer) => covers(layer, index + 1, time)))
        return `${weekday} at ${time.toString().slice(0, 5)}`;
    }
  }
  return undefined;
}
