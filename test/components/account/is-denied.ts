import type { DenyStatement } from "../../../components/account/statements";

export interface Request {
  readonly action: string;
  readonly principal: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * Whether a statement denies the request, as IAM evaluates it, for the operators that we use.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function isDenied(statements: readonly DenyStatement[], request: Request): boolean {
  return statements.some(({ Action, NotAction, Resource, Condition = {} }) => {
    const isListed = (Action ?? NotAction ?? []).some((pattern) => matches(pattern, request.action, "i"));
    return (
      isListed === (Action !== undefined) &&
      [Resource].flat().some((pattern) => matches(pattern, request.resource)) &&
      Object.entries(Condition).every(([operator, keys]) =>
        Object.entries(keys).every(([key, values]) => {
          const context: Record<string, string | undefined> = {
            "aws:PrincipalArn": request.principal,
            ...request.context,
          };
          return holds(operator, [values].flat(), context[key]);
        }),
      )
    );
  });
}

/** A negated operator holds for a key that the request doesn't have, the others don't. */
function holds(operator: string, values: readonly string[], actual: string | undefined): boolean {
  if (operator === "Null") return values.includes(String(actual === undefined));
  if (operator === "StringNotEquals") return actual === undefined || !values.includes(actual);
  if (operator === "ArnNotLike") return actual === undefined || !values.some((value) => matches(value, actual));
  if (actual === undefined) return false;
  if (operator === "StringEquals" || operator === "Bool") return values.includes(actual);
  if (operator === "ArnLike") return values.some((value) => matches(value, actual));
  if (operator === "NumericLessThan") return values.some((value) => Number(actual) < Number(value));
  throw new Error(`unknown operator ${operator}`);
}

function matches(pattern: string, text: string, flags = ""): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\?]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${source}$`, flags).test(text);
}
