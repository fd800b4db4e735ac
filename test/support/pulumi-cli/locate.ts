import { createHash } from "node:crypto";
import { accessSync, constants, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** The folder of the Pulumi CLI and its Node.js language host: on the PATH, or where build.sh puts them. */
export function locateCli(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  return [...folders, cacheFolder()].find(
    (folder) => isExecutable(join(folder, "pulumi")) && isExecutable(join(folder, "pulumi-language-nodejs")),
  );
}

function cacheFolder(): string {
  const sums = ["cli", "language"].map((part) => readFileSync(join(__dirname, part, "go.sum")));
  const key = createHash("sha256").update(Buffer.concat(sums)).digest("hex").slice(0, 16);
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "pulumi-guardrails", key, "bin");
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
