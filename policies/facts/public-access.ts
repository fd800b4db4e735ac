import type { Value } from "../core/value";
import { isClosed } from "./closing-condition";
import { effectOf, type Statement, textOf } from "./policy-document";
import { allOf } from "./all-of";
import { some } from "./some";

/**
 * Whether a statement of a resource's policy gives something to everyone: an Allow whose principal is everyone and whose
 * conditions everyone can meet. Deny statements of the same policy are not taken into account, as S3 doesn't either: one
 * that keeps outsiders away has to be right in every detail, while a narrower Allow is safe by itself.
 */
export function isPublic(statement: Statement): boolean {
  return allOf(
    () => effectOf(statement) === "Allow",
    () => isForEveryone(statement),
    () => !isClosed(statement),
  );
}

/**
 * Whether the principal is everyone: `*`, also as an AWS account or inside a list, an ARN with a wildcard for the account,
 * or NotPrincipal, which is everyone but a few.
 */
export function isForEveryone(statement: Statement): boolean {
  const excluded = statement.at("NotPrincipal");
  if (excluded.isPresent) return !namesEveryone(excluded);
  return namesEveryone(statement.at("Principal"));
}

/** How a public statement reads: `policy.Statement[0] allows everyone, under a condition that anyone can meet`. */
export function publicPhrase(statement: Statement): string {
  const whom = statement.at("NotPrincipal").isPresent ? "everyone but its NotPrincipal" : "everyone";
  const how = statement.at("Condition").isPresent ? ", under a condition that anyone can meet" : "";
  return `${statement.path} allows ${whom}${how}`;
}

function namesEveryone(principal: Value<any>): boolean {
  const written = principal.raw();
  if (typeof written === "object" && !Array.isArray(written)) {
    return some(principal.entries(), ([, names]) => some(names.elements(), isEveryone));
  }
  return some(principal.elements(), isEveryone);
}

function isEveryone(name: Value<any>): boolean {
  const text = textOf(name);
  return /^\*+$/.test(text) || /^arn:[^:]*:(iam|sts)::[^:]*\*/.test(text);
}
