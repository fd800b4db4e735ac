/** `a`, `a and b`, `a, b and c`; over `most` words, `a, b, c and 9 more`. */
export function listed(words: readonly string[], most = Infinity): string {
  if (words.length > most) return `${words.slice(0, most - 1).join(", ")} and ${words.length - most + 1} more`;
  return words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : (words[0] ?? "");
}
