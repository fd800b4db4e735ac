import type { Source } from "../read/sources";

const patience = 1000;

/**
 * Says on standard error what takes so long, once it has taken a second.
 *
 * @returns what to call when the work is done
 */
export function onProgress(sources: readonly Source[]): () => void {
  const programs = sources.filter(({ kind }) => kind === "program").map(({ path }) => path);
  const what =
    programs.length > 0 ? `running ${listed(programs)}` : `reading ${listed(sources.map(({ path }) => path))}`;
  const timer = setTimeout(() => process.stderr.write(`guardrails: ${what} …\n`), patience);
  return () => clearTimeout(timer);
}

function listed(paths: readonly string[]): string {
  const shown = paths.slice(0, 3).join(", ");
  return paths.length > 3 ? `${shown} and ${paths.length - 3} more` : shown;
}
