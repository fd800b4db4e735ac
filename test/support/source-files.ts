import { readdirSync } from "node:fs";
import { posix, sep } from "node:path";

/** TypeScript files under a folder, as paths from the repository's root, sorted. */
export function sourceFiles(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => file.endsWith(".ts") && !file.split(sep).includes("node_modules"))
    .map((file) => posix.join(folder, ...file.split(sep)))
    .sort();
}
