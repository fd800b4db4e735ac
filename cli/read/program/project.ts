import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { parse } from "yaml";
import { isObject } from "../../../policies/core/json";
import { UserError } from "../../../policies/core/user-error";

/** A Node.js project of Pulumi's, as its Pulumi.yaml says. */
export interface Project {
  readonly name: string;
  /** The folder of Pulumi.yaml. */
  readonly root: string;
  /** The folder that the program runs in. */
  readonly folder: string;
  /** The program's file in that folder, or `.` to let package.json say. */
  readonly entry: string;
  readonly typescript: boolean;
  /** The program is an ES module. */
  readonly isModule: boolean;
  readonly tsconfig?: string;
  readonly nodeArguments: readonly string[];
  /** The `config` section: declarations and values by key. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly configFolder: string;
  /** The folder of the project's own @pulumi/pulumi. */
  readonly sdk: string;
}

/** A project in another language. Its program can't be run here. */
export class OtherLanguage extends UserError {
  constructor(
    file: string,
    readonly project: string,
    readonly runtime: string,
  ) {
    super(
      `${file}: only Node.js programs can be run offline, and this one's runtime is ${runtime}; run \`pulumi preview --json > preview.json\` and check preview.json`,
    );
  }
}

export function readProject(path: string): Project {
  const root = resolve(path);
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(root, name)).find(existsSync);
  if (!file) throw new UserError(`${path}: expected a folder with a Pulumi.yaml, found none`);
  const yaml = readYaml(file);
  const { name, runtime, main, config, stackConfigDir } = yaml;
  if (typeof name !== "string" || name === "")
    throw new UserError(`${file}: expected \`name\` to hold the project's name`);
  const options = runtimeOptions(file, name, runtime);
  const { folder, entry } = entryOf(file, root, main);
  // Pulumi took the section `config`, when it was text, for the folder of the stacks' files.
  const configDir = typeof config === "string" ? config : typeof stackConfigDir === "string" ? stackConfigDir : ".";
  return {
    name,
    root,
    folder,
    entry,
    typescript: options.typescript !== false,
    isModule: isModule(folder),
    tsconfig: typeof options.tsconfig === "string" ? options.tsconfig : undefined,
    nodeArguments: typeof options.nodeargs === "string" ? options.nodeargs.split(/\s+/).filter(Boolean) : [],
    config: isObject(config) ? config : {},
    configFolder: resolve(root, configDir),
    sdk: sdkOf(path, folder),
  };
}

/** The names of the stacks that have a file of configuration. */
export function stacksOf(project: Project): string[] {
  if (!existsSync(project.configFolder)) return [];
  const names = readdirSync(project.configFolder).map((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1]);
  return names.filter((name) => name !== undefined).sort();
}

/** The object in a YAML file. */
export function readYaml(file: string): Record<string, unknown> {
  let yaml: unknown;
  try {
    yaml = parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`${file}: expected YAML: ${(error as Error).message.split("\n")[0]}`);
  }
  if (yaml === null || yaml === undefined) return {};
  if (!isObject(yaml))
    throw new UserError(`${file}: expected keys and values, got ${Array.isArray(yaml) ? "a list" : "text"}`);
  return yaml;
}

function runtimeOptions(file: string, project: string, runtime: unknown): Record<string, unknown> {
  const name = isObject(runtime) ? runtime.name : runtime;
  if (name !== "nodejs") throw new OtherLanguage(file, project, name === undefined ? "not given" : String(name));
  return isObject(runtime) && isObject(runtime.options) ? runtime.options : {};
}

/** As the engine does: `main` may be a folder, or a file whose folder the program then runs in. */
function entryOf(file: string, root: string, main: unknown): { folder: string; entry: string } {
  if (main === undefined || main === null || main === "") return { folder: root, entry: "." };
  if (typeof main !== "string") throw new UserError(`${file}: expected \`main\` to be a path`);
  const path = isAbsolute(main) ? main : join(root, main);
  if (!existsSync(path))
    throw new UserError(`${file}: expected \`main\` to name a file or folder, and ${main} doesn't exist`);
  if (statSync(path).isDirectory()) return { folder: path, entry: "." };
  return { folder: dirname(path), entry: basename(path) };
}

/** What the nearest package.json says. */
function isModule(folder: string): boolean {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return dirname(folder) !== folder && isModule(dirname(folder));
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { type?: unknown }).type === "module";
  } catch {
    throw new UserError(`${file}: expected JSON`);
  }
}

function sdkOf(path: string, folder: string): string {
  try {
    return dirname(createRequire(join(folder, "index.js")).resolve("@pulumi/pulumi/package.json"));
  } catch {
    throw new UserError(
      `${path}: the program's dependencies aren't installed (no @pulumi/pulumi found); run \`npm install\` in ${path}`,
    );
  }
}
