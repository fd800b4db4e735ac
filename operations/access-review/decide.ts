import { after, type Decider, earliest, type Instant, isBlank, Refusal } from "../core/decider";
import type { Access } from "./access";

/** One question of a campaign: may this one keep that access? */
export interface ReviewItem {
  readonly campaign: string;
  /** Who has the access: the person's id in the settings, otherwise a user's ARN or name. */
  readonly principal: string;
  readonly access: Access;
  /** When it was last used; absent when it never was, or when AWS doesn't tell. */
  readonly lastUsed?: Instant;
  /** When any key or the password of the same user was last used; absent when AWS doesn't tell. */
  readonly userLastSeen?: Instant;
  /** The person who answers: the manager. */
  readonly reviewer: string;
  readonly deadline: Instant;
  /** Why the access stays when nobody answers, and no automation revokes it, such as that of break-glass users. */
  readonly exempt?: string;
}

export type Decision = "keep" | "revoke";

/**
 * `open`: waits for an answer. `decided`: to be revoked, which has not happened yet. `done`: kept, or revoked and read back.
 * `error`: revoking failed, and a ticket is there for a person.
 */
export type ReviewState = "open" | "decided" | "done" | "error";

export interface Review extends ReviewItem {
  readonly state: ReviewState;
  readonly decision?: {
    readonly decision: Decision;
    readonly by: string;
    readonly at: Instant;
    readonly reason: string;
  };
  /** What was read back after it was revoked, or why that failed. */
  readonly effect?: { readonly at: Instant; readonly evidence?: string; readonly error?: string };
  /** What was there before it was deleted, to restore it from, such as the document of an inline policy. */
  readonly before?: string;
  /** The ticket that revoking failed. */
  readonly ticket?: string;
  /** How often the reviewer was reminded. */
  readonly reminders: number;
  readonly attempts: number;
  readonly dueAt?: Instant;
}

export type ReviewCommand =
  | { readonly type: "open"; readonly item: ReviewItem }
  | { readonly type: "decide"; readonly decision: Decision; readonly person: string; readonly reason: string }
  | { readonly type: "reassign"; readonly reviewer: string; readonly person: string; readonly reason: string }
  /** What is to be deleted was read. */
  | { readonly type: "record"; readonly before: string }
  /** It was revoked, and reading back shows so. */
  | { readonly type: "applied"; readonly evidence: string }
  | {
      readonly type: "failed";
      readonly error: string;
      /** Whether trying again is useless. */
      readonly permanent?: boolean;
    }
  /** That it failed has become a ticket. */
  | { readonly type: "reported"; readonly ticket: string }
  /** Somebody has mended what revoking failed of. */
  | { readonly type: "retry" }
  | { readonly type: "tick" };

export type ReviewEvent =
  | { readonly type: "ReviewOpened"; readonly item: ReviewItem }
  | { readonly type: "ReviewReminded"; readonly reviewer: string; readonly reminders: number }
  | { readonly type: "ReviewReassigned"; readonly reviewer: string; readonly reason: string }
  | {
      readonly type: "ReviewDecided";
      readonly decision: Decision;
      readonly reason: string;
      readonly isUnanswered: boolean;
    }
  | { readonly type: "FormerStateRecorded"; readonly before: string }
  | { readonly type: "ReviewApplied"; readonly evidence: string }
  | { readonly type: "ReviewAttemptFailed"; readonly error: string; readonly retryAt: Instant }
  | { readonly type: "ReviewFailed"; readonly error: string }
  | { readonly type: "ReviewTicketOpened"; readonly ticket: string }
  | { readonly type: "ReviewRetried" };

const hour = 60;
/** Minutes before the deadline at which the reviewer is reminded. */
const reminders = [7 * 24 * hour, 2 * 24 * hour, 24 * hour];
/** Minutes until a failed revocation is tried again; after the last it needs a person. */
const retries = [1, 5, 30, 120];

/** One item of an access review. What is decided and what came of it are apart: only `done` means that the access is gone. */
export const reviews: Decider<Review, ReviewCommand, ReviewEvent> = {
  kind: "access-review",
  decide(review, command, now) {
    if (command.type === "open") return opened(review, command.item, now);
    if (!review) return new Refusal("expected the review to exist, got none");
    switch (command.type) {
      case "decide":
        return decided(review, command);
      case "reassign":
        return reassigned(review, command);
      case "record":
        return review.state === "decided" && review.before !== command.before
          ? [{ type: "FormerStateRecorded", before: command.before }]
          : [];
      case "applied":
        return review.state === "decided" ? [{ type: "ReviewApplied", evidence: command.evidence }] : [];
      case "failed":
        return failed(review, command, now);
      case "reported":
        return review.state === "error" ? [{ type: "ReviewTicketOpened", ticket: command.ticket }] : [];
      case "retry":
        return review.state === "error"
          ? [{ type: "ReviewRetried" }]
          : new Refusal(`expected an item that failed, got one that is ${review.state}`);
      case "tick":
        return ticked(review, now);
    }
  },
  evolve(review, { at, by, event }) {
    if (event.type === "ReviewOpened") {
      return withDue({
        ...event.item,
        state: "open",
        reminders: remindersBefore(event.item.deadline, at),
        attempts: 0,
      });
    }
    if (!review) throw new Error(`${event.type} of a review that was never opened`);
    switch (event.type) {
      case "ReviewReminded":
        return withDue({ ...review, reminders: event.reminders });
      case "ReviewReassigned":
        return withDue({ ...review, reviewer: event.reviewer });
      case "ReviewDecided": {
        const { decision, reason } = event;
        const state = decision === "keep" ? "done" : "decided";
        return {
          ...review,
          state,
          decision: { decision, by, at, reason },
          dueAt: state === "decided" ? at : undefined,
        };
      }
      case "FormerStateRecorded":
        return { ...review, before: event.before };
      case "ReviewApplied":
        return { ...review, state: "done", effect: { at, evidence: event.evidence }, dueAt: undefined };
      case "ReviewAttemptFailed": {
        const { error, retryAt } = event;
        return { ...review, effect: { at, error }, attempts: review.attempts + 1, dueAt: retryAt };
      }
      case "ReviewFailed":
        // It is due until somebody knows of it.
        return { ...review, state: "error", effect: { at, error: event.error }, dueAt: at };
      case "ReviewTicketOpened":
        return { ...review, ticket: event.ticket, dueAt: undefined };
      case "ReviewRetried":
        return { ...review, state: "decided", attempts: 0, dueAt: at };
    }
  },
  find: ({ campaign, state, dueAt, principal }) => ({
    dueAt,
    list: `access-review/${campaign}/${state}`,
    order: principal,
  }),
};

function opened(review: Review | undefined, item: ReviewItem, now: Instant): readonly ReviewEvent[] | Refusal {
  if (review) return new Refusal("expected an item that is new, got one that is open already");
  if (item.reviewer === item.principal)
    return new Refusal(`expected a reviewer other than ${item.principal}, got the same`);
  if (item.deadline <= now) return new Refusal(`expected a deadline after ${now}, got ${item.deadline}`);
  return [{ type: "ReviewOpened", item }];
}

function decided(
  review: Review,
  { decision, person, reason }: Extract<ReviewCommand, { type: "decide" }>,
): readonly ReviewEvent[] | Refusal {
  if (person === review.principal)
    return new Refusal("expected somebody else to decide, got the one whose access it is");
  if (person !== review.reviewer) return new Refusal(`expected ${review.reviewer} to decide, got ${person}`);
  // Keeping was decided without an effect; who thinks again may still revoke. What is revoked has to be asked for anew.
  const isOpen = review.state === "open" || (review.state === "done" && review.decision?.decision === "keep");
  if (!isOpen) return new Refusal(`expected an item that is open, got one that is ${review.state}`);
  if (review.decision?.decision === decision) return [];
  if (isBlank(reason)) return new Refusal(`expected a reason to ${decision}, got none`);
  return [{ type: "ReviewDecided", decision, reason, isUnanswered: false }];
}

function reassigned(
  review: Review,
  { reviewer, person, reason }: Extract<ReviewCommand, { type: "reassign" }>,
): readonly ReviewEvent[] | Refusal {
  if (review.state !== "open") return new Refusal(`expected an item that is open, got one that is ${review.state}`);
  if (person === review.principal) {
    return new Refusal("expected somebody else to choose the reviewer, got the one whose access it is");
  }
  if (reviewer === review.principal) return new Refusal(`expected a reviewer other than ${reviewer}, got the same`);
  if (isBlank(reason)) return new Refusal("expected a reason to reassign, got none");
  return reviewer === review.reviewer ? [] : [{ type: "ReviewReassigned", reviewer, reason }];
}

function failed(
  { state, attempts }: Review,
  { error, permanent = false }: Extract<ReviewCommand, { type: "failed" }>,
  now: Instant,
): readonly ReviewEvent[] {
  if (state !== "decided") return [];
  const wait = permanent ? undefined : retries[attempts];
  return [
    wait === undefined
      ? { type: "ReviewFailed", error }
      : { type: "ReviewAttemptFailed", error, retryAt: after(now, wait) },
  ];
}

function ticked(review: Review, now: Instant): readonly ReviewEvent[] {
  if (review.state !== "open") return [];
  if (review.deadline <= now) {
    const { exempt } = review;
    const decision = exempt === undefined ? "revoke" : "keep";
    const reason = exempt === undefined ? "nobody answered in time" : `nobody answered in time; exempt: ${exempt}`;
    return [{ type: "ReviewDecided", decision, reason, isUnanswered: true }];
  }
  const due = remindersBefore(review.deadline, now);
  return due > review.reminders ? [{ type: "ReviewReminded", reviewer: review.reviewer, reminders: due }] : [];
}

/** How many reminders should have gone out: several that were missed are made up for by one. */
function remindersBefore(deadline: Instant, now: Instant): number {
  return reminders.filter((minutes) => after(deadline, -minutes) <= now).length;
}

function withDue(review: Review): Review {
  const next = reminders[review.reminders];
  return {
    ...review,
    dueAt: earliest(next === undefined ? undefined : after(review.deadline, -next), review.deadline),
  };
}
