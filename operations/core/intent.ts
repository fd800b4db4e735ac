import type { Intent } from "./execute";

/** A command to some aggregate, of any kind. */
export interface AnyIntent extends Intent<AnyCommand> {
  readonly kind: string;
  /** Known by the event that it follows from, so that acting on the event again changes nothing. */
  readonly commandId: string;
}

/** A command of which nothing is known but that it has a type. */
export interface AnyCommand {
  readonly type: string;
  readonly [argument: string]: unknown;
}
