/** A moment: ISO 8601 in UTC with milliseconds, such as `2026-11-24T09:30:00.000Z`, so that text order is time order. */
export type Instant = string;

/** What happened to one aggregate, as it is kept for ever. */
export interface Recorded<Event> {
  /** The aggregate it happened to, such as `ticket/T-7KQ2M9XD`. */
  readonly stream: string;
  /** Its place in the stream, from 1. */
  readonly version: number;
  readonly at: Instant;
  /** Who did it: `user:ana@example.com`, `source:securityhub`, `clock`. */
  readonly by: string;
  readonly event: Event;
}

/** Why a command changes nothing: one sentence with what was expected and what came. */
export class Refusal {
  constructor(readonly reason: string) {}
}

/** By what an aggregate is found, beside its stream. */
export interface Found {
  /** When something is to happen unless something else does before. */
  readonly dueAt?: Instant;
  /** The list it stands in, such as `ticket/open`; in none when absent. */
  readonly list?: string;
  /** Its place in the list: text order is the list's order. */
  readonly order?: string;
}

/**
 * How one kind of aggregate behaves: what should happen, and what has become of it. Pure and total: time, ids and anything
 * that had to be read come with the command.
 */
export interface Decider<State, Command, Event> {
  /** The first part of the stream's name. */
  readonly kind: string;
  decide(state: State | undefined, command: Command, now: Instant): readonly Event[] | Refusal;
  evolve(state: State | undefined, recorded: Recorded<Event>): State;
  find(state: State): Found;
}

export function eventId({ stream, version }: { readonly stream: string; readonly version: number }): string {
  return `${stream}@${String(version)}`;
}

/** The kind and the id of a stream's aggregate. */
export function streamParts(stream: string): readonly [kind: string, id: string] {
  const slash = stream.indexOf("/");
  return [stream.slice(0, slash), stream.slice(slash + 1)];
}

export function after(instant: Instant, minutes: number): Instant {
  return new Date(Date.parse(instant) + minutes * 60_000).toISOString();
}

/** Whether a moment has come; never when there is none. */
export function isPast(instant: Instant | undefined, now: Instant): boolean {
  return instant !== undefined && instant <= now;
}

export function isBlank(text: string): boolean {
  return text.trim() === "";
}

export function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  return instants.filter((instant) => instant !== undefined).sort()[0];
}

export function latest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  return instants
    .filter((instant) => instant !== undefined)
    .sort()
    .at(-1);
}
