import type { GroupDetail, User, UserDetail } from "@aws-sdk/client-iam";
import { ask, noSuchEntity, pagesOf, type Send, unlessMissing } from "../containment/calls";
import { type Instant, latest } from "../core/decider";
import type { Access } from "./access";
import type { Held } from "./collect";

/** How many users are asked about at once: IAM throttles an account's calls as a whole, those of deployments as well. */
const together = 4;

/** All that the IAM users of an account have. */
export async function collectIam(send: Send, account: string): Promise<readonly Held[]> {
  const { users, groups } = await detailsOf(send);
  const seen = await signIns(send);
  const held: Held[] = [];
  for (let start = 0; start < users.length; start += together) {
    const some = users.slice(start, start + together);
    held.push(...(await Promise.all(some.map((user) => ofUser(send, account, user, groups, seen)))).flat());
  }
  return held;
}

async function detailsOf(send: Send) {
  const [users, groups]: [UserDetail[], Map<string, GroupDetail>] = [[], new Map()];
  const Filter = ["User" as const, "Group" as const];
  for await (const { UserDetailList = [], GroupDetailList = [] } of pagesOf((Marker) =>
    ask(send, "iam", "GetAccountAuthorizationDetails", { Filter, Marker }),
  )) {
    users.push(...UserDetailList);
    for (const group of GroupDetailList) groups.set(group.GroupName ?? "", group);
  }
  return { users, groups };
}

/** When each user's password was last used, which only this call and GetUser tell. */
async function signIns(send: Send): Promise<ReadonlyMap<string, Date>> {
  const users: User[] = [];
  for await (const { Users = [] } of pagesOf((Marker) => ask(send, "iam", "ListUsers", { Marker }))) {
    users.push(...Users);
  }
  return new Map(users.flatMap(({ UserName = "", PasswordLastUsed: at }) => (at ? [[UserName, at] as const] : [])));
}

async function ofUser(
  send: Send,
  account: string,
  user: UserDetail,
  groups: ReadonlyMap<string, GroupDetail>,
  seen: ReadonlyMap<string, Date>,
): Promise<readonly Held[]> {
  const { UserName = "", Arn = "", Tags = [] } = user;
  const common = { source: "iam" as const, account, user: UserName };
  const details = { arn: Arn };
  const [hasPassword, keys] = [await hasConsole(send, UserName), await activeKeys(send, UserName)];
  const signedIn = hasPassword ? instant(seen.get(UserName)) : undefined;
  const found: { access: Access; lastUsed?: Instant }[] = [
    ...(user.GroupList ?? []).map((name) => {
      return { access: { ...common, kind: "group" as const, name, gives: givesOf(groups.get(name)), details } };
    }),
    ...(user.AttachedManagedPolicies ?? []).map(({ PolicyName = "", PolicyArn = "" }) => {
      return { access: { ...common, kind: "policy" as const, name: PolicyArn, gives: [PolicyName], details } };
    }),
    ...(user.UserPolicyList ?? []).map(({ PolicyName: name = "" }) => {
      return { access: { ...common, kind: "inline-policy" as const, name, gives: [], details } };
    }),
    ...keys.map(({ id: name, lastUsed }) => {
      return { access: { ...common, kind: "access-key" as const, name, gives: [], details }, lastUsed };
    }),
    ...(hasPassword
      ? [{ access: { ...common, kind: "password" as const, name: "", gives: [], details }, lastUsed: signedIn }]
      : []),
  ];
  const userLastSeen = latest(signedIn, ...keys.map(({ lastUsed }) => lastUsed));
  const mail = Tags.filter(({ Key = "" }) => /^e-?mail$/i.test(Key)).map(({ Value = "" }) => Value);
  return found.map((each) => ({ ...each, principal: Arn, names: [...mail, UserName], userLastSeen }));
}

function givesOf(group: GroupDetail | undefined): readonly string[] {
  const attached = (group?.AttachedManagedPolicies ?? []).map(({ PolicyName = "" }) => `policy ${PolicyName}`);
  return [...attached, ...(group?.GroupPolicyList ?? []).map(({ PolicyName = "" }) => `inline policy ${PolicyName}`)];
}

async function hasConsole(send: Send, UserName: string): Promise<boolean> {
  const profile = ask(send, "iam", "GetLoginProfile", { UserName });
  return (await unlessMissing(profile, ...noSuchEntity)) !== undefined;
}

/** Keys that are inactive give no access; neither do those of a user who was deleted in the meantime. */
async function activeKeys(send: Send, UserName: string): Promise<readonly { id: string; lastUsed?: Instant }[]> {
  const listed = ask(send, "iam", "ListAccessKeys", { UserName });
  const keys = (await unlessMissing(listed, ...noSuchEntity))?.AccessKeyMetadata ?? [];
  const active: { id: string; lastUsed?: Instant }[] = [];
  for (const { AccessKeyId: id = "", Status } of keys) {
    if (Status !== "Active") continue;
    const { AccessKeyLastUsed } = await ask(send, "iam", "GetAccessKeyLastUsed", { AccessKeyId: id });
    active.push({ id, lastUsed: instant(AccessKeyLastUsed?.LastUsedDate) });
  }
  return active;
}

function instant(date: Date | undefined): Instant | undefined {
  return date?.toISOString();
}
