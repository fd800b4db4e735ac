import { type Decider, type Instant, type Recorded, Refusal } from "./decider";
import type { Claim, Store } from "./store";

export interface Intent<Command> {
  /** The id of the aggregate, without its kind. */
  readonly id: string;
  readonly command: Command;
  /** Who asks: see {@link Recorded.by}. */
  readonly by: string;
  /** What the command is known by, when it may come again: a repeat changes nothing. */
  readonly commandId?: string;
  readonly claim?: Claim;
  /** The version that whoever asks has seen: when the aggregate has another one by now, the answer is {@link Stale}. */
  readonly expected?: number;
}

/** The aggregate has changed since whoever asks looked at it. */
export class Stale extends Refusal {}

export interface Executed<State> {
  readonly outcome: "done" | "repeated" | "unchanged" | "taken";
  readonly state: State | undefined;
  readonly events: readonly Recorded<unknown>[];
}

/**
 * Lets an aggregate decide on a command and keeps what it decided. When others change it at the same time, it decides again
 * on what they left.
 *
 * @returns the refusal, or what became of it: `taken` when the claim is no longer as the intent says
 * @throws Error after ten conflicts in a row
 */
export async function execute<State, Command, Event>(
  store: Store,
  decider: Decider<State, Command, Event>,
  intent: Intent<Command>,
  now: Instant,
): Promise<Executed<State> | Refusal> {
  const stream = `${decider.kind}/${intent.id}`;
  for (let attempt = 0; attempt < 10; attempt++) {
    const stored = await store.load(stream);
    const before = stored?.state as State | undefined;
    // A command that was carried out would now be refused for what it did itself.
    if (intent.commandId !== undefined && (await store.knows(intent.commandId))) {
      return { outcome: "repeated", state: before, events: [] };
    }
    if (intent.expected !== undefined && intent.expected !== (stored?.version ?? 0)) {
      return new Stale(`expected version ${String(intent.expected)}, got ${String(stored?.version ?? 0)}`);
    }
    const decided = decider.decide(before, intent.command, now);
    if (decided instanceof Refusal) return decided;
    const version = stored?.version ?? 0;
    const events = decided.map((event, index): Recorded<Event> => {
      return { stream, version: version + index + 1, at: now, by: intent.by, event };
    });
    if (events.length === 0) return { outcome: "unchanged", state: before, events };
    const state = events.reduce<State | undefined>((reached, event) => decider.evolve(reached, event), before) as State;
    const { commandId, claim } = intent;
    const outcome = await store.commit({
      ...{ stream, expected: version, state, found: decider.find(state), events, commandId, claim },
    });
    if (outcome === "done") return { outcome, state, events };
    if (outcome === "repeated") return { outcome, state: before, events: [] };
    if (claim !== undefined && (await store.holder(claim.key)) !== claim.from) {
      return { outcome: "taken", state: before, events: [] };
    }
  }
  throw new Error(`ten others changed ${stream} while one command was decided`);
}
