import type { iam } from "@pulumi/aws";
import type { Place } from "../../components/place";
import { allow } from "../aws/permissions";

/** What finding out who has what asks AWS for; a test compares both with what is called. */
export const looking: Readonly<Record<string, readonly string[]>> = {
  iam: [
    ...["GetAccountAuthorizationDetails", "ListUsers", "GetLoginProfile", "ListAccessKeys", "GetAccessKeyLastUsed"],
    ...["ListGroupsForUser", "ListAttachedUserPolicies", "GetUserPolicy"],
  ],
  "sso-admin": [
    ...["ListInstances", "ListPermissionSets", "DescribePermissionSet", "ListAccountAssignments"],
    "ListAccountsForProvisionedPermissionSet",
  ],
  identitystore: ["ListUsers", "ListGroups", "ListGroupMemberships", "GetGroupMembershipId"],
};

/** What revoking asks for. */
export const revoking: Readonly<Record<string, readonly string[]>> = {
  iam: ["RemoveUserFromGroup", "DetachUserPolicy", "DeleteUserPolicy", "UpdateAccessKey", "DeleteLoginProfile"],
  "sso-admin": ["DeleteAccountAssignment"],
  identitystore: ["DeleteGroupMembership"],
};

/** Calls that name no resource in a policy: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const nowhere = [
  "iam:GetAccountAuthorizationDetails",
  "iam:ListUsers",
  "iam:GetAccessKeyLastUsed",
  "sso:ListInstances",
];

/** All there is of access in an account, by the prefix that the service has in policies. */
export function accessArns({ partition, account }: Place): Readonly<Record<"iam" | "sso" | "identitystore", string[]>> {
  return {
    iam: [`arn:${partition}:iam::${account}:user/*`, `arn:${partition}:iam::${account}:group/*`],
    sso: ["instance", "permissionSet", "account"].map((kind) => `arn:${partition}:sso:::${kind}/*`),
    identitystore: [
      `arn:${partition}:identitystore::${account}:identitystore/*`,
      ...["user", "group", "membership"].map((kind) => `arn:${partition}:identitystore:::${kind}/*`),
    ],
  };
}

function rightsTo(
  calls: Readonly<Record<string, readonly string[]>>,
  place: Place,
  sid: string,
): readonly iam.PolicyStatement[] {
  // The SDK's package is called otherwise than the service in policies.
  const actions = Object.entries(calls).flatMap(([service, names]) =>
    names.map((name) => `${service === "sso-admin" ? "sso" : service}:${name}`),
  );
  const anywhere = actions.filter((action) => nowhere.includes(action));
  return [
    ...(anywhere.length > 0 ? [allow(sid, anywhere, "*")] : []),
    ...Object.entries(accessArns(place)).map(([service, arns]) => {
      const named = actions.filter((action) => action.startsWith(`${service}:`) && !nowhere.includes(action));
      return allow(`${sid}${service}`, named, arns);
    }),
  ];
}

export function lookingRights(place: Place): readonly iam.PolicyStatement[] {
  return rightsTo(looking, place, "Look");
}

export function revokingRights(place: Place): readonly iam.PolicyStatement[] {
  return rightsTo(revoking, place, "Revoke");
}
