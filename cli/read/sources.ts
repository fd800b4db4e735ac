import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative } from "node:path";
import { UserError } from "../../policies/core/user-error";

/** Something to check: a program's folder, a file with a preview or a state, or standard input. */
export type Source =
  | {
      readonly kind: "program";
      readonly path: string;
      /** Found below a folder, not asked for by name. */
      readonly isFound?: boolean;
    }
  | { readonly kind: "document"; readonly path: string }
  | { readonly kind: "input"; readonly path: "-" };

const projectFiles = ["Pulumi.yaml", "Pulumi.yml"];

/**
 * What the user's paths stand for: `-`, files, globs, project folders, or folders with projects below them.
 *
 * @throws UserError - for a path that is none of these
 */
export async function sourcesOf(paths: readonly string[]): Promise<Source[]> {
  const sources: Source[] = [];
  for (const path of paths) {
    if (path === "-") sources.push({ kind: "input", path });
    else if (existsSync(path)) sources.push(...sourcesAt(path));
    else sources.push(...(await matching(path)).flatMap(sourcesAt));
  }
  return distinct(sources);
}

function sourcesAt(path: string): Source[] {
  if (!statSync(path).isDirectory()) {
    const isProject = projectFiles.some((name) => path === name || path.endsWith(`/${name}`));
    return [isProject ? { kind: "program", path: dirname(path) } : { kind: "document", path }];
  }
  const projects = isProject(path) ? [path] : [...projectsBelow(path)];
  if (projects.length === 0) {
    throw new UserError(
      `${path}: expected a folder with a Pulumi.yaml in it or below it, got none; pass a project, or the output of \`pulumi preview --json\``,
    );
  }
  return projects.map((project) => ({
    kind: "program",
    path: project,
    ...(project === path ? {} : { isFound: true }),
  }));
}

async function matching(pattern: string): Promise<string[]> {
  // Its CommonJS half: the other one asks for the address of its own file, which a bundle does not have.
  const { glob, isDynamicPattern } = require("tinyglobby") as typeof import("tinyglobby");
  const paths = isDynamicPattern(pattern)
    ? await glob(pattern, {
        absolute: isAbsolute(pattern),
        onlyFiles: false,
        expandDirectories: false,
        ignore: ["**/node_modules/**"],
        followSymbolicLinks: false,
      })
    : [];
  if (paths.length === 0) {
    throw new UserError(`${pattern}: expected a Pulumi project, a preview or a state, got no such file or folder`);
  }
  return paths.map((path) => path.replace(/\/$/, "")).sort();
}

function isProject(folder: string): boolean {
  return projectFiles.some((name) => existsSync(join(folder, name)));
}

/** Follows no links, so that a loop of them has an end. */
function* projectsBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (!entry.isDirectory() || entry.name === "node_modules" || entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    if (isProject(path)) yield path;
    else yield* projectsBelow(path);
  }
}

function distinct(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [relative("", source.path) || ".", source])).values()];
}
