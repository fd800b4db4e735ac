import { Temporal } from "temporal-polyfill";
import { UserError } from "../../policies/core/user-error";
import { ask, noSuchEntity, pagesOf, type Send, unlessMissing } from "../containment/calls";
import { after, type Instant } from "../core/decider";
import type { Person, TemporaryGroup } from "../settings/settings";
import type { Membership } from "./temporary-access";

/** One person's membership of one group at AWS. */
export interface Memberships {
  read(): Promise<Membership | undefined>;
  add(): Promise<void>;
  remove(membership: Membership): Promise<void>;
  /** What of a membership that was removed lives on. */
  rest(now: Instant): Promise<{ readonly text: string; readonly sessionsUntil?: Instant }>;
}

const missing = [...noSuchEntity, "ResourceNotFoundException"];

/**
 * Finds a person's user, by e-mail address or by the person's id, and the group.
 *
 * @throws UserError when there is no such user or group
 */
export async function membershipsOf(
  send: Send,
  id: string,
  { email }: Person,
  at: TemporaryGroup,
): Promise<Memberships> {
  const names = [email, id];
  return at.source === "iam" ? inIam(send, names, at.group) : inIdentityCenter(send, names, at.group);
}

async function inIam(send: Send, names: readonly string[], GroupName: string): Promise<Memberships> {
  const UserName = await firstOf(names, async (name) => {
    const found = await unlessMissing(ask(send, "iam", "GetUser", { UserName: name }), ...missing);
    return found?.User?.UserName;
  });
  if (UserName === undefined) throw new UserError(`expected an IAM user called ${names.join(" or ")}, got none`);
  return {
    async read() {
      for await (const { Groups } of pagesOf((Marker) => ask(send, "iam", "ListGroupsForUser", { UserName, Marker }))) {
        if (Groups?.some((group) => group.GroupName === GroupName)) return {};
      }
      return undefined;
    },
    async add() {
      await ask(send, "iam", "AddUserToGroup", { UserName, GroupName });
    },
    async remove() {
      await ask(send, "iam", "RemoveUserFromGroup", { UserName, GroupName });
    },
    // A user's sessions have what the user has at each request, so that nothing is left to cut:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_disable-perms.html
    rest: () =>
      Promise.resolve({
        text: "the user's own sessions have lost it as well; those of roles assumed meanwhile last until they run out",
      }),
  };
}

async function inIdentityCenter(send: Send, names: readonly string[], group: string): Promise<Memberships> {
  const { Instances: [instance] = [] } = await ask(send, "sso-admin", "ListInstances", {});
  if (!instance) throw new UserError("expected an instance of Identity Center, got none");
  const { InstanceArn = "", IdentityStoreId = "" } = instance;
  const id = (path: string, value: string) => ({
    ...{ IdentityStoreId, AlternateIdentifier: { UniqueAttribute: { AttributePath: path, AttributeValue: value } } },
  });
  const UserId = await firstOf(
    names.flatMap((name) => [["emails.value", name] as const, ["userName", name] as const]),
    async ([path, name]) =>
      (await unlessMissing(ask(send, "identitystore", "GetUserId", id(path, name)), ...missing))?.UserId,
  );
  if (UserId === undefined) throw new UserError(`expected a user called ${names.join(" or ")}, got none`);
  const asked = ask(send, "identitystore", "GetGroupId", id("displayName", group));
  const GroupId = (await unlessMissing(asked, ...missing))?.GroupId;
  if (GroupId === undefined) throw new UserError(`expected a group of Identity Center called ${group}, got none`);
  const membership = { IdentityStoreId, GroupId, MemberId: { UserId } };
  return {
    async read() {
      const found = ask(send, "identitystore", "GetGroupMembershipId", membership);
      const id = (await unlessMissing(found, ...missing))?.MembershipId;
      return id === undefined ? undefined : { id };
    },
    async add() {
      await ask(send, "identitystore", "CreateGroupMembership", membership);
    },
    async remove({ id: MembershipId }) {
      await ask(send, "identitystore", "DeleteGroupMembership", { IdentityStoreId, MembershipId });
    },
    async rest(now) {
      const minutes = await longestSession(send, InstanceArn, GroupId);
      if (minutes === undefined)
        return { text: "the group gives no permission set, so that no session of one lives on" };
      const sessionsUntil = after(now, minutes);
      // https://docs.aws.amazon.com/singlesignon/latest/userguide/revoke-user-permissions.html
      const text = `sessions that began before last until ${sessionsUntil}: only a service control policy that denies user ${UserId} ends them before`;
      return { text, sessionsUntil };
    },
  };
}

async function firstOf<Name>(names: readonly Name[], find: (name: Name) => Promise<string | undefined>) {
  for (const name of names) {
    const found = await find(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Minutes of the longest session of a group's permission sets; an hour unless the set says more. */
async function longestSession(send: Send, InstanceArn: string, PrincipalId: string): Promise<number | undefined> {
  const principal = { InstanceArn, PrincipalId, PrincipalType: "GROUP" as const };
  const sets = new Set<string>();
  for await (const { AccountAssignments = [] } of pagesOf((NextToken) =>
    ask(send, "sso-admin", "ListAccountAssignmentsForPrincipal", { ...principal, NextToken }),
  )) {
    for (const { PermissionSetArn = "" } of AccountAssignments) sets.add(PermissionSetArn);
  }
  let longest: number | undefined;
  for (const PermissionSetArn of sets) {
    const { PermissionSet } = await ask(send, "sso-admin", "DescribePermissionSet", { InstanceArn, PermissionSetArn });
    const minutes = Temporal.Duration.from(PermissionSet?.SessionDuration ?? "PT1H").total("minutes");
    longest = Math.max(longest ?? 0, minutes);
  }
  return longest;
}
