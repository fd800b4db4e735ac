import { UserError } from "../../policies/core/user-error";
import { namesOne } from "../containment/guards";
import { after, type Instant } from "../core/decider";
import type { Settings } from "../settings/settings";
import { reviewId } from "./access";
import type { Collected, Held } from "./collect";
import type { ReviewItem } from "./decide";

/**
 * What a campaign asks: each access once, of the manager of whoever has it, else of the head of their department, else of the
 * campaign's owner; never of themself.
 *
 * @throws UserError when the settings have no access review, or nobody who could answer for one
 */
export function itemsOf(
  { held }: Collected,
  settings: Settings,
  campaign: string,
  now: Instant,
): readonly ReviewItem[] {
  const { accessReview } = settings;
  if (!accessReview) throw new UserError("expected accessReview in the settings, got none");
  const deadline = after(now, accessReview.days * 24 * 60);
  const items = held.map((each): readonly [string, ReviewItem] => {
    const person = personOf(each.names, settings);
    const principal = person ?? each.principal;
    const { access, lastUsed, userLastSeen } = each;
    const exempt = exemptionOf(each, person, accessReview.exempt);
    const reviewer = reviewerOf(person, settings, accessReview.owner);
    return [
      reviewId(campaign, access),
      { campaign, principal, access, lastUsed, userLastSeen, reviewer, deadline, exempt },
    ];
  });
  return [...new Map(items).values()];
}

/** The person of one of these names: e-mail addresses, or the user's name as the person's id. */
export function personOf(names: readonly string[], { people }: Settings): string | undefined {
  const known = names.map((name) => name.toLowerCase());
  const byMail = Object.entries(people).find(([, { email }]) => known.includes(email.toLowerCase()));
  return byMail?.[0] ?? Object.keys(people).find((id) => known.includes(id.toLowerCase()));
}

function reviewerOf(person: string | undefined, { people, departments }: Settings, owner: string): string {
  const known = person === undefined ? undefined : people[person];
  const reviewer = [known?.manager, departments[known?.department ?? ""]?.head, owner].find(
    (each) => each !== undefined && each !== person && Object.hasOwn(people, each),
  );
  if (reviewer === undefined) {
    throw new UserError(`expected a manager of ${person ?? "others"} who reviews their access, got none`);
  }
  return reviewer;
}

function exemptionOf(
  { principal, access }: Held,
  person: string | undefined,
  exempt: NonNullable<Settings["accessReview"]>["exempt"],
): string | undefined {
  const names = [principal, access.user, ...(person === undefined ? [] : [person])];
  return exempt.find(({ principal: glob }) => namesOne(glob, names))?.reason;
}
