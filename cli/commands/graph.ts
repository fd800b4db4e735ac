import { diagramOf } from "../graph/diagram";
import { mermaid, tooLargeForMermaid } from "../graph/mermaid";
import { readAll } from "../read/stacks";
import { sourcesOf } from "../read/sources";
import { type ReadingOptions, readingOptions, writeWhole } from "./check";
import { onProgress } from "./progress";

interface Options extends ReadingOptions {
  readonly format: "mermaid" | "svg";
  readonly output?: string;
}

/** Draws what is read. What could not be looked into is said, for a picture can't show what is missing. */
export async function run(paths: readonly string[], given: object): Promise<void> {
  const options = given as Options;
  const sources = await sourcesOf(paths);
  const done = onProgress(sources);
  const stacks = await readAll(sources, readingOptions(options)).finally(done);
  const diagram = diagramOf(stacks);
  const text = options.format === "svg" ? await (await import("../graph/svg")).svg(diagram) : mermaid(diagram);
  if (options.output === undefined) process.stdout.write(text);
  else writeWhole(options.output, text);
  const limit = options.format === "mermaid" ? tooLargeForMermaid(text, diagram) : undefined;
  if (limit !== undefined) process.stderr.write(`guardrails: a large diagram: ${limit}\n`);
  for (const { urn, reason } of stacks.flatMap(({ notSeen }) => notSeen)) {
    process.stderr.write(`guardrails: not drawn: ${urn}: ${reason}\n`);
  }
}
