import type { Observations, Rule } from "../../core/rule";
import type { Subject } from "../../core/graph";
import { each } from "../../core/value";
import { allOf } from "../../facts/all-of";
import { on } from "../../facts/check";
import { identityPolicies, identityPolicyTypes } from "../../facts/identity-policies";
import { effectOf, type Statement, statements } from "../../facts/policy-document";
import { coversEveryAction, coversEveryResource, spelled } from "../../facts/policy-grant";

export const policyNoAdministratorAccess: Rule = {
  id: "iam-policy-no-administrator-access",
  title: "IAM policies must not allow every action on every resource",
  severity: "high",
  why: "Whoever takes over such an identity owns the account: its data, its logs and everyone else's access.",
  fix: "List in Action the actions that are needed and in Resource the ARNs they are needed on. Allow with NotAction covers all other services, too: name actions in place of it.",
  catalogue: ["IAM.1"],
  equivalents: {
    checkov: ["CKV_AWS_1", "CKV_AWS_62"],
    "cdk-nag": ["IAMPolicyNoStatementsWithAdminAccess"],
    guard: ["IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS"],
    prowler: [
      "iam_customer_attached_policy_no_administrative_privileges",
      "iam_inline_policy_no_administrative_privileges",
    ],
  },
  checks: [on(identityPolicyTypes, observe)],
};

function observe(identity: Subject<any>): Observations {
  return each(identityPolicies(identity), (policy) => each(statements(policy), administers));
}

// A condition doesn't excuse: it says when one is administrator, and AWS's control doesn't look at it.
function administers(statement: Statement): Observations {
  const isAdministrator = allOf(
    () => effectOf(statement) === "Allow",
    () => coversEveryAction(statement),
    () => coversEveryResource(statement),
  );
  if (!isAdministrator) return [];
  return [`${statement.path} allows ${spelled(statement, "Action")} on ${spelled(statement, "Resource")}`];
}
