import type { Value } from "../core/value";
import { hasCondition, holdsOnly, requiresKey } from "./condition";
import type { Statement } from "./policy-document";
import { areNarrow } from "./source-ip";
import { allOf } from "./all-of";

/**
 * Whether a condition closes a statement to all but known callers. AWS's definition: it compares, by an operator that
 * isn't negated, one of these keys with fixed values, without wildcards and policy variables.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html (The meaning of "public")
 * Wider than AWS's in one respect: an ARN with wildcards is fixed enough when it names an account.
 */
export function isClosed(statement: Statement): boolean {
  return hasCondition(statement, (condition) => {
    const areTrusted = trusted.get(condition.key);
    if (!areTrusted || !(condition.key === "aws:sourceip" ? ofAddresses : ofText).has(condition.operator)) return false;
    return allOf(
      () => !condition.isMetWithoutKey || requiresKey(statement, condition.key),
      () => areTrusted(condition.values),
    );
  });
}

/** Whether a value names known callers only: a fixed value, or an ARN that names the account. */
export function isFixedArn(value: string): boolean {
  if (isFixed(value)) return true;
  const [arn = "", , , , account = ""] = value.split(":");
  return arn === "arn" && /^\d{12}$/.test(account) && !value.includes("${");
}

export function isFixed(value: string): boolean {
  return value !== "" && !/[*?]|\$\{/.test(value);
}

const ofText = new Set(["stringequals", "stringequalsignorecase", "stringlike", "arnequals", "arnlike"]);
const ofAddresses = new Set(["ipaddress"]);

/** By key, in lower case: whether the values name known callers only. */
const trusted: ReadonlyMap<string, (values: Value<any>) => boolean> = new Map([
  ["aws:principalaccount", are(isFixed)],
  ["aws:principalarn", are(isFixedArn)],
  ["aws:principalorgid", are(isFixed)],
  ["aws:principalorgpaths", are(isFixedOrganization)],
  ["aws:principalservicename", are(isFixed)],
  ["aws:sourceaccount", are(isFixed)],
  ["aws:sourcearn", are(isFixedArn)],
  ["aws:sourceip", areNarrow],
  ["aws:sourceorgid", are(isFixed)],
  ["aws:sourceorgpaths", are(isFixedOrganization)],
  ["aws:sourceowner", are(isFixed)],
  ["aws:sourcevpc", are(isFixed)],
  ["aws:sourcevpcarn", are(isFixedArn)],
  ["aws:sourcevpce", are(isFixed)],
  // "outside the pattern AROLEID:*": a role's session is whoever may assume the role.
  ["aws:userid", are((value) => isFixed(value) && !/^AROA[^:]*:/.test(value))],
  ["aws:vpceaccount", are(isFixed)],
  ["aws:vpceorgid", are(isFixed)],
  ["aws:vpceorgpaths", are(isFixedOrganization)],
  ["kms:calleraccount", are(isFixed)],
  ["s3:dataaccesspointaccount", are(isFixed)],
  ["s3:dataaccesspointarn", are(isFixedArn)],
  ["s3:x-amz-server-side-encryption-aws-kms-key-id", are(isFixedArn)],
]);

/** A path may end with a wildcard: `o-a1b2c3d4e5/r-ab12/*` is a part of one organization. */
function isFixedOrganization(path: string): boolean {
  return /^o-[a-z0-9]+(\/|$)/.test(path) && !path.includes("${");
}

function are(isSuch: (value: string) => boolean): (values: Value<any>) => boolean {
  return (values) => holdsOnly(values, isSuch);
}
