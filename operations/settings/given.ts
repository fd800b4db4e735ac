import type { Severity } from "../../policies/core/rule";
import type { Policy } from "../escalation/policy";
import type { QuietHours } from "../escalation/quiet-hours";
import type { Layer, Override } from "../escalation/rota";
import type {
  AccessReviewSettings,
  Address,
  ConnectorSettings,
  ContainmentSettings,
  Person,
  Role,
  Routing,
  SignInSettings,
  TemporaryGroup,
  WebhookSettings,
} from "./settings";

/** An address as a file gives it: `slack:C0123`, or only `slack` for a connector that needs no more. */
export type GivenAddress = string | Address;

export interface GivenPerson extends Omit<Partial<Person>, "addresses" | "email" | "department" | "role"> {
  readonly email: string;
  readonly department: string;
  /** @default "viewer" */
  readonly role?: Role;
  /** @default the e-mail address, by the connector that sends mail */
  readonly addresses?: readonly GivenAddress[];
}

export interface GivenDepartment {
  /** @default the policy named `default`, else one made for the department */
  readonly policy?: string;
  readonly addresses?: readonly GivenAddress[];
  readonly assign?: string;
  readonly head?: string;
}

/** Layers; or people for the only one. */
export interface GivenRota extends Partial<Layer> {
  /** @default the file's `timezone` */
  readonly timezone?: string;
  readonly layers?: readonly GivenLayer[];
  readonly overrides?: readonly Override[];
}

export interface GivenLayer extends Omit<Partial<Layer>, "people" | "start"> {
  readonly people: readonly string[];
  readonly start: string;
}

export interface GivenPolicy {
  readonly levels: Policy["levels"];
  /** @default 2 */
  readonly repeats?: number;
  /** @default the file's `catchAll` */
  readonly catchAll?: string;
  /** @default 60 of critical tickets, 240 of high ones */
  readonly acknowledgedMinutes?: Policy["acknowledgedMinutes"];
  readonly quietHours?: Partial<QuietHours>;
}

export interface GivenAccessReview extends Partial<AccessReviewSettings> {
  readonly owner: string;
  /** @default 14 */
  readonly days?: number;
}

export interface GivenTemporaryGroup extends Partial<TemporaryGroup> {
  /** @default "identity-center" */
  readonly source?: TemporaryGroup["source"];
  /** @default the name that it has here */
  readonly group?: string;
  readonly maxMinutes: number;
  readonly approvers: readonly string[];
}

/** What stands in `operations.yaml`. */
export interface GivenOperations {
  /** @default "UTC" */
  readonly timezone?: string;
  readonly securityHub?: { readonly regions: readonly string[] };
  readonly url?: string;
  readonly catchAll?: string;
  readonly people?: Readonly<Record<string, GivenPerson>>;
  readonly departments?: Readonly<Record<string, GivenDepartment>>;
  readonly rotas?: Readonly<Record<string, GivenRota>>;
  readonly policies?: Readonly<Record<string, GivenPolicy>>;
  readonly routing?: readonly Routing[];
  readonly otherwise?: { readonly category?: string; readonly department?: string };
  readonly serviceLevels?: Readonly<
    Partial<Record<Severity, { readonly acknowledge: string; readonly resolve: string }>>
  >;
  readonly reopenHours?: number;
  readonly webhooks?: Readonly<Record<string, WebhookSettings>>;
  readonly connectors?: Readonly<Record<string, ConnectorSettings>>;
  readonly containment?: Partial<ContainmentSettings>;
  readonly signIn?: SignInSettings;
  readonly accessReview?: GivenAccessReview;
  readonly temporaryAccess?: { readonly groups?: Readonly<Record<string, GivenTemporaryGroup>> };
}
