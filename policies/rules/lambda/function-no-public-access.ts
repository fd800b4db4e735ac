import type { Observations, Rule } from "../../core/rule";
import { on, type SubjectOf } from "../../facts/check";
import { isFixed, isFixedArn } from "../../facts/closing-condition";
import { saw } from "../../facts/expect";
import { isSet } from "../../facts/is-set";
import { known } from "../../facts/known";
import { some } from "../../facts/some";

export const functionNoPublicAccess: Rule = {
  id: "lambda-function-no-public-access",
  title: "Lambda functions must not be callable by everyone",
  severity: "critical",
  why: "Anyone can run your code with your role's permissions, at your cost and with input of their choice.",
  fix: 'Name an account, role or service in principal, or set principalOrgId; for a service set sourceArn, for s3.amazonaws.com sourceAccount, too. For a function URL set authorizationType to "AWS_IAM".',
  catalogue: ["Lambda.1"],
  equivalents: {
    checkov: ["CKV_AWS_301", "CKV_AWS_364"],
    "cdk-nag": ["LambdaFunctionPublicAccessProhibited"],
    guard: ["LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED"],
    prowler: ["awslambda_function_not_publicly_accessible"],
  },
  checks: [
    on("aws:lambda/permission:Permission", permits),
    // With NONE, the provider itself adds the permission for everyone.
    on("aws:lambda/functionUrl:FunctionUrl", (url) =>
      url.at("authorizationType").string() === "NONE" ? [saw(url.at("authorizationType"))] : [],
    ),
  ],
};

type Permission = SubjectOf<"aws:lambda/permission:Permission">;

/**
 * A service calls on behalf of any account unless the permission says for whom. A bucket's ARN names no account: who makes
 * a bucket of that name when yours is gone can call, so S3 needs sourceAccount.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 * https://docs.aws.amazon.com/config/latest/developerguide/lambda-function-public-access-prohibited.html
 */
function permits(permission: Permission): Observations {
  const principal = permission.at("principal").string() ?? "";
  const closings = principal === "s3.amazonaws.com" ? byAccount : /\*|^$/.test(principal) ? byCaller : byService;
  if (closings === byService && !/\.amazon(aws)?\.com(\.cn)?$/.test(principal)) return [];
  if (some(closings, (closes) => closes(permission))) return [];
  const missing = closings === byAccount ? saw(permission.at("sourceAccount")) : "nothing says whose requests";
  return [`${saw(permission.at("principal"))} and ${missing}`];
}

const byAccount = [named("principalOrgId"), named("sourceAccount")];
const byCaller = [...byAccount, fromOne];
const byService = [...byCaller, named("eventSourceToken")];

function named(property: "principalOrgId" | "sourceAccount" | "eventSourceToken") {
  return (permission: Permission) => isFixed(permission.at(property).string() ?? "");
}

/** An ARN that flows in from a resource names that resource. */
function fromOne(permission: Permission): boolean {
  const { value, unknown } = known(() => permission.at("sourceArn").string() ?? "");
  return unknown ? isSet(permission, "sourceArn") : isFixedArn(value);
}
