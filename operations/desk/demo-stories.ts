import type { Severity } from "../../policies/core/rule";
import { after, type Instant } from "../core/decider";
import type { Settings } from "../settings/settings";
import type { TicketCommand } from "../tickets/ticket";

/** What happens to a ticket, minutes after its finding came. */
export interface Act {
  readonly minutes: number;
  readonly act:
    | { readonly type: "report"; readonly status: "active" | "resolved" }
    | {
        readonly type: "do";
        /** `taker`: who takes the tickets of its department at that moment. */
        readonly by: string;
        /** Whether that is the end of it, for now. */
        readonly ends?: boolean;
        command(settings: Settings, now: Instant): TicketCommand;
      };
}

/** Numbers that look like chance and are the same for the same seed. */
export interface Chance {
  between(low: number, high: number): number;
  of<Value>(...values: readonly Value[]): Value;
  shuffled<Value>(values: readonly Value[]): readonly Value[];
}

/** Mulberry32: one multiplication and some shifts, good enough for stories. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    between,
    of: (...values) => values[between(0, values.length - 1)] as (typeof values)[number],
    shuffled(values) {
      const left = [...values];
      return values.map(() => left.splice(between(0, left.length - 1), 1)[0] as (typeof values)[number]);
    },
  };
}

type Do = Extract<Act["act"], { type: "do" }>;

const act = (minutes: number, by: string, command: Do["command"], ends = false): Act => ({
  minutes,
  act: { type: "do", by, command, ends },
});
const take = (minutes: number, by = "taker") => act(minutes, by, () => ({ type: "acknowledge" }));
const say = (minutes: number, text: string, by = "taker") => act(minutes, by, () => ({ type: "comment", text }));
const report = (minutes: number, status: "active" | "resolved"): Act => ({ minutes, act: { type: "report", status } });
const resolve = (
  minutes: number,
  resolution: "fixed" | "false-positive" | "accepted-risk",
  note: string,
  by = "taker",
) => act(minutes, by, () => ({ type: "resolve", resolution, note }), true);
const snooze = (minutes: number, hours: number, reason: string) =>
  act(minutes, "taker", (_settings, now) => ({ type: "snooze", until: after(now, hours * 60), reason }), true);
const handOver = (minutes: number, department: string, reason: string) =>
  act(minutes, "taker", (settings) => {
    const policy = settings.policies[settings.departments[department]?.policy ?? ""];
    if (!policy) throw new Error(`expected a policy of ${department}, got none`);
    return { type: "hand-over", department, policy, reason };
  });

/** Hours that work on a ticket takes, and may be put off. */
const pace: Readonly<Record<Severity, { readonly work: readonly [number, number]; readonly snooze: number }>> = {
  critical: { work: [1, 3], snooze: 2 },
  high: { work: [2, 14], snooze: 12 },
  medium: { work: [10, 60], snooze: 48 },
  low: { work: [20, 80], snooze: 96 },
};

/** What is under way now, so that the board shows every kind of ticket: by the end of a resource's name. */
export const underWay: Readonly<Record<string, { readonly minutesAgo: number; readonly acts: readonly Act[] }>> = {
  "instance/i-0a91be77c2d40f1e3": { minutesAgo: 19, acts: [] },
  "<c55e@mail.shop.example>": { minutesAgo: 4, acts: [] },
  "web-03.shop.example": {
    minutesAgo: 48,
    acts: [take(11), say(25, "The process is gone. Looking for how it came in.")],
  },
  "security-group/sg-07f1e3d5c7b9a0b2d": {
    minutesAgo: 150,
    acts: [
      take(22, "chiara"),
      say(40, "Who opened this? Asked the shop team.", "chiara"),
      take(77, "chiara"),
      take(132, "chiara"),
    ],
  },
  "user/partner-feed": {
    minutesAgo: 26 * 60,
    acts: [take(9), snooze(30, 48, "The partner changes its key on Thursday.")],
  },
  "repository/runner/sha256:0f4e": { minutesAgo: 200, acts: [] },
};

/** How a ticket fares. */
export function storyOf(severity: Severity, chance: Chance): readonly Act[] {
  const [least, most] = pace[severity].work;
  const done = chance.between(least * 60, most * 60);
  const isUrgent = severity === "critical" || severity === "high";
  const unfinished = isUrgent
    ? []
    : [[take(chance.between(3, 10))], [take(12), say(40, "Waits for the next maintenance window.")]];
  const stories = [...quick(done, chance), ...slow(done, chance), ...others(severity, done, chance), ...unfinished];
  return confirmed(severity, chance.of(...stories));
}

/** An acknowledgement of what is urgent expires: who still works on it says so again. */
function confirmed(severity: Severity, acts: readonly Act[]): readonly Act[] {
  const every = severity === "critical" ? 55 : severity === "high" ? 235 : Infinity;
  const [first] = acts;
  const from = first?.minutes ?? 0;
  const until = acts.find(isEnd)?.minutes ?? from;
  const by = first?.act.type === "do" ? first.act.by : "taker";
  const count = Math.max(0, Math.ceil((until - from) / every) - 1);
  return [...acts, ...Array.from({ length: count }, (_each, index) => take(from + (index + 1) * every, by))];
}

function isEnd({ act }: Act): boolean {
  return act.type === "do" ? act.ends === true : act.status === "resolved";
}

/** Taken in time: most are. */
function quick(done: number, chance: Chance): readonly (readonly Act[])[] {
  const taken = chance.between(2, 13);
  const notes = [
    "Closed the port.",
    "Rotated the key and removed the old one.",
    "Merged the change, deployed it.",
    "Patched and restarted.",
  ];
  return [
    [take(taken), resolve(done, "fixed", chance.of(...notes))],
    [take(taken), say(taken + 20, "Reproduced. A change is under way."), resolve(done, "fixed", chance.of(...notes))],
    [take(taken), report(done, "resolved")],
    [take(taken), report(done, "resolved")],
    [take(taken), resolve(done, "false-positive", "The scanner of our own test network, as every month.")],
  ];
}

/** Not taken by the first who was told. */
function slow(done: number, chance: Chance): readonly (readonly Act[])[] {
  const escalated = chance.between(17, 29);
  const late = chance.between(70, 200);
  return [
    [take(escalated, "chiara"), resolve(escalated + done, "fixed", "Found while Ana was in a meeting.", "chiara")],
    [take(late, "chiara"), say(late + 5, "Nobody saw this. Why?", "maria"), report(late + done, "resolved")],
  ];
}

function others(severity: Severity, done: number, chance: Chance): readonly (readonly Act[])[] {
  const { snooze: hours } = pace[severity];
  const wakes = 30 + hours * 60;
  const again = 50 + chance.between(300, 48 * 60);
  return [
    [
      take(6),
      snooze(30, hours, "The vendor's fix comes then."),
      take(wakes + 9),
      resolve(wakes + 40, "fixed", "It is in."),
    ],
    [
      take(9),
      handOver(40, "platform", "The platform team owns this account."),
      take(49),
      report(60 + done, "resolved"),
    ],
    [take(12), resolve(done, "accepted-risk", "Public on purpose: the press downloads from here. Asked Maria.")],
    [
      take(5),
      report(15, "active"),
      report(30, "active"),
      say(40, "Comes with every deployment."),
      report(done, "resolved"),
    ],
    [
      ...[take(7), resolve(50, "fixed", "Removed by hand."), report(again, "active"), take(again + 10)],
      resolve(again + 50, "fixed", "Now in the program."),
    ],
  ];
}
