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
  /** The person who reviews the access of those who have no manager. */
  readonly head?: string;
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

/** How a source shows that it is the source. */
export interface WebhookSettings {
  /** The variable of the environment that holds the secret: no secret stands in a file. SNS needs none. */
  readonly secret?: string;
  /**
   * `signature`: it signs what it sends. `bearer`: it can't, as Alertmanager, and sends the secret itself as a token.
   *
   * @default "signature"
   */
  readonly authentication?: "signature" | "bearer";
  /** The ARN of the topic, for SNS, which signs with a key of its own. */
  readonly topic?: string;
  /**
   * What the body is; `finding` is the desk's own shape, `mail` a mail as it came, `text` what somebody wrote in a chat: its
   * `id` and `text`, and as far as known `reporter` (a mail address), `url` and `at`.
   */
  readonly format: "finding" | "asff" | "ocsf" | "alertmanager" | "sns" | "mail" | "text";
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
  /** The lists of AWS WAF that blocked addresses are put into; those of the address's region and version. */
  readonly ipSets?: readonly IpSetSettings[];
  /** The network ACLs that deny blocked addresses, by their region. */
  readonly networkAcls?: readonly { readonly id: string; readonly region: string }[];
  /** The value that switches a flag off; `false` when absent. */
  readonly flagOff?: string;
  readonly runbooks?: Readonly<Record<string, RunbookSettings>>;
  readonly schedules?: Readonly<Record<string, ScheduleSettings>>;
}

export interface IpSetSettings {
  readonly name: string;
  readonly id: string;
  readonly scope: "REGIONAL" | "CLOUDFRONT";
  /** Not needed for `CLOUDFRONT`, whose lists are in `us-east-1`. */
  readonly region?: string;
}

/** Documents of Systems Manager's automation, by name. */
export interface RunbookSettings {
  readonly contain: string;
  readonly release: string;
  readonly parameters?: Readonly<Record<string, readonly string[]>>;
}

/** When targets are off, such as outside of business hours. */
export interface ScheduleSettings {
  /** Ids of targets, such as `ecs-service/123456789012/eu-west-1/test/web`. */
  readonly targets: readonly string[];
  /** When they are switched off, as in cron: `0 20 * * 1-5`. */
  readonly off: string;
  readonly on: string;
  /** IANA name, such as `Europe/Berlin`. */
  readonly timezone: string;
}

export interface AccessReviewSettings {
  /** The person who answers for what has no other reviewer, such as a program's user. */
  readonly owner: string;
  /**
   * Whose access stays when nobody answers, and is never revoked by the automation: globs of persons' ids, user names, or
   * ARNs, such as `break-glass-*`.
   */
  readonly exempt: readonly { readonly principal: string; readonly reason: string }[];
  /** How long there is to answer. */
  readonly days: number;
}

/** A group that somebody may be in for a while. */
export interface TemporaryGroup {
  readonly source: "iam" | "identity-center";
  /** The account of an IAM group; the desk's own when absent. */
  readonly account?: string;
  /** What AWS calls it. */
  readonly group: string;
  readonly maxMinutes: number;
  /** Persons; the one who asks for it doesn't count. */
  readonly approvers: readonly string[];
}

/** How people sign in at a provider of OpenID Connect. */
export interface SignInSettings {
  /** The provider's address, such as `https://login.example.com`. */
  readonly issuer: string;
  readonly clientId: string;
  /** The variable of the environment that holds the client's secret; a public client has none. */
  readonly clientSecret?: string;
  /** What the page calls it; the issuer's host when absent. */
  readonly name?: string;
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
  /** The regions whose Security Hub a desk on one machine asks every hour for what it finds; it is asked nothing when absent. */
  readonly securityHub?: { readonly regions: readonly string[] };
  /** Where the desk's page is reached, such as `https://desk.example.com`: messages link to it. */
  readonly url?: string;
  readonly containment: ContainmentSettings;
  /** People sign in by tokens only when absent. */
  readonly signIn?: SignInSettings;
  /** No access can be reviewed when absent. */
  readonly accessReview?: AccessReviewSettings;
  /** Nobody can ask for temporary access when absent. */
  readonly temporaryAccess?: { readonly groups: Readonly<Record<string, TemporaryGroup>> };
}
