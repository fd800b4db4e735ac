import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { Rule } from "../core/rule";
import { UserError } from "../core/user-error";
import { readBaseline } from "./baseline";
import { checkRules } from "./check-rules";
import { defaultSettings, type Exception, type Settings } from "./decisions";
import { ruleModule } from "./rule-module";
import { settingsSchema } from "./schema";
import { readSettingsDocument } from "./settings-document";

export const settingsFile = "guardrails.yaml";
export const baselineFile = "guardrails-baseline.json";

/** The settings, and the catalogue that they apply to. */
export interface Loaded {
  readonly settings: Settings;
  /** The given rules and those of the modules that the file names. */
  readonly rules: readonly Rule[];
  /** The file they were read from, if there is one. */
  readonly file?: string;
}

/** The file of this name in the folder or the nearest above it. */
function findUp(folder: string, name: string): string | undefined {
  const path = join(resolve(folder), name);
  if (existsSync(path)) return path;
  const parent = dirname(resolve(folder));
  return parent === resolve(folder) ? undefined : findUp(parent, name);
}

/** What settles the settings of a folder: the nearest guardrails.yaml, else the nearest baseline, else nothing. */
export function settingsLocation(folder: string): string | undefined {
  return findUp(folder, settingsFile) ?? findUp(folder, baselineFile);
}

/**
 * Reads guardrails.yaml, and the baseline and rule modules that it names. Without a `baseline` key, a
 * guardrails-baseline.json beside guardrails.yaml counts; without a guardrails.yaml, the nearest one from the folder upwards.
 *
 * @param folder - where to look, and upwards from there
 * @param path - read this file instead
 * @throws UserError - names file, line, key, what was expected and what came
 */
export function loadSettings(folder: string, rules: readonly Rule[], path = findUp(folder, settingsFile)): Loaded {
  if (path === undefined) {
    const baseline = findUp(folder, baselineFile);
    return { settings: baseline ? { ...defaultSettings, baseline: loadBaseline(baseline) } : defaultSettings, rules };
  }
  const name = relative(process.cwd(), path) || path;
  const document = readSettingsDocument(path, name);
  document.validate(settingsSchema(rules));
  const given = document.value as GivenSettings;
  const added = (given.rules ?? []).flatMap((module) => ruleModule(resolve(dirname(path), module), name));
  const all = [...rules, ...added];
  refuseDuplicates(all, name);
  if (added.length > 0) document.validate(settingsSchema(all));
  checkRules(given, all, document.fail);
  const baseline = resolve(dirname(path), given.baseline ?? baselineFile);
  if (given.baseline !== undefined && !existsSync(baseline)) {
    document.fail(["baseline"], `expected ${given.baseline} to exist; \`guardrails baseline\` writes it`);
  }
  return {
    settings: {
      levels: given.levels ?? {},
      parameters: given.parameters ?? {},
      exceptions: given.exceptions ?? [],
      baseline: existsSync(baseline) ? loadBaseline(baseline) : new Set(),
    },
    rules: all,
    file: path,
  };
}

/** What stands in the file. */
export interface GivenSettings {
  readonly levels?: Settings["levels"];
  readonly parameters?: Settings["parameters"];
  readonly exceptions?: readonly Exception[];
  readonly baseline?: string;
  readonly rules?: readonly string[];
}

function loadBaseline(path: string): ReadonlySet<string> {
  return readBaseline(readFileSync(path, "utf8"), relative(process.cwd(), path) || path);
}

function refuseDuplicates(rules: readonly Rule[], name: string): void {
  const ids = new Set<string>();
  for (const { id } of rules) {
    if (ids.has(id)) throw new UserError(`${name}: expected every rule to have an id of its own, got ${id} twice`);
    ids.add(id);
  }
}
