import type { Collected } from "../access-review/collect";
import type { ContainmentParts } from "../containment/drive";
import type { Instant } from "../core/decider";
import type { Desk } from "../desk/desk";
import type { Role } from "../settings/settings";
import type { Tokens } from "./tokens";

/** What is known of the audit log, after all of it was read. */
export interface AuditState {
  readonly entries: number;
  /** The hash of the last entry: written down elsewhere, it shows whether the end was cut off. */
  readonly last: string;
  /** The first entry that doesn't follow the one before it, if any. */
  readonly broken?: { readonly sequence: number; readonly stream: string; readonly at: Instant };
}

export interface Health {
  /** When the clock last moved what is due. */
  readonly sweptAt?: Instant;
  /** What keeps failing, one sentence each. */
  readonly failing: readonly string[];
}

/** Somebody who is signed in. */
export interface Caller {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly department: string;
}

/** The other side of OpenID Connect. */
export interface IdentityProvider {
  readonly name: string;
  /** Where the browser goes, and what has to be kept until it returns. */
  start(redirectUri: string): Promise<{ readonly url: string; readonly kept: Readonly<Record<string, string>> }>;
  /**
   * The mail address that the provider has verified.
   *
   * @throws Error when what came back isn't what was asked for
   */
  finish(returned: URL, kept: Readonly<Record<string, string>>): Promise<string>;
}

/** What the API and the page stand on. Nothing here knows whether it runs in a process or in a function. */
export interface DeskContext {
  readonly desk: Desk;
  readonly tokens: Tokens;
  /** Where the desk is reached, such as `https://desk.example.com` or `http://127.0.0.1:4747`. */
  readonly origin: string;
  /** Signs sessions: 32 bytes at least, the same for all that serve this desk. */
  readonly sessionKey: Uint8Array;
  /** The value of a variable of the environment, if it is set. */
  readonly secret: (variable: string) => string | undefined;
  /** Where a request comes from, as far as that can be relied on. */
  readonly addressOf: (request: Request, env: unknown) => string;
  /** Called after each change, so that what follows from it happens soon. */
  readonly changed: () => void;
  readonly audit: () => Promise<AuditState>;
  /** How much has happened, where that is known without reading any of it: as long as it is the same, so is the board. */
  readonly sequence?: () => number;
  readonly health: () => Health | Promise<Health>;
  readonly log: (line: string) => void;
  readonly identityProvider?: IdentityProvider;
  /** The person for a code that was printed where the desk was started, once. */
  readonly redeemLink?: (code: string) => string | undefined;
  /** What containment works with; absent where nothing can be contained. */
  readonly containment?: ContainmentParts;
  /**
   * Access on AWS, as this desk sees and changes it; absent where it does neither. Without `collect`, the clock alone opens
   * reviews.
   */
  readonly cloudAccess?: { readonly collect?: () => Promise<Collected> };
  /** What the page tells on every side, such as that the data are made up. */
  readonly notice?: string;
}
