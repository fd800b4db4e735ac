import { UserError } from "../core/user-error";

/**
 * Whether a pattern that a user wrote matches the whole text.
 *
 * @param where - what the user calls the pattern, for the error when it is no regular expression
 */
export function matchesWhole(text: string, pattern: string, where: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(text);
  } catch {
    throw new UserError(`expected ${where} to be a regular expression, got ${pattern}`);
  }
}
