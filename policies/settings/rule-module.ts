import { existsSync, readFileSync } from "node:fs";
import Module from "node:module";
import { dirname } from "node:path";
import type { Rule } from "../core/rule";
import { severities } from "../core/rule";
import { UserError } from "../core/user-error";

/**
 * The rules that a team wrote: a CommonJS or TypeScript module that exports `rules`, a list of {@link Rule}. TypeScript is
 * transpiled, not checked, by the project's own `typescript`.
 */
export function ruleModule(path: string, settingsName: string): readonly Rule[] {
  if (!existsSync(path)) throw new UserError(`${settingsName}: rules: expected a module at ${path}, got no file`);
  const { rules } = load(path, settingsName) as { rules?: unknown };
  if (!Array.isArray(rules))
    throw new UserError(`${path}: expected it to export a list of rules named \`rules\`, got ${JSON.stringify(rules)}`);
  for (const rule of rules as Partial<Rule>[]) {
    const problem = problemOf(rule);
    if (problem) throw new UserError(`${path}: expected rule ${rule.id ?? "without an id"} to have ${problem}`);
  }
  return rules as Rule[];
}

function load(path: string, settingsName: string): object {
  try {
    return path.endsWith(".ts") ? transpiled(path) : (require(path) as object);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${settingsName}: rules: expected ${path} to load, got: ${(error as Error).message.split("\n")[0]}`,
    );
  }
}

function transpiled(path: string): object {
  let typescript: typeof import("typescript");
  try {
    typescript = require(
      require.resolve("typescript", { paths: [dirname(path), __dirname] }),
    ) as typeof import("typescript");
  } catch {
    throw new UserError(`${path}: expected the package typescript to be installed, to read a rule in TypeScript`);
  }
  const { outputText } = typescript.transpileModule(readFileSync(path, "utf8"), {
    fileName: path,
    compilerOptions: {
      module: typescript.ModuleKind.CommonJS,
      target: typescript.ScriptTarget.ES2022,
      esModuleInterop: true,
      inlineSourceMap: true,
    },
  });
  const module = new Module(path) as Module & { _compile(code: string, path: string): void };
  module.filename = path;
  module.paths = (Module as unknown as { _nodeModulePaths(folder: string): string[] })._nodeModulePaths(dirname(path));
  module._compile(outputText, path);
  return module.exports as object;
}

function problemOf(rule: Partial<Rule>): string | undefined {
  for (const field of ["id", "title", "why", "fix"] as const) {
    if (typeof rule[field] !== "string") return `a text \`${field}\``;
  }
  if (!severities.includes(rule.severity as never)) return `a \`severity\` of ${severities.join(", ")}`;
  if (!Array.isArray(rule.checks) || rule.checks.length === 0) return "`checks`";
  return undefined;
}
