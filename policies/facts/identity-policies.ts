import type { Subject } from "../core/graph";
import type { Value } from "../core/value";

/** What may hold a policy that says what an identity may do. */
export const identityPolicyTypes = [
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/groupPolicy:GroupPolicy",
  "aws:iam/role:Role",
] as const;

/** The policies that a resource gives to an identity. A role's trust policy is none: it says who may assume the role. */
export function identityPolicies(resource: Subject<any>): Value<any>[] {
  const inline = resource.at("inlinePolicies").elements();
  return [resource.at("policy"), ...inline.map((policy) => policy.at("policy"))];
}
