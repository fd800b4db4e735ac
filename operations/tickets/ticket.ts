import type { Severity } from "../../policies/core/rule";
import type { Instant } from "../core/decider";
import type { Escalation, Policy, Target } from "../escalation/policy";
import type { Finding } from "../findings/finding";

/**
 * `triggered`: nobody has taken it, it escalates. `acknowledged`: somebody has. `snoozed`: it waits for a moment. `resolved`:
 * it is done, but the same finding opens it again. `closed`: for good; the same finding opens another one.
 */
export type TicketState = "triggered" | "acknowledged" | "snoozed" | "resolved" | "closed";

export const resolutions = [
  "fixed",
  "fixed-at-source",
  "false-positive",
  "accepted-risk",
  "duplicate",
  "not-applicable",
  "test",
] as const;
/** Why a ticket is done. `fixed-at-source`: the source of the finding says so. */
export type Resolution = (typeof resolutions)[number];

/** How long a ticket may take, in minutes from when it was opened. */
export interface ServiceLevel {
  readonly acknowledgeMinutes: number;
  readonly resolveMinutes: number;
}

/** Where a finding leads: what the rules made of it. A ticket keeps it, so that later changes of the rules don't touch it. */
export interface Route {
  readonly severity: Severity;
  readonly category: string;
  readonly tags: readonly string[];
  readonly department: string;
  readonly assignee?: string;
  readonly policy: Policy;
  readonly serviceLevel: ServiceLevel;
  /** Hours after it was resolved for which the same finding opens it again. */
  readonly reopenHours: number;
}

/** A deadline of the service level, and whether it was missed. */
export interface Deadline {
  readonly at: Instant;
  readonly missed: boolean;
}

export interface Ticket extends Route {
  readonly id: string;
  readonly key: string;
  readonly state: TicketState;
  readonly finding: Finding;
  readonly seen: { readonly first: Instant; readonly last: Instant; readonly count: number };
  readonly openedAt: Instant;
  readonly escalation: Escalation;
  readonly deadlines: { readonly acknowledge: Deadline; readonly resolve: Deadline };
  readonly acknowledged?: { readonly by: string; readonly at: Instant; readonly until?: Instant };
  /** When it was first acknowledged: the service level counts that one. */
  readonly firstAcknowledgedAt?: Instant;
  readonly snoozed?: { readonly by: string; readonly until: Instant; readonly reason: string };
  readonly resolved?:
    | { readonly by: string; readonly at: Instant; readonly resolution: Resolution; readonly closesAt: Instant }
    | undefined;
  readonly reopened: number;
  /** The closed ticket of the same finding. */
  readonly parent?: string;
  /** The ticket in other systems, by connector. */
  readonly links: Readonly<Record<string, { readonly id: string; readonly url?: string }>>;
}

export type TicketCommand =
  | {
      readonly type: "open";
      readonly id: string;
      readonly key: string;
      readonly finding: Finding;
      readonly route: Route;
      readonly parent?: string;
    }
  /** The same finding came again. */
  | { readonly type: "repeat"; readonly finding: Finding; readonly severity: Severity }
  /** The source says that what was found is no more. */
  | { readonly type: "clear"; readonly detail: string }
  | { readonly type: "acknowledge" }
  | { readonly type: "assign"; readonly assignee: string }
  | {
      readonly type: "hand-over";
      readonly department: string;
      readonly assignee?: string;
      readonly policy: Policy;
      readonly reason: string;
    }
  | { readonly type: "change-severity"; readonly severity: Severity; readonly reason: string }
  | { readonly type: "snooze"; readonly until: Instant; readonly reason: string }
  | { readonly type: "comment"; readonly text: string }
  | { readonly type: "resolve"; readonly resolution: Resolution; readonly note: string }
  | { readonly type: "link"; readonly connector: string; readonly id: string; readonly url?: string }
  /** Nobody could be told, whatever was tried. */
  | {
      readonly type: "notice-failed";
      readonly target: Target;
      readonly error: string;
      /** `record`: another system doesn't know, but nobody waits for it. */
      readonly purpose?: "notice" | "record";
    }
  | { readonly type: "tick" };

export type TicketEvent =
  | { readonly type: "TicketOpened"; readonly ticket: Ticket }
  | { readonly type: "TicketRepeated"; readonly finding: Finding; readonly count: number }
  | { readonly type: "TicketReopened"; readonly finding: Finding; readonly escalation: Escalation }
  | {
      readonly type: "TicketEscalated";
      readonly level: number;
      readonly loop: number;
      readonly exhausted: boolean;
      readonly targets: readonly Target[];
      readonly dueAt: Instant;
    }
  | { readonly type: "TicketAcknowledged"; readonly until?: Instant }
  | { readonly type: "TicketAcknowledgementExpired"; readonly escalation: Escalation }
  | { readonly type: "TicketSnoozed"; readonly until: Instant; readonly reason: string }
  | { readonly type: "TicketWoke"; readonly escalation: Escalation }
  | { readonly type: "TicketAssigned"; readonly assignee: string }
  | {
      readonly type: "TicketHandedOver";
      readonly department: string;
      readonly assignee?: string;
      readonly escalation: Escalation;
      readonly reason: string;
    }
  | {
      readonly type: "TicketSeverityChanged";
      readonly severity: Severity;
      readonly reason: string;
      readonly escalation?: Escalation;
    }
  | { readonly type: "TicketCommented"; readonly text: string }
  | {
      readonly type: "TicketLinked";
      readonly connector: string;
      readonly id: string;
      readonly url?: string;
    }
  | { readonly type: "TicketDeadlineMissed"; readonly deadline: "acknowledge" | "resolve" }
  | {
      readonly type: "TicketResolved";
      readonly resolution: Resolution;
      readonly note: string;
      readonly closesAt: Instant;
    }
  | { readonly type: "TicketClosed" }
  | {
      readonly type: "NotificationFailed";
      readonly target: Target;
      readonly error: string;
      readonly purpose?: "notice" | "record";
    };
