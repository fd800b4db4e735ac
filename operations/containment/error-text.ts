import { redact } from "../findings/redact";

/** Names of errors that say in their message all that is to be known. */
const ours: readonly string[] = ["Error", "UserError", "Changed"];

/** An error as it is kept on record, without secrets. AWS's names of errors say more than their messages. */
export function errorText(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return redact(ours.includes(name) ? message : `${name}: ${message}`);
}
