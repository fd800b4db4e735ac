import type { Recorded } from "../core/decider";
import type { Desk } from "../desk/desk";
import { type Campaign, type CampaignEvent, campaigns } from "./campaign";
import { type Review, type ReviewEvent, reviews } from "./decide";
import { afterCampaignEvent, afterReviewEvent } from "./react";
import { type Reach, workOn } from "./work";

/** Lets a desk do access reviews. */
export function addAccessReviews(desk: Desk, reach: Reach): void {
  const { settings } = desk;
  desk.add({
    decider: campaigns,
    react: (recorded, state, now) =>
      afterCampaignEvent(recorded as Recorded<CampaignEvent>, state as Campaign, settings, now),
    hearsOfDeadNotices: true,
  });
  desk.add({
    decider: reviews,
    react: (recorded, state, now) =>
      afterReviewEvent(recorded as Recorded<ReviewEvent>, state as Review, settings, now),
    work: (id) => workOn(desk, reach, id),
    isSlow: true,
  });
}
