import type { iam } from "@pulumi/aws";
import type { Place } from "../../components/place";
import { allow, deny } from "../aws/permissions";

/** What the kinds of targets ask AWS for, and no more; a test compares it with what they call. */
export const calls: Readonly<Record<string, readonly string[]>> = {
  ec2: [
    ...["DescribeInstances", "DescribeInstanceAttribute", "DescribeNetworkInterfaces", "DescribeSecurityGroups"],
    ...["DescribeTags", "DescribeNetworkAcls"],
    ...["CreateSecurityGroup", "AuthorizeSecurityGroupIngress", "AuthorizeSecurityGroupEgress"],
    ...["RevokeSecurityGroupIngress", "RevokeSecurityGroupEgress", "ModifyNetworkInterfaceAttribute"],
    ...["ModifyInstanceAttribute", "CreateSnapshot", "CreateNetworkAclEntry", "DeleteNetworkAclEntry"],
  ],
  ecs: ["DescribeServices", "UpdateService"],
  iam: [
    ...["GetInstanceProfile", "GetRole", "GetRolePolicy", "PutRolePolicy", "DeleteRolePolicy"],
    ...["GetUser", "GetUserPolicy", "PutUserPolicy", "DeleteUserPolicy"],
    ...["GetAccessKeyLastUsed", "ListAccessKeys", "UpdateAccessKey"],
  ],
  lambda: ["GetFunction", "GetFunctionConcurrency", "PutFunctionConcurrency", "DeleteFunctionConcurrency"],
  ssm: [
    ...["GetParameter", "PutParameter", "ListTagsForResource"],
    ...["StartAutomationExecution", "DescribeAutomationExecutions"],
  ],
  wafv2: ["GetIPSet", "UpdateIPSet"],
};

/** What they need beside the calls that they make: what is made carries tags. */
const besides: Readonly<Record<string, readonly string[]>> = { ec2: ["CreateTags"] };

/** Calls that name no resource in a policy: https://docs.aws.amazon.com/service-authorization/latest/reference/ */
const nowhere = /^(ec2:Describe|iam:GetAccessKeyLastUsed|ssm:DescribeAutomation)/;

/** What the automation may do to targets in its account. */
export function targetRights(place: Place): readonly iam.PolicyStatement[] {
  return rightsTo(place, () => true);
}

/** What only reads, for those who ask before anything is done. */
export function lookRights(place: Place): readonly iam.PolicyStatement[] {
  return rightsTo(place, (action) => /:(Describe|Get|List)/.test(action));
}

function rightsTo({ partition, account }: Place, isMeant: (action: string) => boolean): readonly iam.PolicyStatement[] {
  const resources: Readonly<Record<string, string>> = {
    ec2: `arn:${partition}:ec2:*:*:*/*`,
    ecs: `arn:${partition}:ecs:*:${account}:service/*`,
    iam: `arn:${partition}:iam::${account}:*`,
    lambda: `arn:${partition}:lambda:*:${account}:function:*`,
    ssm: `arn:${partition}:ssm:*:*:*`,
    wafv2: `arn:${partition}:wafv2:*:${account}:*/ipset/*`,
  };
  const actions = Object.entries(calls)
    .flatMap(([service, names]) => [...names, ...(besides[service] ?? [])].map((name) => `${service}:${name}`))
    .filter(isMeant);
  const of = (service: string) => actions.filter((action) => action.startsWith(`${service}:`) && !nowhere.test(action));
  const anywhere = actions.filter((action) => nowhere.test(action));
  const named = Object.entries(resources).filter(([service]) => of(service).length > 0);
  return [allow("Look", anywhere, "*"), ...named.map(([service, arn]) => allow(`Targets${service}`, of(service), arn))];
}

/** What it may not, whatever a target is called: itself, those who are protected, and the record of what it did. */
export function selfDenials(
  roles: readonly string[],
  functions: readonly string[],
  parameter: string,
): iam.PolicyStatement[] {
  return [
    deny("NotProtected", ["iam:*"], [...roles]),
    deny("NotItself", ["lambda:PutFunctionConcurrency", "lambda:DeleteFunctionConcurrency"], [...functions]),
    deny("NotTheKillSwitch", ["ssm:PutParameter"], [parameter]),
  ];
}
