import { mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";

/** Gives a project elsewhere the packages that are installed here, by links, so that a test needs no network. */
export function linkModules(project: string): void {
  mkdirSync(join(project, "node_modules"), { recursive: true });
  for (const name of readdirSync("node_modules").filter((entry) => !entry.startsWith("."))) {
    symlinkSync(resolve("node_modules", name), join(project, "node_modules", name));
  }
}
