import { ask, type Send } from "../containment/calls";
import { errorText } from "../containment/error-text";
import type { Protection } from "../containment/guards";
import type { Instant } from "../core/decider";
import type { Desk } from "../desk/desk";
import type { Finding } from "../findings/finding";
import { accessName, accessText, type Access } from "./access";
import { type Review, type ReviewCommand, reviews } from "./decide";
import { evidenceOf, presentOf, revoke } from "./effects";
import { objectionToRevoking } from "./guard";

export interface Reach {
  /** Sends calls to an account: of IAM that of the user, of Identity Center the one that owns its instance. */
  sendTo(account: string, source: Access["source"]): Promise<Send>;
  readonly protection: Protection;
}

/** What a review does when it is due: it asks again, revokes what was decided on, or has a ticket made of what failed. */
export async function workOn(desk: Desk, reach: Reach, id: string): Promise<void> {
  const review = (await desk.store.load(`${reviews.kind}/${id}`))?.state as Review | undefined;
  if (!review) return;
  const tell = (command: ReviewCommand) => desk.execute({ kind: reviews.kind, id, command, by: "desk" });
  switch (review.state) {
    case "open":
      await desk.execute({ kind: reviews.kind, id, command: { type: "tick" }, by: "clock" });
      return;
    case "decided": {
      const command = await attempt(review, reach, tell);
      // Before it is done, as a desk that ends in between comes back to it.
      if (command.type === "applied" && review.ticket !== undefined) {
        await desk.report(findingOf(review, command.evidence, "resolved", desk.now()));
      }
      await tell(command);
      return;
    }
    case "error": {
      const { at, error = "" } = review.effect ?? { at: desk.now() };
      const { ticket } = await desk.report(findingOf(review, error, "active", at));
      if (ticket !== undefined) await tell({ type: "reported", ticket });
      return;
    }
    case "done":
  }
}

type Tell = (command: ReviewCommand) => Promise<unknown>;

async function attempt(
  review: Review,
  reach: Reach,
  tell: Tell,
): Promise<ReviewCommand & { type: "applied" | "failed" }> {
  const objection = objectionToRevoking(review, reach.protection);
  if (objection !== undefined) return { type: "failed", error: objection, permanent: true };
  const { access } = review;
  try {
    const send = await sendOf(access, reach);
    const present = await presentOf(send, access);
    if (!present) return { type: "applied", evidence: evidenceOf(access) };
    if (present.before !== undefined) await tell({ type: "record", before: present.before });
    for (const call of revoke(access, present)) await send(call);
    if (!(await presentOf(send, access))) return { type: "applied", evidence: evidenceOf(access) };
    // IAM answers from a copy that may be older, and Identity Center takes its time: the next attempt looks again.
    return { type: "failed", error: `expected the ${accessText(access)} to be gone, got it still there` };
  } catch (error) {
    return { type: "failed", error: errorText(error) };
  }
}

/** In another account, a user who is not found is no proof of anything. */
async function sendOf({ source, account, details }: Access, reach: Reach): Promise<Send> {
  const owner = details["owner"] ?? account;
  const send = await reach.sendTo(owner, source);
  const { Account } = await ask(send, "sts", "GetCallerIdentity", {});
  if (Account !== owner) throw new Error(`expected to act in account ${owner}, got ${Account ?? "none"}`);
  return send;
}

function findingOf({ access, campaign }: Review, description: string, status: Finding["status"], at: Instant): Finding {
  return {
    ...{ id: `${campaign} ${accessName(access)}`, source: "access-review", rule: "access-not-revoked", region: "" },
    ...{
      account: access.account,
      resource: accessName(access),
      severity: "critical",
      at,
      status,
      fields: { campaign },
    },
    title: `Access that was to be revoked is still there: ${accessText(access)}`,
    description,
  };
}
