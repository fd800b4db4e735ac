import { namesOne, objectionTo, type Protection } from "../containment/guards";
import { targetOf } from "../containment/target";
import type { ReviewItem } from "./decide";

/**
 * Why the automation may not revoke an access; nothing when it may. Who is exempt gets out of reach of the desk by one
 * mistaken answer otherwise, and a desk that revokes its own access can't revoke any other.
 */
export function objectionToRevoking(item: ReviewItem, protection: Protection): string | undefined {
  const { principal, access, exempt } = item;
  if (exempt !== undefined) return `expected an access that may be revoked by itself, got an exempt one: ${exempt}`;
  const { source, account, user, kind, name, details } = access;
  if (source === "iam") {
    const names = [details["arn"] ?? "", ...(kind === "group" ? [`group/${name}`] : [])];
    const facts = { known: true as const, names, tags: {} };
    return objectionTo(targetOf(`user/${account}/${user}`), protection, facts);
  }
  const names = [
    principal,
    `person/${principal}`,
    user,
    `user/${user}`,
    ...(kind === "group" ? [`group/${name}`] : []),
  ];
  const guard =
    protection.protected.find((glob) => namesOne(glob, names)) ?? protection.self.find((arn) => isSessionOf(arn, user));
  return guard === undefined ? undefined : `expected an access that is not protected, got that of ${user} (${guard})`;
}

/**
 * Whether the automation runs as a session of a user of Identity Center, which is named like the user:
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
 */
function isSessionOf(arn: string, user: string): boolean {
  const session = /:assumed-role\/AWSReservedSSO_[^/]+\/(.+)$/.exec(arn)?.[1];
  return session?.toLowerCase() === user.toLowerCase();
}
