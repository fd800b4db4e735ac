import type { iam } from "@pulumi/aws";
import type { Place } from "../../components/place";
import { accessArns } from "../access-review/rights";
import { allow } from "../aws/permissions";
import type { TemporaryGroup } from "../settings/settings";

/** What giving access for a while, and taking it back, asks AWS for; a test compares it with what is called. */
export const giving: Readonly<Record<string, readonly string[]>> = {
  iam: ["GetUser", "ListGroupsForUser", "AddUserToGroup", "RemoveUserFromGroup"],
  "sso-admin": ["ListInstances", "ListAccountAssignmentsForPrincipal", "DescribePermissionSet"],
  identitystore: ["GetUserId", "GetGroupId", "GetGroupMembershipId", "CreateGroupMembership", "DeleteGroupMembership"],
};

/** Rights to IAM groups of this account by name, and to memberships of Identity Center; in other accounts, a role there has them. */
export function givingRights(groups: readonly TemporaryGroup[], place: Place): readonly iam.PolicyStatement[] {
  const { partition, account } = place;
  const inIam = groups.filter((each) => each.source === "iam" && (each.account ?? account) === account);
  const arns = accessArns(place);
  return [
    ...(inIam.length === 0
      ? []
      : [
          allow("GiveUsers", ["iam:GetUser", "iam:ListGroupsForUser"], `arn:${partition}:iam::${account}:user/*`),
          allow(
            "GiveGroups",
            ["iam:AddUserToGroup", "iam:RemoveUserFromGroup"],
            // A group is known by its name, whatever its path; its ARN has both.
            inIam.flatMap(({ group }) =>
              ["", "*/"].map((path) => `arn:${partition}:iam::${account}:group/${path}${group}`),
            ),
          ),
        ]),
    ...(groups.every(({ source }) => source === "iam")
      ? []
      : [
          allow("GiveInstance", ["sso:ListInstances"], "*"),
          allow("GiveSets", ["sso:ListAccountAssignmentsForPrincipal", "sso:DescribePermissionSet"], arns.sso),
          // ARNs there have a group's id, which the settings don't know.
          allow(
            "GiveMemberships",
            giving["identitystore"]?.map((name) => `identitystore:${name}`) ?? [],
            arns.identitystore,
          ),
        ]),
  ];
}
