import type { Value } from "../core/value";
import { allOf } from "./all-of";
import { type Condition, hasCondition, holdsOnly } from "./condition";
import { effectOf, type Statement, textOf } from "./policy-document";
import { coversService } from "./policy-grant";
import { isForEveryone } from "./public-access";
import { some } from "./some";
import { matches } from "./wildcard";

/**
 * Whether a statement of a bucket policy denies every S3 action to everyone who doesn't use TLS, on the bucket itself or
 * on all of its objects. A further condition would let some of them in. A least TLS version (s3:TlsVersion) is another
 * matter: requests without TLS have none.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/example-bucket-policies.html#example-bucket-policies-HTTP-HTTPS
 */
export function deniesPlainHttp(statement: Statement, on: "bucket" | "objects"): boolean {
  return allOf(
    () => effectOf(statement) === "Deny",
    () => !statement.at("NotPrincipal").isPresent,
    () => isForEveryone(statement),
    () => coversService(statement, "s3"),
    () => hasCondition(statement, isWithoutTls),
    () => !hasCondition(statement, (condition) => !isWithoutTls(condition)),
    () => some(statement.at("Resource").elements(), (resource) => covers(resource, on)),
  );
}

function isWithoutTls({ operator, key, values }: Condition): boolean {
  return (
    operator === "bool" &&
    key === "aws:securetransport" &&
    holdsOnly(values, (value) => value.toLowerCase() === "false")
  );
}

/** S3 takes only the bucket's own name in its policy, so the name need not be compared. */
function covers(resource: Value<any>, on: "bucket" | "objects"): boolean {
  const pattern = textOf(resource).replace(/^arn:[^:]*:s3:::/, "");
  const name = (pattern.split("/")[0] ?? "").replace(/[*?]/g, "x");
  return matches(pattern, on === "bucket" ? name : `${name}/\u0001\u0001`);
}
