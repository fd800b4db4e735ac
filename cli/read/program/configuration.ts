import { existsSync } from "node:fs";
import { join } from "node:path";
import { unknownString } from "../../../policies/core/value";
import { UserError } from "../../../policies/core/user-error";
import { isObject } from "../../../policies/core/json";
import { readYaml, stacksOf, type Project } from "./project";

/** A stack's configuration, as the program gets it: text by full key, such as `aws:region`. */
export interface Configuration {
  readonly stack: string;
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
  /** The secret keys whose values are encrypted: the program gets a text that counts as unknown in their place. */
  readonly encryptedKeys: readonly string[];
  /** The stack takes values from a Pulumi ESC environment, which can't be read offline. */
  readonly hasEnvironment: boolean;
}

/**
 * @param options.stack - name of the stack, or `organization/project/stack`. @default the only one that has a file, or dev
 * @param options.config - values by key, over all others; a key without a namespace belongs to the project
 */
export function readConfiguration(
  project: Project,
  options: { readonly stack?: string; readonly config?: Readonly<Record<string, string>> },
): Configuration {
  const stack = options.stack?.split("/").pop() || defaultStack(project);
  const yaml = stackFile(project, stack);
  const values = new Map<string, unknown>();
  const secretKeys = new Set<string>();
  // Programs must run without any configuration of AWS; us-east-1 is the region that AWS itself falls back to.
  values.set("aws:region", "us-east-1");
  declared(project, values, secretKeys);
  const ofStack = isObject(yaml.config) ? yaml.config : {};
  for (const [key, value] of Object.entries(ofStack)) values.set(fullKey(project, key), value);
  for (const [key, value] of Object.entries(options.config ?? {})) values.set(fullKey(project, key), value);
  refuseMissing(project, stack, values);
  const encryptedKeys: string[] = [];
  const texts = [...values].map(([key, value]) => {
    const opened = withoutCiphertexts(value);
    if (opened !== value) encryptedKeys.push(key);
    return [key, asText(opened)];
  });
  return {
    stack,
    values: Object.fromEntries(texts) as Record<string, string>,
    secretKeys: [...new Set([...secretKeys, ...encryptedKeys])],
    encryptedKeys,
    hasEnvironment: yaml.environment !== undefined,
  };
}

function defaultStack(project: Project): string {
  const stacks = stacksOf(project);
  const [only, ...others] = stacks;
  return only !== undefined && others.length === 0 ? only : "dev";
}

function stackFile(project: Project, stack: string): Record<string, unknown> {
  const files = ["yaml", "yml"].map((extension) => join(project.configFolder, `Pulumi.${stack}.${extension}`));
  const file = files.find(existsSync);
  return file ? readYaml(file) : {};
}

function fullKey(project: Project, key: string): string {
  // `project:config:key` is how early versions of Pulumi wrote `project:key`.
  const [namespace, middle, ...rest] = key.split(":");
  if (middle === undefined) return `${project.name}:${key}`;
  return middle === "config" && rest.length > 0 ? `${namespace}:${rest.join(":")}` : key;
}

function declared(project: Project, values: Map<string, unknown>, secretKeys: Set<string>): void {
  for (const [key, declaration] of Object.entries(project.config)) {
    const full = fullKey(project, key);
    if (!isObject(declaration)) {
      values.set(full, declaration);
      continue;
    }
    if (declaration.secret === true) secretKeys.add(full);
    const value = declaration.value ?? declaration.default;
    if (value !== undefined) values.set(full, value);
  }
}

/** The engine refuses a stack that leaves out a key which the project declares without a default. */
function refuseMissing(project: Project, stack: string, values: ReadonlyMap<string, unknown>): void {
  for (const [key, declaration] of Object.entries(project.config)) {
    const full = fullKey(project, key);
    const value = values.get(full);
    if (value === undefined || value === null) throw missingKey(full, stack);
    const type = isObject(declaration) ? declaration.type : undefined;
    if (typeof type === "string") refuseOtherType(full, value, type);
  }
}

const accepts: Readonly<Record<string, (value: unknown) => boolean>> = {
  integer: (value) => /^[+-]?\d+$/.test(String(value)),
  boolean: (value) => /^(true|false)$/.test(String(value)),
  array: (value) => Array.isArray(typeof value === "string" ? parsedJson(value) : value),
};

function refuseOtherType(key: string, value: unknown, type: string): void {
  if (withoutCiphertexts(value) !== value || accepts[type]?.(value) !== false) return;
  throw new UserError(
    `expected the configuration value ${key} to be of type ${type}, as Pulumi.yaml says; got ${asText(value)}`,
  );
}

export function missingKey(key: string, stack: string): UserError {
  return new UserError(
    `the program needs the configuration value ${key}; give it with \`--config ${key}=value\` or in Pulumi.${stack}.yaml`,
  );
}

/** Holds the text for "unknown", and is no number: `requireNumber` would take that text's first digits for one. */
export const encrypted = `encrypted:${unknownString}`;

/** Puts a text that counts as unknown in place of each `secure: …`. The same object when it holds none. */
function withoutCiphertexts(value: unknown): unknown {
  if (Array.isArray(value)) {
    const opened = value.map(withoutCiphertexts);
    return opened.some((item, index) => item !== value[index]) ? opened : value;
  }
  if (!isObject(value)) return value;
  if (typeof value.secure === "string" && Object.keys(value).length === 1) return encrypted;
  const opened = Object.entries(value).map(([key, inner]) => [key, withoutCiphertexts(inner)] as const);
  return opened.some(([key, inner]) => inner !== value[key]) ? Object.fromEntries(opened) : value;
}

/** Pulumi hands every value over as text, JSON where it is more than a scalar. */
function asText(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
