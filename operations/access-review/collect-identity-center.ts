import type { AccountAssignment } from "@aws-sdk/client-sso-admin";
import { ask, pagesOf, type Send } from "../containment/calls";
import type { Collected, Held } from "./collect";

interface Instance {
  readonly arn: string;
  readonly store: string;
  readonly owner: string;
}

interface User {
  readonly name: string;
  readonly names: readonly string[];
}

interface Assignment extends AccountAssignment {
  readonly permissionSet: string;
}

/** Memberships with what they give, and permission sets that users have without a group. */
export async function collectIdentityCenter(send: Send, account: string): Promise<Collected> {
  const held: Held[] = [];
  const found = await pages((NextToken) => ask(send, "sso-admin", "ListInstances", { NextToken }), "Instances");
  for (const { InstanceArn: arn = "", IdentityStoreId: store = "", OwnerAccountId: owner = account } of found) {
    held.push(...(await ofInstance(send, { arn, store, owner })));
  }
  const gaps =
    found.length === 0
      ? [`Identity Center is not asked about: account ${account} sees no instance of it.`]
      : ["When somebody last used Identity Center is not known: AWS tells it in CloudTrail only."];
  return { held, gaps };
}

async function ofInstance(send: Send, instance: Instance): Promise<readonly Held[]> {
  const users = await usersOf(send, instance);
  const assignments = await assignmentsOf(send, instance);
  return [...(await memberships(send, instance, users, assignments)), ...direct(instance, users, assignments)];
}

async function usersOf(send: Send, { store }: Instance): Promise<ReadonlyMap<string, User>> {
  const listed = await pages(
    (NextToken) => ask(send, "identitystore", "ListUsers", { IdentityStoreId: store, NextToken }),
    "Users",
  );
  return new Map(
    listed.map(({ UserId = "", UserName = "", Emails = [] }) => {
      const mail = Emails.flatMap(({ Value }) => Value ?? []);
      return [UserId, { name: UserName, names: [...mail, UserName] }];
    }),
  );
}

async function assignmentsOf(send: Send, { arn: InstanceArn }: Instance): Promise<readonly Assignment[]> {
  const sets = await pages(
    (NextToken) => ask(send, "sso-admin", "ListPermissionSets", { InstanceArn, NextToken }),
    "PermissionSets",
  );
  const assignments: Assignment[] = [];
  for (const PermissionSetArn of sets) {
    const set = { InstanceArn, PermissionSetArn };
    const { PermissionSet } = await ask(send, "sso-admin", "DescribePermissionSet", set);
    const accounts = await pages(
      (NextToken) => ask(send, "sso-admin", "ListAccountsForProvisionedPermissionSet", { ...set, NextToken }),
      "AccountIds",
    );
    for (const AccountId of accounts) {
      const listed = await pages(
        (NextToken) => ask(send, "sso-admin", "ListAccountAssignments", { ...set, AccountId, NextToken }),
        "AccountAssignments",
      );
      assignments.push(...listed.map((each) => ({ ...each, permissionSet: PermissionSet?.Name ?? "" })));
    }
  }
  return assignments;
}

async function memberships(
  send: Send,
  { store, owner }: Instance,
  users: ReadonlyMap<string, User>,
  assignments: readonly Assignment[],
): Promise<readonly Held[]> {
  const groups = await pages(
    (NextToken) => ask(send, "identitystore", "ListGroups", { IdentityStoreId: store, NextToken }),
    "Groups",
  );
  const held: Held[] = [];
  for (const { GroupId = "", DisplayName: name = GroupId } of groups) {
    const group = { IdentityStoreId: store, GroupId };
    const members = await pages(
      (NextToken) => ask(send, "identitystore", "ListGroupMemberships", { ...group, NextToken }),
      "GroupMemberships",
    );
    const gives = assignments
      .filter(({ PrincipalType, PrincipalId }) => PrincipalType === "GROUP" && PrincipalId === GroupId)
      .map(({ permissionSet, AccountId = "" }) => `${permissionSet} in ${AccountId}`)
      .sort();
    for (const userId of new Set(members.flatMap(({ MemberId }) => MemberId?.UserId ?? []))) {
      const user = users.get(userId) ?? { name: userId, names: [] };
      const details = { store, groupId: GroupId, userId };
      const access = { source: "identity-center", kind: "group", account: owner, user: user.name } as const;
      held.push({ access: { ...access, name, gives, details }, principal: user.name, names: user.names });
    }
  }
  return held;
}

function direct(
  { arn: instance, owner }: Instance,
  users: ReadonlyMap<string, User>,
  assignments: readonly Assignment[],
): readonly Held[] {
  return assignments
    .filter(({ PrincipalType }) => PrincipalType === "USER")
    .map(({ permissionSet: name, PermissionSetArn = "", AccountId: account = "", PrincipalId: userId = "" }) => {
      const user = users.get(userId) ?? { name: userId, names: [] };
      const details = { instance, owner, permissionSet: PermissionSetArn, userId };
      const access = { source: "identity-center", kind: "permission-set", account, user: user.name } as const;
      return { access: { ...access, name, gives: [], details }, principal: user.name, names: user.names };
    });
}

/** All items of a list that comes in pages. */
async function pages<Name extends string, Item>(
  page: (
    token: string | undefined,
  ) => Promise<{ readonly [name in Name]?: readonly Item[] | undefined } & { readonly NextToken?: string | undefined }>,
  name: Name,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const got of pagesOf(page)) items.push(...(got[name] ?? []));
  return items;
}
