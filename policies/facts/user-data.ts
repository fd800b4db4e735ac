import { NotKnown, type Value } from "../core/value";

/** The texts that user data may be read as: what is written, and what it decodes to where that looks like base64. */
export function userDataTexts(value: Value<any>): string[] {
  const written = value.string();
  if (written === undefined) return [];
  if (!isBase64(written)) return [written];
  const bytes = Buffer.from(written, "base64");
  // cloud-init takes gzip, which begins with these two bytes (RFC 1952).
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw new NotKnown(`${value.path} is compressed, so it can't be judged`);
  return [written, bytes.toString("utf8")];
}

function isBase64(text: string): boolean {
  const compact = text.replace(/\s/g, "");
  return compact.length >= 8 && compact.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(compact);
}
