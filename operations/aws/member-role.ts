import type { iam } from "@pulumi/aws";
import { expectArgument } from "../../components/check-argument";
import { allow } from "./permissions";

/** Refuses what is no name of a role, of the argument by which functions reach other accounts. */
export function expectMemberRole(memberRole: string | undefined): void {
  const isName = memberRole === undefined || /^[\w+=,.@-]{1,64}$/.test(memberRole);
  expectArgument(isName, "memberRole", "the name of a role", memberRole);
}

/** Lets a function act as the role of this name in any account that trusts it; nothing without a name. */
export function actAsMember(partition: string, memberRole: string | undefined): iam.PolicyStatement[] {
  if (memberRole === undefined) return [];
  return [allow("Members", ["sts:AssumeRole"], `arn:${partition}:iam::*:role/${memberRole}`)];
}

/** By which the function knows the role's name. */
export function memberVariable(memberRole: string | undefined): { readonly MEMBER_ROLE?: string } {
  return memberRole === undefined ? {} : { MEMBER_ROLE: memberRole };
}
