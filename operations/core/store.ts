import type { Found, Instant, Recorded } from "./decider";

/** An aggregate as it stands. */
export interface Aggregate {
  readonly stream: string;
  readonly version: number;
  readonly state: unknown;
}

/** One change, which a store makes as a whole or not at all. */
export interface Change {
  readonly stream: string;
  /** The version that the change was decided on; 0 for an aggregate that is new. */
  readonly expected: number;
  readonly state: unknown;
  readonly found: Found;
  /** In order, with versions from `expected + 1` on. Never empty. */
  readonly events: readonly Recorded<unknown>[];
  /** What the command is known by: of two changes with the same id, only the first is made. */
  readonly commandId?: string;
  /** A key that this stream holds from now on, such as that of an open ticket. */
  readonly claim?: Claim;
}

export interface Claim {
  readonly key: string;
  /** The stream that holds it so far; absent when none does. */
  readonly from?: string;
}

/** `conflict`: another change came first, of the stream or of the claim. `repeated`: this one was made before. */
export type Outcome = "done" | "conflict" | "repeated";

export interface Page {
  readonly aggregates: readonly Aggregate[];
  /** Pass it as `after` for the rest; absent at the end. */
  readonly next?: string;
}

/** Where aggregates and their events are kept. Every call may throw; after a call that threw, the change is made or it is not. */
export interface Store {
  load(stream: string): Promise<Aggregate | undefined>;
  history(stream: string): Promise<readonly Recorded<unknown>[]>;
  commit(change: Change): Promise<Outcome>;
  /** Whether a change with this id was made. */
  knows(commandId: string): Promise<boolean>;
  /** The stream that holds a key. */
  holder(key: string): Promise<string | undefined>;
  /** Streams that are due, of one kind when it is named, the longest overdue first. */
  due(now: Instant, limit: number, kind?: string): Promise<readonly string[]>;
  /** A list, its highest order first. */
  list(list: string, options?: { readonly limit?: number; readonly after?: string }): Promise<Page>;
  close(): Promise<void>;
}

/** All of a list, its highest order first, read page by page as far as somebody asks for it. */
export async function* listed(store: Pick<Store, "list">, list: string): AsyncGenerator<Aggregate> {
  let after: string | undefined;
  do {
    const page = await store.list(list, { limit: 500, after });
    yield* page.aggregates;
    after = page.next;
  } while (after !== undefined);
}

/** The events that nobody has acted on yet: every event is in it from its change on until it is settled. */
export interface Outbox {
  /** The oldest first. */
  unsettled(limit: number): Promise<readonly Recorded<unknown>[]>;
  settle(events: readonly Recorded<unknown>[]): Promise<void>;
}
