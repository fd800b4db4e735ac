import { shorten, visible } from "./characters";
import { masked } from "./mask";
import type { Location } from "./report";

/** Gives a line of a source file, counted from 1, without its line break; undefined when there is none. */
export type ReadLine = (file: string, line: number) => string | undefined;

export interface ExcerptLine {
  readonly number: number;
  readonly text: string;
  /** Where, in `text`, the finding points: only on the line it is about. */
  readonly mark?: { readonly start: number; readonly length: number };
}

/** What a resource is declared with stands below its first line, so context is taken from there. */
const following = 2;
const tab = "  ";
/** A bundled file may be one line of megabytes. */
const longest = 2000;

/** The line that a finding points to and what follows, without common indentation, credentials hidden. */
export function excerpt({ file, line, column }: Location, readLine: ReadLine, width: number): ExcerptLine[] {
  const raw = read(file, line, readLine);
  const [first = ""] = raw;
  if (first === "") return [];
  const indents = raw.filter((text) => text !== "").map((text) => text.length - text.trimStart().length);
  const indent = Math.min(...indents);
  const source = raw.map((text) => text.slice(indent).replaceAll("\t", tab));
  return masked(source.join("\n"), file)
    .split("\n")
    .map((text, index) => {
      const shown = shorten(visible(text), width);
      const mark = index === 0 ? markOf(first.slice(indent), shown, column - 1 - indent) : undefined;
      return { number: line + index, text: shown, ...(mark && { mark }) };
    });
}

function read(file: string, line: number, readLine: ReadLine): string[] {
  const lines: string[] = [];
  for (let number = line; number <= line + following; number++) {
    const text = readLine(file, number);
    if (text === undefined) break;
    lines.push(
      text
        .slice(0, longest)
        .replace(/[\r\n]/g, " ")
        .trimEnd(),
    );
  }
  while (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Underlines the expression that starts at the column, if hiding something has not moved it. */
function markOf(text: string, shown: string, column: number): ExcerptLine["mark"] {
  const before = text.slice(0, Math.max(column, 0)).replaceAll("\t", tab);
  const expression = /^(?:new\s+)?[\w$]+(?:\.[\w$]+)*/.exec(text.slice(Math.max(column, 0)))?.[0];
  if (column < 0 || expression === undefined || !shown.startsWith(before + expression)) return undefined;
  return { start: before.length, length: expression.length };
}
