import { expectArgument } from "../check-argument";
import type { DenyStatement } from "./statements";

/** A policy to be made: its name among the others, and what it says. */
export interface PackedPolicy {
  readonly name: string;
  readonly content: string;
}

/**
 * AWS allows 10,240 characters and ten policies on a target since May 2026, 5,120 and five before. Half of it is what every
 * organization has.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
export const mostCharacters = 5120;

/** `FullAWSAccess` is the tenth that can be attached to a target. */
export const mostPolicies = 9;

/**
 * Puts statements into as few policies as their subjects allow: each subject has its own, and goes on in `<subject>-2` when that
 * is full. What changes in one subject so leaves the policies of the others alone, which filling them to the brim would not.
 */
export function packStatements(
  subjects: Readonly<Record<string, readonly DenyStatement[]>>,
  most = mostCharacters,
): PackedPolicy[] {
  return Object.entries(subjects).flatMap(([subject, statements]) =>
    firstFit(statements, most).map((together, index) => ({
      name: index === 0 ? subject : `${subject}-${index + 1}`,
      content: contentOf(together),
    })),
  );
}

function firstFit(statements: readonly DenyStatement[], most: number): DenyStatement[][] {
  const policies: DenyStatement[][] = [];
  for (const statement of statements) {
    const alone = contentOf([statement]).length;
    expectArgument(alone <= most, statement.Sid, `at most ${most} characters with the roles that it excepts`, alone);
    const fitting = policies.find((together) => contentOf([...together, statement]).length <= most);
    if (fitting) fitting.push(statement);
    else policies.push([statement]);
  }
  return policies;
}

/** AWS counts every character, white space too, of what comes by its API. */
function contentOf(statements: readonly DenyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
