import type { Observations, Rule } from "../../core/rule";
import type { Subject } from "../../core/graph";
import { each } from "../../core/value";
import { allOf } from "../../facts/all-of";
import { on } from "../../facts/check";
import { identityPolicies, identityPolicyTypes } from "../../facts/identity-policies";
import { effectOf, type Statement, statements, textOf } from "../../facts/policy-document";
import { coversEveryAction, isServiceWildcard, spelled } from "../../facts/policy-grant";

export const policyNoServiceWildcards: Rule = {
  id: "iam-policy-no-service-wildcards",
  title: "IAM policies must not allow every action of a service",
  severity: "low",
  why: "Every action includes those that delete, share and change permissions, and those that AWS has not announced yet.",
  fix: "Replace service:* by the actions that are needed; a prefix such as ec2:Describe* is fine. Replace NotAction in an Allow by Action.",
  catalogue: ["IAM.21"],
  equivalents: {
    "cdk-nag": ["IAMPolicyNoStatementsWithFullAccess"],
    guard: ["IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS"],
  },
  checks: [on(identityPolicyTypes, observe)],
};

function observe(identity: Subject<any>): Observations {
  return each(identityPolicies(identity), (policy) => each(statements(policy), allowsServices));
}

function allowsServices(statement: Statement): Observations {
  const isAllow = () => effectOf(statement) === "Allow";
  if (statement.at("NotAction").isPresent) {
    const isWide = allOf(isAllow, () => coversEveryAction(statement));
    return isWide ? [`${statement.path} allows ${spelled(statement, "Action")}`] : [];
  }
  return each(statement.at("Action").elements(), (action) =>
    allOf(isAllow, () => isServiceWildcard(action)) ? [`${action.path} is "${textOf(action)}"`] : [],
  );
}
