import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { UserError } from "../../policies/core/user-error";
import { readSettings } from "./load";
import type { Settings } from "./settings";

/**
 * The settings in a file, for a component: it checks them before it makes anything.
 *
 * @throws UserError names file, line, key, what was expected and what came
 */
export function readSettingsFile(path: string): Settings {
  const name = relative(process.cwd(), path) || path;
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${name}: expected a file that can be read: ${(error as Error).message}`);
  }
  return readSettings(text, name);
}
