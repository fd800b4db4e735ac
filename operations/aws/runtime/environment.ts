import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "../../settings/settings";

/** A variable that the component sets. */
export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`expected ${name} in the function's environment, got none`);
  return value;
}

/** The file of settings that lies beside the code. */
export const settingsAsset = "settings.json";

/**
 * The settings that the component has checked and put beside the code: they change with it, as a whole, and can be rolled back
 * with it. A parameter would hold 8 KB at most, and be another call before the first ticket.
 */
export function deployedSettings(): Settings {
  return JSON.parse(readFileSync(join(variable("LAMBDA_TASK_ROOT"), settingsAsset), "utf8")) as Settings;
}
