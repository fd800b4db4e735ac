import { Temporal } from "temporal-polyfill";
import type { Instant } from "../core/decider";

/** A part of each day, by the clock of a place. */
export interface QuietHours {
  /** IANA name, such as `Europe/Berlin`. */
  readonly timezone: string;
  /** When they begin, such as `20:00`. */
  readonly from: string;
  /** When they end, on the next day when that is not later than their beginning. */
  readonly to: string;
}

/** Whether a time of day lies between two, of which the first counts and the second doesn't; the second may be tomorrow's. */
export function isWithin({ from, to }: Pick<QuietHours, "from" | "to">, time: Temporal.PlainTime): boolean {
  const isAfter = (bound: string) => Temporal.PlainTime.compare(time, bound) >= 0;
  return spansMidnight({ from, to }) ? isAfter(from) || !isAfter(to) : isAfter(from) && !isAfter(to);
}

export function spansMidnight({ from, to }: Pick<QuietHours, "from" | "to">): boolean {
  return Temporal.PlainTime.compare(from, to) >= 0;
}

/** The moment itself when it is not in quiet hours, otherwise their end. */
export function endOfQuiet(quietHours: QuietHours, at: Instant): Instant {
  const { timezone, from, to } = quietHours;
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timezone);
  const time = local.toPlainTime();
  if (!isWithin(quietHours, time)) return at;
  const isTomorrow = spansMidnight(quietHours) && Temporal.PlainTime.compare(time, from) >= 0;
  const day = local.toPlainDate().add({ days: isTomorrow ? 1 : 0 });
  return instantOf(day.toZonedDateTime({ timeZone: timezone, plainTime: to }));
}

export function instantOf(zoned: Temporal.ZonedDateTime): Instant {
  return new Date(zoned.epochMilliseconds).toISOString();
}
