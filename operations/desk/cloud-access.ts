import { addTemporaryAccess, reachOf } from "../access/kind";
import { collect } from "../access-review/collect";
import { addAccessReviews } from "../access-review/kinds";
import type { DeskContext } from "../api/context";
import type { Send } from "../containment/calls";
import type { TemporaryGroup } from "../settings/settings";
import type { Desk } from "./desk";

/** How a desk reaches access on AWS. */
export interface CloudAccess {
  /**
   * Sends calls to an account, the desk's own when none is named. For Identity Center it has to be the region of its instance.
   */
  readonly sendTo: (account: string | undefined, source: TemporaryGroup["source"]) => Promise<Send>;
  /** ARNs of what the desk runs as: its own access is never revoked. */
  readonly self: () => Promise<readonly string[]>;
}

/**
 * Has a desk do access reviews and give temporary access. Without a way to AWS they can still be read and decided on; what
 * has to be changed on AWS then fails, and becomes a ticket.
 */
export async function addCloudAccess(desk: Desk, given: CloudAccess | undefined): Promise<DeskContext["cloudAccess"]> {
  const { sendTo, self } = given ?? without;
  const protection = { protected: desk.settings.containment.protected, self: await self() };
  addAccessReviews(desk, { sendTo, protection });
  addTemporaryAccess(desk, reachOf(desk, sendTo));
  // IAM answers in every region, Identity Center in one: https://docs.aws.amazon.com/singlesignon/latest/userguide/regions.html
  return given && { collect: async () => collect(await sendTo(undefined, "identity-center")) };
}

const without: CloudAccess = {
  sendTo: () => Promise.reject(new Error("expected a desk that may change access on AWS, got one without")),
  self: () => Promise.resolve([]),
};
