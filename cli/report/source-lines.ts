import { readFileSync, statSync } from "node:fs";
import type { ReadLine } from "./excerpt";

/** No source that a person wrote is longer, in bytes; what a bundler wrote says nothing to one. */
const largest = 4_000_000;

/** Reads lines of source files, each file once. A file that can't be read has no lines: a report needs no excerpt. */
export function sourceLines(): ReadLine {
  const files = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = files.get(file);
    if (!lines) files.set(file, (lines = read(file)));
    return lines[line - 1];
  };
}

function read(file: string): readonly string[] {
  try {
    const facts = statSync(file);
    return facts.isFile() && facts.size <= largest ? readFileSync(file, "utf8").split(/\r?\n/) : [];
  } catch {
    return [];
  }
}
