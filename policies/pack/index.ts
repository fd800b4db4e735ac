/**
 * The policy pack: `pulumi preview --policy-pack node_modules/pulumi-guardrails/policies`.
 *
 * Pulumi starts a pack in the pack's own folder and does not say where the program is. So settings come from the file
 * that the environment variable GUARDRAILS_CONFIG names, or from the nearest guardrails.yaml above the pack's folder:
 * installed in a project's node_modules, that is the project's own.
 */
import { readFileSync } from "node:fs";
import { UserError } from "../core/user-error";
import { catalogue } from "../rules/catalogue";
import { loadSettings } from "../settings/load";
import { servePack } from "./policy-pack";
import { settingsPath } from "./settings-path";

try {
  const folder = process.cwd();
  const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8")) as { version: string };
  const { rules, settings } = loadSettings(folder, catalogue, settingsPath(process.env));
  servePack({ name: "pulumi-guardrails", version }, rules, settings);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exit(1);
}
