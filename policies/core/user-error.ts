/** A mistake of the user's, told in one line: what was expected, what came, what to change. The command exits with code 2. */
export class UserError extends Error {
  override readonly name = "UserError";
}
