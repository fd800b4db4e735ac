import { ask, type Call, call, type Send, unlessMissing } from "../containment/calls";
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

const gone = ["NoSuchEntityException", "NoSuchEntity", "ResourceNotFoundException"];

async function presentInIam(send: Send, { kind, user: UserName, name }: Access): Promise<Present | undefined> {
  switch (kind) {
    case "group":
      return (await isInPages(
        (Marker) => ask(send, "iam", "ListGroupsForUser", { UserName, Marker }),
        (page) => page.Groups?.some(({ GroupName }) => GroupName === name),
      ))
        ? {}
        : undefined;
    case "policy":
      return (await isInPages(
        (Marker) => ask(send, "iam", "ListAttachedUserPolicies", { UserName, Marker }),
        (page) => page.AttachedPolicies?.some(({ PolicyArn }) => PolicyArn === name),
      ))
        ? {}
        : undefined;
    case "inline-policy": {
      const found = await unlessMissing(ask(send, "iam", "GetUserPolicy", { UserName, PolicyName: name }), ...gone);
      // IAM gives documents URL-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUserPolicy.html
      return found && { before: decodeURIComponent(found.PolicyDocument ?? "") };
    }
    case "access-key":
      return (await isInPages(
        (Marker) => ask(send, "iam", "ListAccessKeys", { UserName, Marker }),
        (page) =>
          page.AccessKeyMetadata?.some(({ AccessKeyId, Status }) => AccessKeyId === name && Status === "Active"),
      ))
        ? {}
        : undefined;
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
  let NextToken: string | undefined;
  do {
    const asked = ask(send, "sso-admin", "ListAccountAssignments", { ...set, AccountId, NextToken });
    const page = await unlessMissing(asked, ...gone);
    const is = page?.AccountAssignments?.some(
      ({ PrincipalType, PrincipalId }) => PrincipalType === "USER" && PrincipalId === details["userId"],
    );
    if (is === true) return {};
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
  return undefined;
}

/** Without its store, nothing is known of a membership. */
function unlessStoreIsMissing(error: unknown): never {
  const { ResourceType: missing } = error as { readonly ResourceType?: string };
  if (missing !== "IDENTITY_STORE") throw error;
  throw new Error(`expected the identity store that was found before, got: ${(error as Error).message}`);
}

interface Page {
  readonly IsTruncated?: boolean | undefined;
  readonly Marker?: string | undefined;
}

async function isInPages<Got extends Page>(
  page: (marker: string | undefined) => Promise<Got>,
  has: (page: Got) => boolean | undefined,
): Promise<boolean> {
  let marker: string | undefined;
  do {
    const got = await unlessMissing(page(marker), ...gone);
    if (got && has(got) === true) return true;
    marker = got?.IsTruncated === true ? got.Marker : undefined;
  } while (marker !== undefined);
  return false;
}
