import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const read = new Map<string, string | undefined>();

/**
 * The text of a file in a package, as the program in a folder has it installed. Undefined when there is none. Programs ask for
 * a few files over and over.
 *
 * @param path within the package, such as `getRegion.d.ts`
 */
export function packageFile(name: string, path: string, programFolder: string): string | undefined {
  const key = `${programFolder} ${name} ${path}`;
  if (!read.has(key)) read.set(key, textOf(name, path, programFolder));
  return read.get(key);
}

function textOf(name: string, path: string, programFolder: string): string | undefined {
  try {
    const manifest = createRequire(join(programFolder, "index.js")).resolve(`${name}/package.json`);
    return readFileSync(join(dirname(manifest), path), "utf8");
  } catch {
    return undefined;
  }
}
