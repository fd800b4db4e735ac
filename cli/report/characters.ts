// Names and observations come from other people's programs. What is invisible in them may move a terminal's cursor or
// show code in another order than it runs (Unicode TR36, "Trojan Source"), so it is written out.

const invisible = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
const loneSurrogate = /\p{Surrogate}/gu;

/** One line of text in which every character can be seen. */
export function visible(text: string): string {
  return wellFormed(text).replace(invisible, (character) => {
    if (character === "\n") return "\\n";
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Text that can be encoded in UTF-8: half a surrogate pair can't. */
export function wellFormed(text: string): string {
  return text.replace(loneSurrogate, "\ufffd");
}

/** At most `length` UTF-16 code units, never half a character, with an ellipsis when cut. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  return wellFormed(text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, "")) + "…";
}

/** A file as a URI reference: relative, or `file:///…` for an absolute one. */
export function uriOf(file: string): string {
  const encoded = wellFormed(file).replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
  if (encoded.startsWith("/")) return `file://${encoded.replace(/^\/+/, "/")}`;
  return /^[A-Za-z]%3A\//.test(encoded) ? `file:///${encoded.replace("%3A", ":")}` : encoded;
}
