import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { UserError } from "../../policies/core/user-error";
import { settingsDocument } from "../../policies/settings/settings-document";
import { faultsOf } from "./check";
import { reachFaults } from "./check-escalation";
import { completed } from "./complete";
import type { GivenOperations } from "./given";
import { operationsSchema } from "./schema";
import type { Settings } from "./settings";

export const operationsFile = "operations.yaml";

/**
 * Reads `operations.yaml` and fills in what it leaves out.
 *
 * @throws UserError names file, line, key, what was expected and what came
 */
export async function loadSettings(path: string): Promise<Settings> {
  const name = relative(process.cwd(), path) || path;
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new UserError(`${name}: expected a file that can be read: ${(error as Error).message}`);
  }
  return readSettings(text, name);
}

/** The same of a text. */
export function readSettings(text: string, name = operationsFile): Settings {
  const document = settingsDocument(text, name);
  document.validate(operationsSchema());
  const given = document.value as GivenOperations;
  const settings = completed(given);
  // Policies take it over: its faults are said once, where it stands.
  const ofCatchAll = given.catchAll === undefined ? [] : reachFaults(["catchAll"], given.catchAll, settings);
  const [fault] = [...ofCatchAll, ...faultsOf(settings)];
  return fault ? document.fail(fault.keys, fault.problem) : settings;
}
