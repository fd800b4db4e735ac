/** At most that many UTF-16 code units, with an ellipsis where it was cut; never within a character of two halves. */
export function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
