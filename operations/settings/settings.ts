import type { Severity } from "../../policies/core/rule";
import type { Policy } from "../escalation/policy";
import type { Rota } from "../escalation/rota";
import type { ServiceLevel } from "../tickets/ticket";

/** What somebody may do at the desk; each includes those before. */
export const roles = ["viewer", "analyst", "senior", "administrator"] as const;
export type Role = (typeof roles)[number];

/** An address of a connector, such as a mail address, a channel or a service key. */
export interface Address {
  readonly connector: string;
  readonly to: string;
}

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly department: string;
  /** Where the person is told, the first that works. */
  readonly addresses: readonly Address[];
  /** The person's manager, who reviews access. */
  readonly manager?: string;
}

export interface Department {
  readonly policy: string;
  /** Where all of it is told, the first that works. */
  readonly addresses: readonly Address[];
  /** Who takes its tickets: `rota:security` or `person:ana`. Nobody until somebody acknowledges, when absent. */
  readonly assign?: string;
}

/** Which findings a rule is for: every condition that is named must hold. Texts are globs, such as `arn:aws:s3:*`. */
export interface Condition {
  readonly source?: readonly string[];
  readonly rule?: readonly string[];
  readonly account?: readonly string[];
  readonly region?: readonly string[];
  readonly resource?: readonly string[];
  readonly severity?: readonly Severity[];
  /** Words of the title or the description, in any case. One is enough. */
  readonly keywords?: readonly string[];
  /** Further fields of the finding, by name. */
  readonly fields?: Readonly<Record<string, readonly string[]>>;
}

/** What becomes of the findings that a rule is for. Of several rules, the first that names a thing decides on it; tags add up. */
export interface Routing {
  readonly name: string;
  readonly when: Condition;
  readonly category?: string;
  readonly tags?: readonly string[];
  readonly severity?: Severity;
  readonly department?: string;
  readonly assignee?: string;
  readonly policy?: string;
}

/** How a source signs what it sends. */
export interface WebhookSettings {
  /** The variable of the environment that holds the secret: no secret stands in a file. */
  readonly secret: string;
  /** What the body is; `finding` is the desk's own shape. */
  readonly format: "finding" | "asff" | "ocsf" | "alertmanager" | "sns";
}

/** A connector: its type says which further settings it has. Secrets are named by the variables that hold them. */
export interface ConnectorSettings {
  readonly type: string;
  /** Whether it keeps a record of tickets, as Jira does, beside being told as an address. */
  readonly keeps?: boolean;
  /** For connectors that keep records: which tickets they hear of; all when absent. */
  readonly when?: Condition;
  readonly [setting: string]: unknown;
}

export interface ContainmentSettings {
  /** Globs of targets, such as `role/break-glass`, that no automation may touch. */
  readonly protected: readonly string[];
  /** How many may begin within an hour. */
  readonly perHour: number;
  /** Accounts in which two persons have to agree. */
  readonly production: readonly string[];
  /** Hours after which somebody is asked whether it is still needed. */
  readonly reviewHours: number;
}

/** What `operations.yaml` says, checked. */
export interface Settings {
  readonly people: Readonly<Record<string, Person>>;
  readonly departments: Readonly<Record<string, Department>>;
  readonly rotas: Readonly<Record<string, Rota>>;
  readonly policies: Readonly<Record<string, Policy>>;
  readonly routing: readonly Routing[];
  /** What holds where no rule decides. */
  readonly otherwise: { readonly category: string; readonly department: string };
  readonly serviceLevels: Readonly<Record<Severity, ServiceLevel>>;
  readonly reopenHours: number;
  readonly webhooks: Readonly<Record<string, WebhookSettings>>;
  readonly connectors: Readonly<Record<string, ConnectorSettings>>;
  /** Where the desk's page is reached, such as `https://desk.example.com`: messages link to it. */
  readonly url?: string;
  readonly containment: ContainmentSettings;
}
