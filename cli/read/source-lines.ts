import { readFileSync, statSync } from "node:fs";

/** A file this large was not written by hand, and a report quotes lines that a person wrote. */
const largest = 5_000_000;

/** Reads single lines of the user's sources, each file once; undefined where there is no such line. */
export function sourceLines(): (file: string, line: number) => string | undefined {
  const files = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = files.get(file);
    if (!lines) files.set(file, (lines = linesOf(file)));
    return lines[line - 1];
  };
}

function linesOf(file: string): readonly string[] {
  try {
    return statSync(file).size > largest ? [] : readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    // A preview names files that need not be here.
    return [];
  }
}
