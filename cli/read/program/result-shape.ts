import { join } from "node:path";
import { unknownString } from "../../../policies/core/value";
import { packageFile } from "./package-file";
import { unknownOutput } from "./unknowns";

/**
 * An unanswered list gets three elements, all unknown: programs take the first few, or make something of each.
 * None would hide what is made of them.
 */
const elements = 3;

/** The properties that a function returns, each unknown. `undefined` when the package's declarations can't be read. */
export function unknownResult(token: string, programFolder: string): Record<string, unknown> | undefined {
  const declaration = declarationOf(token, programFolder);
  const body = declaration && /export interface \w+Result \{\r?\n([\s\S]*?)\r?\n\}/.exec(declaration)?.[1];
  if (!body) return undefined;
  const properties = [...body.matchAll(/^ {4}readonly "?([\w-]+)"?\??: (.*?);?\r?$/gm)];
  return Object.fromEntries(
    properties.map(([, name = "", type = ""]) => [
      name,
      type.endsWith("[]") ? Array.from({ length: elements }, unknownOutput) : unknownOutput(),
    ]),
  );
}

/**
 * Makes the result as a whole unknown to programs that take it as an output, so that no `apply` runs on parts of it.
 * Programs that await it see one property more.
 */
export const unknownAsWhole = { "guardrails:unanswered": unknownString };

function declarationOf(token: string, programFolder: string): string | undefined {
  const [pkg = "", module = "", name = ""] = token.split(":");
  const folder = module.includes("/") ? module.slice(0, module.lastIndexOf("/")) : module;
  return packageFile(`@pulumi/${pkg}`, join(folder === "index" ? "" : folder, `${name}.d.ts`), programFolder);
}
