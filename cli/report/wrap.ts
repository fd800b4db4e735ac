/** Breaks text between words so that no line is wider than `width`; a word that is wider has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((word) => word !== "")) {
    if (line === "") line = word;
    else if (line.length + 1 + word.length <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = word;
    }
  }
  return line === "" ? lines : [...lines, line];
}

/** As many of the names as fit in `width`, and how many more there are. */
export function listed(names: readonly string[], width: number): string {
  let text = "";
  for (const [index, name] of names.entries()) {
    const next = text === "" ? name : `${text}, ${name}`;
    const rest = names.length - index - 1;
    const more = rest > 0 ? `, +${rest}` : "";
    if (text !== "" && next.length + more.length > width) return `${text}, +${names.length - index}`;
    text = next;
  }
  return text;
}
