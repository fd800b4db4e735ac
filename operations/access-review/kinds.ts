import type { Recorded } from "../core/decider";
import type { Desk, Kind } from "../desk/desk";
import { type Campaign, type CampaignEvent, campaigns } from "./campaign";
import { type Review, type ReviewEvent, reviews } from "./decide";
import { afterCampaignEvent, afterReviewEvent } from "./react";
import { type Reach, workOn } from "./work";

/** Lets a desk do access reviews. */
export function addAccessReviews(desk: Desk, reach: Reach): void {
  const { settings } = desk;
  const kinds: readonly Kind[] = [
    {
      decider: campaigns,
      react: (recorded, state, now) =>
        afterCampaignEvent(recorded as Recorded<CampaignEvent>, state as Campaign, settings, now),
      hearsOfDeadNotices: true,
    },
    {
      decider: reviews,
      react: (recorded, state, now) =>
        afterReviewEvent(recorded as Recorded<ReviewEvent>, state as Review, settings, now),
      work: (id) => workOn(desk, reach, id),
      isSlow: true,
    },
  ];
  for (const kind of kinds) desk.add(kind);
}
