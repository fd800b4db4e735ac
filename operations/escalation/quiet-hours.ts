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

/** The moment itself when it is not in quiet hours, otherwise their end. */
export function endOfQuiet({ timezone, from, to }: QuietHours, at: Instant): Instant {
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timezone);
  const time = local.toPlainTime();
  const isAfter = (bound: string) => Temporal.PlainTime.compare(time, bound) >= 0;
  const spansMidnight = Temporal.PlainTime.compare(from, to) >= 0;
  const isQuiet = spansMidnight ? isAfter(from) || !isAfter(to) : isAfter(from) && !isAfter(to);
  if (!isQuiet) return at;
  const day = local.toPlainDate().add({ days: spansMidnight && isAfter(from) ? 1 : 0 });
  return instantOf(day.toZonedDateTime({ timeZone: timezone, plainTime: to }));
}

export function instantOf(zoned: Temporal.ZonedDateTime): Instant {
  return new Date(zoned.epochMilliseconds).toISOString();
}
