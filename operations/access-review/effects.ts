import { ask, type Call, call, noSuchEntity, pagesOf, type Send, unlessMissing } from "../containment/calls";
import type { Access } from "./access";

/** An access that is there, with what is needed to revoke it or to restore it. */
export interface Present {
  /** The id of a membership in Identity Center. */
  readonly membership?: string;
  /** What its deletion would lose. */
  readonly before?: string;
}

/** An access as AWS tells it now; nothing when it is gone, also because its user is. */
export async function presentOf(send: Send, access: Access): Promise<Present | undefined> {
  return access.source === "iam" ? presentInIam(send, access) : presentInIdentityCenter(send, access);
}

/** The calls that revoke an access. Keys are made inactive, so that they can be given back; nothing else stays. */
export function revoke({ source, kind, user: UserName, name, account, details }: Access, present: Present): Call[] {
  switch (kind) {
    case "group": {
      const { store: IdentityStoreId } = details;
      return source === "iam"
        ? [call("iam", "RemoveUserFromGroup", { UserName, GroupName: name })]
        : [call("identitystore", "DeleteGroupMembership", { IdentityStoreId, MembershipId: present.membership })];
    }
    case "policy":
      return [call("iam", "DetachUserPolicy", { UserName, PolicyArn: name })];
    case "inline-policy":
      return [call("iam", "DeleteUserPolicy", { UserName, PolicyName: name })];
    case "access-key":
      return [call("iam", "UpdateAccessKey", { UserName, AccessKeyId: name, Status: "Inactive" })];
    case "password":
      return [call("iam", "DeleteLoginProfile", { UserName })];
    case "permission-set": {
      const principal = { PrincipalType: "USER" as const, PrincipalId: details["userId"] };
      const target = { TargetType: "AWS_ACCOUNT" as const, TargetId: account };
      const set = { InstanceArn: details["instance"], PermissionSetArn: details["permissionSet"] };
      return [call("sso-admin", "DeleteAccountAssignment", { ...set, ...target, ...principal })];
    }
  }
}

/** What reading back has shown once an access is gone. */
export function evidenceOf({ source, kind, user, name }: Access): string {
  switch (kind) {
    case "group":
      return `${user} is not a member of ${name}${source === "iam" ? "" : `; ${sessions}`}`;
    case "policy":
      return `policy ${name} is not attached to ${user}`;
    case "inline-policy":
      return `${user} has no inline policy ${name}`;
    case "access-key":
      return `access key ${name} of ${user} is not active`;
    case "password":
      return `${user} has no password for the console`;
    case "permission-set":
      return `${user} has no assignment of permission set ${name}; ${sessions}`;
  }
}

// https://docs.aws.amazon.com/singlesignon/latest/userguide/revoke-user-permissions.html
const sessions = "sessions that began before last until they run out, 12 hours at most";

const gone = [...noSuchEntity, "ResourceNotFoundException"];

async function presentInIam(send: Send, { kind, user: UserName, name }: Access): Promise<Present | undefined> {
  switch (kind) {
    case "group": {
      const groups = pagesOf((Marker) => ask(send, "iam", "ListGroupsForUser", { UserName, Marker }));
      return presentIn(groups, ({ Groups }) => Groups?.some(({ GroupName }) => GroupName === name));
    }
    case "policy": {
      const policies = pagesOf((Marker) => ask(send, "iam", "ListAttachedUserPolicies", { UserName, Marker }));
      return presentIn(policies, ({ AttachedPolicies }) =>
        AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === name),
      );
    }
    case "inline-policy": {
      const found = await unlessMissing(ask(send, "iam", "GetUserPolicy", { UserName, PolicyName: name }), ...gone);
      // IAM gives documents URL-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html
      return found && { before: decodeURIComponent(found.PolicyDocument ?? "") };
    }
    case "access-key": {
      const keys = pagesOf((Marker) => ask(send, "iam", "ListAccessKeys", { UserName, Marker }));
      return presentIn(keys, ({ AccessKeyMetadata }) =>
        AccessKeyMetadata?.some(({ AccessKeyId, Status }) => AccessKeyId === name && Status === "Active"),
      );
    }
    case "password":
      return (await unlessMissing(ask(send, "iam", "GetLoginProfile", { UserName }), ...gone)) && {};
    case "permission-set":
      throw new Error("expected an access in IAM, got a permission set");
  }
}

async function presentInIdentityCenter(send: Send, access: Access): Promise<Present | undefined> {
  const { kind, account: AccountId, details } = access;
  if (kind === "group") {
    const { store: IdentityStoreId, groupId: GroupId, userId: UserId = "" } = details;
    const MemberId = { UserId };
    const asked = ask(send, "identitystore", "GetGroupMembershipId", { IdentityStoreId, GroupId, MemberId });
    const found = await unlessMissing(asked.catch(unlessStoreIsMissing), ...gone);
    return found && { membership: found.MembershipId };
  }
  const set = { InstanceArn: details["instance"], PermissionSetArn: details["permissionSet"] };
  const assignments = pagesOf((NextToken) =>
    ask(send, "sso-admin", "ListAccountAssignments", { ...set, AccountId, NextToken }),
  );
  return presentIn(assignments, ({ AccountAssignments }) =>
    AccountAssignments?.some(
      ({ PrincipalType, PrincipalId }) => PrincipalType === "USER" && PrincipalId === details["userId"],
    ),
  );
}

/** Without its store, nothing is known of a membership. */
function unlessStoreIsMissing(error: unknown): never {
  const { ResourceType: missing } = error as { readonly ResourceType?: string };
  if (missing !== "IDENTITY_STORE") throw error;
  throw new Error(`expected the identity store that was found before, got: ${(error as Error).message}`);
}

/** Whether a page of a list has it; a list that is gone has nothing. */
async function presentIn<Got>(
  pages: AsyncIterable<Got>,
  has: (page: Got) => boolean | undefined,
): Promise<Present | undefined> {
  const look = async () => {
    for await (const page of pages) if (has(page) === true) return {};
    return undefined;
  };
  return unlessMissing(look(), ...gone);
}
