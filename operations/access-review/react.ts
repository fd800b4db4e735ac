import { type AccessNotice, minuteOf, tell } from "../access/notice";
import type { Instant, Recorded } from "../core/decider";
import type { AnyIntent } from "../core/intent";
import type { Settings } from "../settings/settings";
import { type Campaign, type CampaignEvent, campaigns } from "./campaign";
import type { Review, ReviewEvent } from "./decide";

interface Notice extends Pick<AccessNotice, "target" | "title" | "text"> {
  /** What makes it one message of many events: a reviewer of a hundred accesses is asked once. */
  readonly once: string;
}

/** Whom to tell of what happened to a question: the reviewer to answer, and the owner as well when nobody did. */
export function afterReviewEvent(
  recorded: Recorded<ReviewEvent>,
  review: Review,
  settings: Settings,
  now: Instant,
): readonly AnyIntent[] {
  return noticesOf(recorded, review, settings).map((notice) =>
    notify(recorded, review.campaign, review.deadline, notice, settings, now),
  );
}

function noticesOf({ at, event }: Recorded<ReviewEvent>, review: Review, settings: Settings): readonly Notice[] {
  const { campaign, deadline, reviewer } = review;
  const title = `Access review ${campaign}: your answers are needed until ${minuteOf(deadline)}`;
  const rest = "What nobody has answered until then is revoked, unless it is exempt.";
  switch (event.type) {
    case "ReviewOpened": {
      const text = `Please say of each access that waits for you whether it is still needed. ${rest}`;
      return [{ target: `person:${event.item.reviewer}`, once: "opened", title, text }];
    }
    case "ReviewReminded": {
      const text = `There still are accesses that wait for your answer. ${rest}`;
      return [{ target: `person:${event.reviewer}`, once: `reminder ${String(event.reminders)}`, title, text }];
    }
    case "ReviewReassigned": {
      const text = `You answer for accesses of others now: ${event.reason}. ${rest}`;
      return [{ target: `person:${event.reviewer}`, once: `reassigned ${at.slice(0, 10)}`, title, text }];
    }
    case "ReviewDecided": {
      if (!event.isUnanswered) return [];
      const text = `Not all accesses that ${reviewer} was asked about have an answer: those are revoked now, unless they are exempt.`;
      const owner = settings.accessReview?.owner;
      const told = new Set([reviewer, ...(owner === undefined ? [] : [owner])]);
      const over = `Access review ${campaign}: the time to answer is over`;
      return [...told].map((person) => {
        return { target: `person:${person}`, once: `unanswered ${reviewer}`, title: over, text };
      });
    }
    default:
      return [];
  }
}

/** What follows when somebody can't be told: the owner hears of it, and in the end the department that gets everything else. */
export function afterCampaignEvent(
  recorded: Recorded<CampaignEvent>,
  { id, deadline }: Campaign,
  settings: Settings,
  now: Instant,
): readonly AnyIntent[] {
  const { event } = recorded;
  if (event.type !== "NotificationFailed") return [];
  const owner = `person:${settings.accessReview?.owner ?? ""}`;
  const last = `department:${settings.otherwise.department}`;
  if (event.target === last) return [];
  const target = event.target === owner ? last : owner;
  const title = `Access review ${id}: ${event.target} could not be told`;
  const text = `A message about the review reached nobody: ${event.error}. What ${event.target} doesn't answer is revoked.`;
  return [notify(recorded, id, deadline, { target, once: `unreachable ${event.target}`, title, text }, settings, now)];
}

/** The same for all events that ask one person the same. */
function notify(
  recorded: Recorded<{ readonly type: string }>,
  campaign: string,
  deadline: Instant,
  { once, ...notice }: Notice,
  settings: Settings,
  now: Instant,
): AnyIntent {
  const id = `${campaigns.kind}:${campaign}:${once}:${notice.target}`.replaceAll(" ", "-");
  const about = { subject: `${campaigns.kind}/${campaign}`, page: `access-reviews/${campaign}` };
  return tell(recorded, { ...notice, ...about, id, state: { id: campaign, deadline } }, settings, now);
}
