import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { UserError } from "../core/user-error";

/**
 * The settings file that GUARDRAILS_CONFIG names; undefined when it is not set.
 *
 * @throws UserError - for a relative path, which would be taken from the pack's folder, and for a missing file
 */
export function settingsPath({
  GUARDRAILS_CONFIG: path,
}: Readonly<Record<string, string | undefined>>): string | undefined {
  if (path === undefined || path === "") return undefined;
  if (!isAbsolute(path))
    throw new UserError(`GUARDRAILS_CONFIG: expected an absolute path, got ${JSON.stringify(path)}`);
  if (!existsSync(path))
    throw new UserError(`GUARDRAILS_CONFIG: expected a file, got ${JSON.stringify(path)}, which is not there`);
  return path;
}
