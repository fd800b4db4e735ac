import type { Instant } from "../core/decider";
import type { TemporaryGroup } from "../settings/settings";

/**
 * `requested`: somebody else has to approve. `approved`: the membership is on its way. `active`: it is there, and was seen to
 * be. `ended`: it counts no more.
 */
export type GrantState = "requested" | "approved" | "active" | "ended";

export type Ending = "refused" | "lapsed" | "revoked" | "expired" | "failed";

/** One request for a while in a group. Several may overlap: the membership lasts as long as one of them does. */
export interface Grant {
  readonly id: string;
  readonly reason: string;
  readonly minutes: number;
  /** The person who asked; not always the one who gets it. */
  readonly requestedBy: string;
  /** Who may approve: as the settings were when it was asked for. */
  readonly approvers: readonly string[];
  readonly state: GrantState;
  /** Until when somebody has to approve. */
  readonly approveBy: Instant;
  readonly approvedBy?: string;
  /** When it expires: the time counts from when the membership is there. */
  readonly until?: Instant;
  readonly ended?: { readonly because: Ending; readonly at: Instant; readonly by: string; readonly reason: string };
}

export type Phase = "adding" | "removing";

/** One person in one group, and all grants for it. */
export interface TemporaryAccess {
  readonly person: string;
  /** The group's name in the settings. */
  readonly group: string;
  readonly at: TemporaryGroup;
  readonly grants: Readonly<Record<string, Grant>>;
  /** `in`: the membership is there. `failed`: it could not be removed, and a person has to; it is tried on and on. */
  readonly state: "out" | Phase | "in" | "failed";
  /** Whether the person was in the group before anything was done: such a membership is never removed. */
  readonly standing?: boolean;
  /** The id of the membership that was made, where there are such: another one is somebody else's. */
  readonly membership?: string;
  /** The worker that is at it, and until when nobody else is. */
  readonly lease?: { readonly attempt: number; readonly phase: Phase; readonly until: Instant };
  readonly attempts: number;
  readonly failures: number;
  readonly retryAt?: Instant;
  readonly error?: string;
  /** The ticket that removing failed. */
  readonly ticket?: string;
  /** Since when the failure has yet to become a ticket. */
  readonly untoldAt?: Instant;
}

export interface Membership {
  readonly id?: string;
}

export type AccessCommand =
  | {
      readonly type: "request";
      readonly grant: string;
      readonly person: string;
      readonly group: string;
      readonly at: TemporaryGroup;
      readonly requestedBy: string;
      readonly reason: string;
      readonly minutes: number;
    }
  | { readonly type: "approve"; readonly grant: string; readonly person: string }
  | { readonly type: "refuse"; readonly grant: string; readonly person: string; readonly reason: string }
  /** Ends it early: anybody may, as less access harms nobody's safety. */
  | { readonly type: "revoke"; readonly grant: string; readonly reason: string }
  | { readonly type: "tick" }
  /** A worker begins. What it reports counts only while its lease lasts. */
  | { readonly type: "attempt" }
  /** What it found before it did anything. */
  | { readonly type: "found"; readonly attempt: number; readonly membership?: Membership }
  | { readonly type: "added"; readonly attempt: number; readonly membership: Membership }
  | {
      readonly type: "removed";
      readonly attempt: number;
      readonly evidence: string;
      /** Until when sessions live on that began before. */
      readonly sessionsUntil?: Instant;
    }
  | { readonly type: "failed"; readonly attempt: number; readonly error: string }
  | { readonly type: "reported"; readonly ticket: string };

export type AccessEvent =
  | {
      readonly type: "AccessRequested";
      readonly person: string;
      readonly group: string;
      readonly at: TemporaryGroup;
      readonly grant: Grant;
    }
  | { readonly type: "AccessApproved"; readonly grant: string; readonly person: string }
  | { readonly type: "AccessEnded"; readonly grant: string; readonly because: Ending; readonly reason: string }
  | {
      readonly type: "AttemptBegun";
      readonly attempt: number;
      readonly phase: Phase;
      readonly until: Instant;
      /** Whether the attempt before ended without a word: its process did. */
      readonly lost: boolean;
    }
  | { readonly type: "FormerStateRecorded"; readonly standing: boolean }
  | {
      readonly type: "AccessActivated";
      readonly grants: Readonly<Record<string, Instant>>;
      readonly membership?: string;
    }
  | { readonly type: "RemovalStarted" }
  | { readonly type: "AccessRemoved"; readonly evidence: string; readonly sessionsUntil?: Instant }
  /** The membership stays: the person had it before. */
  | { readonly type: "StandingMembershipKept" }
  /** What it was to do has changed in the meantime. */
  | { readonly type: "AttemptOvertaken"; readonly attempt: number }
  | { readonly type: "AttemptFailed"; readonly error: string; readonly retryAt: Instant }
  | { readonly type: "RemovalFailed"; readonly error: string; readonly retryAt: Instant }
  | { readonly type: "AccessTicketOpened"; readonly ticket: string };
