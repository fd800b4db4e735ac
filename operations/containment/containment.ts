import type { Instant } from "../core/decider";
import type { Facts, Guards } from "./guards";
import type { Target } from "./target";

/**
 * `free`: nothing is done to it. `requested`: persons have yet to agree. `applying`: it is being contained. `contained`: seen to
 * be. `releasing`: its former state is being restored. `failed`: a person has to look.
 */
export type ContainmentState = "free" | "requested" | "applying" | "contained" | "releasing" | "failed";
export type Phase = "applying" | "releasing";

/** One reason to contain a target. It is contained as long as one of them is in force. */
export interface Hold {
  readonly id: string;
  readonly reason: string;
  /** Who asked: `user:ana@example.com`, `source:guardduty`, `clock`. */
  readonly by: string;
  readonly since: Instant;
  readonly ticket?: string;
  /** When it ends by itself. */
  readonly until?: Instant;
  /** How many other persons have to agree. */
  readonly needs: number;
  /** The persons that did. */
  readonly approvals: readonly string[];
  /** Until when they may; then it is refused. */
  readonly approveBy?: Instant;
  readonly inForce: boolean;
}

/** One target, all that holds it, and what it was before. */
export interface Containment {
  readonly target: Target;
  readonly state: ContainmentState;
  readonly holds: Readonly<Record<string, Hold>>;
  /** When it last began to be contained: sessions that are older are revoked. */
  readonly since: Instant;
  /** The `since` for which guards and budget were asked, and found nothing against it. */
  readonly admitted?: Instant;
  /** What it was before the first effect. Kept until all of it is restored. */
  readonly before?: unknown;
  /** The worker that is at it, what for, and until when it may be. */
  readonly lease?: {
    readonly attempt: number;
    readonly phase: Phase;
    readonly since: Instant;
    readonly until: Instant;
  };
  /** How many attempts there were, ever. */
  readonly attempts: number;
  /** How many of the present phase failed, one after another. */
  readonly failures: number;
  readonly retryAt?: Instant;
  /** What went wrong last. */
  readonly error?: string;
  /** What was being done when it failed. */
  readonly failedIn?: Phase;
  /** Until when a part stays as it is, although all else is restored: revoked sessions have to run out. */
  readonly restUntil?: Instant;
  /** When it is looked whether it is still contained. */
  readonly checkAt?: Instant;
  /** When somebody is asked whether it is still needed. */
  readonly reviewAt?: Instant;
  readonly reviewHours: number;
}

export interface Request {
  readonly id: string;
  readonly reason: string;
  readonly ticket?: string;
  readonly until?: Instant;
}

export type ContainmentCommand =
  | {
      readonly type: "request";
      readonly target: Target;
      readonly hold: Request;
      readonly by: string;
      /** How many targets are asked for at the same time, with this one. */
      readonly together: number;
      readonly facts: Facts;
      readonly guards: Guards;
    }
  /** Of a schedule of the settings, which those agreed to who wrote them: nobody else has to, and no budget is taken. */
  | { readonly type: "switch-off"; readonly target: Target; readonly schedule: string; readonly guards: Guards }
  | { readonly type: "switch-on"; readonly schedule: string }
  | { readonly type: "approve"; readonly hold: string; readonly by: string }
  | { readonly type: "refuse"; readonly hold: string; readonly reason: string }
  | { readonly type: "release"; readonly hold: string; readonly reason: string }
  /** Somebody says that it is still needed. */
  | { readonly type: "review"; readonly note: string }
  /** Begins anew what failed. */
  | { readonly type: "retry" }
  /** Takes a release that failed as done: the target stays as somebody left it. */
  | { readonly type: "accept"; readonly reason: string }
  | { readonly type: "tick" }
  /** It was looked whether it is still contained, and what is no longer so, if anything. */
  | { readonly type: "check"; readonly missing?: string }
  /** A worker begins. What it reports counts only while its lease lasts. */
  | { readonly type: "attempt" }
  | {
      readonly type: "admit";
      readonly attempt: number;
      readonly facts: Facts;
      readonly guards: Guards;
      /** Why the budget has none left; absent when it has. */
      readonly exhausted?: string;
      readonly before: unknown;
    }
  | { readonly type: "applied"; readonly attempt: number }
  | { readonly type: "restored"; readonly attempt: number; readonly restUntil?: Instant }
  | {
      readonly type: "fail";
      readonly attempt: number;
      readonly error: string;
      /** Whether trying again is useless. */
      readonly permanent?: boolean;
    };

export type ContainmentEvent =
  | {
      readonly type: "ContainmentRequested";
      readonly target: Target;
      readonly hold: Hold;
      readonly reviewHours: number;
    }
  | { readonly type: "ContainmentApproved"; readonly hold: string; readonly person: string; readonly enough: boolean }
  | {
      readonly type: "ContainmentRefused";
      readonly target: Target;
      readonly holds: readonly string[];
      readonly reason: string;
      /** `guard`: it may not be. `person`: somebody said no. `time`: nobody said yes. */
      readonly because: "guard" | "person" | "time";
    }
  | {
      readonly type: "ContainmentAttempted";
      readonly attempt: number;
      readonly phase: Phase;
      readonly until: Instant;
      /** Whether the attempt before ended without a word: its process did. */
      readonly lost: boolean;
    }
  | { readonly type: "FormerStateRecorded"; readonly before: unknown }
  | { readonly type: "ContainmentAdmitted"; readonly since: Instant }
  | { readonly type: "ContainmentApplied"; readonly checkAt: Instant }
  | { readonly type: "ContainmentChecked"; readonly checkAt: Instant }
  | { readonly type: "ContainmentHoldEnded"; readonly hold: Hold; readonly reason: string }
  | { readonly type: "ContainmentReleaseStarted" }
  | { readonly type: "ContainmentPartlyReleased"; readonly restUntil: Instant }
  | { readonly type: "ContainmentReleased" }
  /** What it was to do has changed in the meantime. */
  | { readonly type: "ContainmentAttemptOvertaken"; readonly attempt: number }
  | { readonly type: "ContainmentAttemptFailed"; readonly error: string; readonly retryAt: Instant }
  | { readonly type: "ContainmentFailed"; readonly phase: Phase; readonly error: string }
  | { readonly type: "ContainmentRetried" }
  | { readonly type: "ContainmentAccepted"; readonly reason: string }
  | { readonly type: "ContainmentReviewDue"; readonly next: Instant }
  | { readonly type: "ContainmentReviewed"; readonly next: Instant; readonly note: string };
