import { UserError } from "../../policies/core/user-error";
import { type Decider, type Instant, Refusal } from "../core/decider";
import { listed, type Store } from "../core/store";
import type { Desk } from "../desk/desk";
import { reviewId } from "./access";
import { type Review, type ReviewItem, reviews, type ReviewState } from "./decide";

/** What a campaign begins with. */
interface Opening {
  readonly id: string;
  readonly deadline: Instant;
  readonly items: number;
  /** What was not looked at. */
  readonly gaps: readonly string[];
}

/** A round of questions about who has what. */
export interface Campaign extends Opening {
  readonly openedAt: Instant;
  readonly openedBy: string;
  /** Persons who could not be told. */
  readonly unreachable: readonly string[];
}

export type CampaignCommand =
  | ({ readonly type: "open" } & Opening)
  /** A message about it has reached nobody. */
  | { readonly type: "notice-failed"; readonly target: string; readonly error: string };

export type CampaignEvent =
  | ({ readonly type: "CampaignOpened" } & Opening)
  | { readonly type: "NotificationFailed"; readonly target: string; readonly error: string };

export const campaigns: Decider<Campaign, CampaignCommand, CampaignEvent> = {
  kind: "access-campaign",
  decide(campaign, command, now) {
    if (command.type === "open") {
      const { id, deadline, items, gaps } = command;
      if (campaign) return [];
      if (!/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(id)) {
        return new Refusal(`expected an id of letters, digits, dashes and underscores, such as 2026-q4, got ${id}`);
      }
      if (deadline <= now) return new Refusal(`expected a deadline after ${now}, got ${deadline}`);
      return [{ type: "CampaignOpened", id, deadline, items, gaps }];
    }
    if (!campaign) return new Refusal("expected the campaign to exist, got none");
    const { target, error } = command;
    return campaign.unreachable.includes(target) ? [] : [{ type: "NotificationFailed", target, error }];
  },
  evolve(campaign, { at, by, event }) {
    if (event.type === "CampaignOpened") {
      const { id, deadline, items, gaps } = event;
      return { id, openedAt: at, openedBy: by, deadline, items, gaps, unreachable: [] };
    }
    if (!campaign) throw new Error(`${event.type} of a campaign that was never opened`);
    return { ...campaign, unreachable: [...campaign.unreachable, event.target] };
  },
  find: ({ openedAt }) => ({ list: "access-campaign", order: openedAt }),
};

/**
 * Opens a campaign, or what is missing of one that was cut off: the deadline stays what it was at first.
 *
 * @param by who opens it, such as `user:ana`
 * @returns how many questions are new
 * @throws UserError when nothing is to be asked, or the campaign is over
 */
export async function openCampaign(
  desk: Desk,
  items: readonly ReviewItem[],
  { by, gaps = [] }: { readonly by: string; readonly gaps?: readonly string[] },
): Promise<number> {
  const [first] = items;
  if (!first) throw new UserError("expected accesses to ask about, got none");
  const other = items.find(({ campaign }) => campaign !== first.campaign);
  if (other) throw new UserError(`expected items of campaign ${first.campaign}, got one of ${other.campaign}`);
  const { campaign: id, deadline: wanted } = first;
  const command = { type: "open" as const, id, deadline: wanted, items: items.length, gaps };
  const opened = await desk.execute({ kind: campaigns.kind, id, command, by });
  if (opened instanceof Refusal) throw new UserError(opened.reason);
  const { deadline } = opened.state as Campaign;
  let count = 0;
  for (const item of items) {
    const review = reviewId(id, item.access);
    const commandId = `open ${reviews.kind}/${review}`;
    const asked = { type: "open" as const, item: { ...item, deadline } };
    const answer = await desk.execute({ kind: reviews.kind, id: review, command: asked, by, commandId });
    if (answer instanceof Refusal) throw new UserError(answer.reason);
    if (answer.outcome === "done") count += 1;
  }
  return count;
}

const states: readonly ReviewState[] = ["open", "decided", "done", "error"];

/** All questions of a campaign. */
export async function reviewsOf(store: Store, campaign: string): Promise<readonly Review[]> {
  const found: Review[] = [];
  for (const state of states) {
    for await (const aggregate of listed(store, `${reviews.kind}/${campaign}/${state}`)) {
      found.push(aggregate.state as Review);
    }
  }
  // What is decided while the lists are read may stand in two of them: the later one counts.
  return [...new Map(found.map((review) => [reviewId(campaign, review.access), review])).values()];
}

export interface Progress {
  readonly total: number;
  readonly states: Readonly<Record<ReviewState, number>>;
  readonly kept: number;
  readonly revoked: number;
  /** Decided by nobody but the clock. */
  readonly unanswered: number;
  /** Open although the deadline is over: the clock hasn't come by yet. */
  readonly overdue: number;
  /** How many answers each reviewer owes, and has given. */
  readonly reviewers: Readonly<Record<string, { readonly open: number; readonly answered: number }>>;
}

/** How far a campaign is. */
export function progressOf(all: readonly Review[], now: Instant): Progress {
  const count = (is: (review: Review) => boolean) => all.filter(is).length;
  const reviewers: Record<string, { open: number; answered: number }> = {};
  for (const { reviewer, state, decision } of all) {
    const of = (reviewers[reviewer] ??= { open: 0, answered: 0 });
    if (state === "open") of.open += 1;
    else if (decision?.by !== "clock") of.answered += 1;
  }
  return {
    ...{ total: all.length, reviewers },
    states: Object.fromEntries(
      states.map((state) => [state, count((review) => review.state === state)]),
    ) as Progress["states"],
    kept: count(({ decision }) => decision?.decision === "keep"),
    revoked: count(({ decision, state }) => decision?.decision === "revoke" && state === "done"),
    unanswered: count(({ decision }) => decision?.by === "clock"),
    overdue: count(({ state, deadline }) => state === "open" && deadline <= now),
  };
}
