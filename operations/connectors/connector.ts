import type { ConnectorSettings } from "../settings/settings";
import type { Message, Receipt } from "./delivery";

/** A way to another system. */
export interface Connector {
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

/** What a connector is made with. */
export interface ConnectorContext {
  readonly settings: ConnectorSettings;
  /** The value of a variable of the environment; throws a UserError that names it when it is absent. */
  secret(variable: string): string;
  readonly fetch: typeof fetch;
}
