import type { TemporaryAccess } from "../access/temporary-access";
import type { Campaign } from "../access-review/campaign";
import type { Review } from "../access-review/decide";
import type { Aggregate } from "../core/store";
import { streamParts } from "../core/decider";

export function campaignView({ id, openedAt, openedBy, deadline, items, gaps, unreachable }: Campaign) {
  return { id, openedAt, openedBy, deadline, items, gaps, unreachable };
}

/** An item of a review without what was deleted: that may hold what isn't meant to be shown. */
export function reviewView({ stream, version, state: kept }: Aggregate) {
  const { access, ...review } = kept as Review;
  const { campaign, principal, reviewer, deadline, state, lastUsed, userLastSeen, exempt } = review;
  const { source, kind, account, user, name, gives } = access;
  const { decision, effect, ticket } = review;
  return {
    ...{ id: streamParts(stream)[1], version, campaign, state, principal, reviewer, deadline },
    ...{ access: { source, kind, account, user, name, gives }, lastUsed, userLastSeen, exempt },
    ...{ decision, effect, ticket },
  };
}

export type ReviewView = ReturnType<typeof reviewView>;

export function temporaryAccessView({ stream, state: kept }: Pick<Aggregate, "stream" | "state">) {
  const { person, group, at, state, error, ticket, grants } = kept as TemporaryAccess;
  const { source, account, group: name } = at;
  return {
    ...{ id: streamParts(stream)[1], person, group, at: { source, account, group: name }, state, error, ticket },
    grants: Object.values(grants).map(
      ({ id, reason, minutes, requestedBy, approvers, state, approveBy, approvedBy, until, ended }) => {
        return { id, reason, minutes, requestedBy, approvers, state, approveBy, approvedBy, until, ended };
      },
    ),
  };
}

export type TemporaryAccessView = ReturnType<typeof temporaryAccessView>;
export type GrantView = TemporaryAccessView["grants"][number];
