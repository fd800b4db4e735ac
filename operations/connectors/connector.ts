import type { ConnectorSettings } from "../settings/settings";
import type { Message, Receipt } from "./delivery";

/** A way to another system. */
export interface Connector {
  /** Whether it makes one thing for each subject, such as an issue: then no two messages about it may be sent at once. */
  readonly keepsOne?: boolean;
  /**
   * Tells it once more, if it was told before: systems that recognise `message.event` or the ticket show it once.
   *
   * @param to where: its meaning is the connector's, such as a mail address
   * @returns what the other system keeps of it, if anything
   * @throws Undeliverable when trying again is useless, any other error when it isn't
   */
  send(message: Message, to: string): Promise<Receipt | undefined>;
}

/** What no further try will change, such as an address that doesn't exist. */
export class Undeliverable extends Error {
  override readonly name = "Undeliverable";
}

/** What somebody has to mend first, such as a token that has expired: too long for a notice, but a record may wait for it. */
export class Unauthorized extends Error {
  override readonly name = "Unauthorized";
}

/** The other system says when to come again. */
export class Busy extends Error {
  override readonly name = "Busy";

  constructor(
    message: string,
    readonly afterSeconds: number,
  ) {
    super(message);
  }
}

/** What a connector is made with. */
export interface ConnectorContext {
  readonly settings: ConnectorSettings;
  /** The value of a variable of the environment; throws a UserError that names it when it is absent. */
  readonly secret: (variable: string) => string;
  readonly fetch: typeof fetch;
}

/** Makes a connector of settings that were checked. */
export type MakeConnector = (context: ConnectorContext) => Connector;
