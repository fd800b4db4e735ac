import { readFileSync } from "node:fs";
import type { ErrorObject } from "ajv";
import { UserError } from "../core/user-error";
import { didYouMean } from "./did-you-mean";

/** A file of settings that can say on which line a key stands, and so which mistake is where. */
export function readSettingsDocument(path: string, name: string) {
  return settingsDocument(readText(path, name), name);
}

/** The same of a text; `name` is what its errors begin with. */
export function settingsDocument(text: string, name: string) {
  // Loaded here: most runs have no guardrails.yaml, and a start should cost nothing then.
  const { LineCounter, parseDocument, isMap, isPair, isScalar } = require("yaml") as typeof import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) throw new UserError(`${name}:${lines.linePos(broken.pos[0]).line}: expected YAML: ${broken.message}`);

  function lineOf(keys: readonly string[], ofKey = false): number {
    let node: unknown = document.contents;
    let offset = 0;
    for (const key of keys) {
      const pair = isMap(node)
        ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
        : undefined;
      const next: unknown = pair ?? (node as { items?: unknown[] } | null)?.items?.[Number(key)];
      if (next === undefined || next === null) break;
      const keyed = isPair(next) ? (next.key as { range?: number[] }) : (next as { range?: number[] });
      offset = keyed.range?.[0] ?? offset;
      node = isPair(next) ? next.value : next;
    }
    const range = (node as { range?: number[] } | null)?.range;
    return lines.linePos(ofKey || keys.length > 0 ? offset : (range?.[0] ?? 0)).line;
  }

  function fail(keys: readonly string[], problem: string): never {
    throw new UserError(`${name}:${lineOf(keys)}: ${spelled(keys)}${problem}`);
  }

  const value: unknown = document.toJS() ?? {};
  return {
    value:
      typeof value === "object" && !Array.isArray(value)
        ? value
        : fail([], `expected settings by name, got ${JSON.stringify(value)}`),
    fail,
    validate(schema: object): void {
      const error = firstError(schema, value);
      if (error) fail(keysOf(error), describe(error, value));
    },
  };
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new UserError(`${name}: expected a file that can be read: ${(error as Error).message}`);
  }
}

function firstError(schema: object, value: unknown): ErrorObject | undefined {
  const { Ajv } = require("ajv") as typeof import("ajv");
  const { fullFormats } = require("ajv-formats/dist/formats") as { fullFormats: { date: object } };
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
    formats: { date: fullFormats.date as never },
  });
  ajv.validate(schema, value);
  // The deepest error says most: that a branch of an alternative failed follows from it.
  return [...(ajv.errors ?? [])].sort((a, b) => rank(b) - rank(a))[0];
}

function rank({ keyword, instancePath }: ErrorObject): number {
  return instancePath.split("/").length * 2 - (keyword === "anyOf" || keyword === "propertyNames" ? 1 : 0);
}

function keysOf({ keyword, instancePath, params }: ErrorObject): string[] {
  const keys = instancePath
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (keyword === "additionalProperties") keys.push(String(params.additionalProperty));
  if (keyword === "propertyNames") keys.push(String(params.propertyName));
  return keys;
}

function describe(error: ErrorObject, document: unknown): string {
  const { keyword, params, parentSchema } = error;
  const got = `got ${JSON.stringify(error.data)}`;
  switch (keyword) {
    case "additionalProperties": {
      const known = Object.keys((parentSchema?.properties ?? {}) as object);
      return `expected one of ${known.join(", ")}${didYouMean(String(params.additionalProperty), known)}`;
    }
    case "propertyNames":
      return `expected one of ${((parentSchema?.propertyNames as { enum?: string[] }).enum ?? []).join(", ")}`;
    case "required":
      return `expected \`${String(params.missingProperty)}\`, which is missing`;
    case "enum":
      return `expected one of ${(params.allowedValues as unknown[]).join(", ")}, ${got}`;
    case "format":
      return `expected a date such as ${inAYear()}, ${got}`;
    case "minLength":
    case "pattern":
      return `expected ${titleOf(error) ?? "text"}, ${got}`;
    case "type":
      return `expected ${titleOf(error) ?? ([] as unknown[]).concat(params.type).join(" or ")}, ${got}`;
    default:
      return `${error.message ?? "is not as expected"}, got ${JSON.stringify(at(document, keysOf(error)))}`;
  }
}

/** What a schema calls its values, such as `a time of day such as 09:00`. */
function titleOf({ parentSchema }: ErrorObject): string | undefined {
  return parentSchema?.title as string | undefined;
}

function at(document: unknown, keys: readonly string[]): unknown {
  return keys.reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
}

function inAYear(): string {
  return `${new Date().getUTCFullYear() + 1}-01-31`;
}

function spelled(keys: readonly string[]): string {
  if (keys.length === 0) return "";
  return `${keys.map((key, index) => (/^\d+$/.test(key) ? `[${key}]` : `${index === 0 ? "" : "."}${key}`)).join("")}: `;
}
