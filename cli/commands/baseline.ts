import { dirname, join, relative } from "node:path";
import { baselineFile } from "../../policies/settings/load";
import { writeBaseline } from "../../policies/settings/baseline";
import { check } from "../check";
import { sourcesOf } from "../read/sources";
import { type ReadingOptions, readingOptions, writeWhole } from "./check";
import { onProgress } from "./progress";

/** Writes what is found today and not excused by an exception; what an earlier baseline recorded is kept if it is still found. */
export async function run(paths: readonly string[], given: object): Promise<void> {
  const options = given as ReadingOptions & { readonly output?: string };
  const sources = await sourcesOf(paths);
  const done = onProgress(sources);
  const { decisions, settingsFiles } = await check(sources, readingOptions(options)).finally(done);
  const recorded = decisions.filter(({ excused }) => excused === null || excused.expires === null);
  const [settings] = settingsFiles;
  const path = options.output ?? join(settings === undefined ? "." : relative("", dirname(settings)), baselineFile);
  writeWhole(path, writeBaseline(recorded));
  process.stdout.write(
    `${path}: ${recorded.length} findings recorded; \`guardrails check\` fails only on others now\n`,
  );
  if (options.output !== undefined) process.stdout.write(`Add to guardrails.yaml: baseline: ${options.output}\n`);
}
