import { relative } from "node:path";
import { readSettingsDocument, settingsDocument } from "../../policies/settings/settings-document";
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
export function readSettingsFile(path: string): Settings {
  return settingsIn(readSettingsDocument(path, relative(process.cwd(), path) || path));
}

/** The same of a text. */
export function readSettings(text: string, name = operationsFile): Settings {
  return settingsIn(settingsDocument(text, name));
}

function settingsIn(document: ReturnType<typeof settingsDocument>): Settings {
  document.validate(operationsSchema());
  const given = document.value as GivenOperations;
  const settings = completed(given);
  // Policies take it over: its faults are said once, where it stands.
  const ofCatchAll = given.catchAll === undefined ? [] : reachFaults(["catchAll"], given.catchAll, settings);
  const [fault] = [...ofCatchAll, ...faultsOf(settings)];
  return fault ? document.fail(fault.keys, fault.problem) : settings;
}
