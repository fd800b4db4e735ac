import { after, type Instant } from "../core/decider";
import { onCall, type Rota } from "../escalation/rota";
import type { Settings } from "../settings/settings";

/** Who is on call, and who follows when; nobody where a rota has a gap. */
export interface OnCall {
  readonly rota: string;
  readonly timezone: string;
  readonly now?: { readonly id: string; readonly name: string };
  readonly next?: { readonly id: string; readonly name: string };
  readonly changesAt?: Instant;
  /** The next turns, the first one first. */
  readonly turns: readonly {
    readonly from: Instant;
    readonly person?: { readonly id: string; readonly name: string };
  }[];
}

const shownTurns = 5;

const quarter = 15;
const days = 28;

export function onCallNow(settings: Settings, now: Instant): readonly OnCall[] {
  const person = (id: string | undefined) =>
    id === undefined ? undefined : { id, name: settings.people[id]?.name ?? id };
  return Object.entries(settings.rotas).map(([name, rota]) => {
    const turns: OnCall["turns"][number][] = [];
    for (let at = nextChange(rota, now); at !== undefined && turns.length < shownTurns; at = nextChange(rota, at)) {
      turns.push({ from: at, person: person(onCall(rota, at)) });
    }
    const [next] = turns;
    const current = person(onCall(rota, now));
    return { rota: name, timezone: rota.timezone, now: current, next: next?.person, changesAt: next?.from, turns };
  });
}

/** The next moment at which somebody else is on call: turns change at quarters of an hour everywhere, overrides anywhen. */
function nextChange(rota: Rota, now: Instant): Instant | undefined {
  const current = onCall(rota, now);
  const first = new Date(Math.ceil((Date.parse(now) + 1) / (quarter * 60_000)) * quarter * 60_000).toISOString();
  const overrides = (rota.overrides ?? []).flatMap(({ from, to }) => [from, to]).filter((at) => at > now);
  // Steps of a day skip shifts within it, steps of a quarter would ask 2,688 times: hours first, then the quarter.
  for (let hour = 0; hour < days * 24; hour++) {
    const from = after(first, (hour - 1) * 60);
    const to = after(first, hour * 60);
    const within = overrides.filter((at) => from < at && at <= to);
    if (within.length === 0 && onCall(rota, to) === current) continue;
    const quarters = [1, 2, 3, 4].map((index) => after(from, index * quarter)).filter((at) => at > now);
    const found = [...quarters, ...within].sort().find((at) => onCall(rota, at) !== current);
    if (found !== undefined) return found;
  }
  return undefined;
}
