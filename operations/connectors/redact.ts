import { Busy, type Connector, Unauthorized, Undeliverable } from "./connector";

/** A connector whose errors show none of these secrets: they are kept with the delivery, for all who may read it. */
export function redacting(connector: Connector, secrets: ReadonlySet<string>): Connector {
  return {
    ...connector,
    async send(message, to) {
      try {
        return await connector.send(message, to);
      } catch (error) {
        throw redacted(error, secrets);
      }
    },
  };
}

function redacted(error: unknown, secrets: Iterable<string>): Error {
  const text = error instanceof Error ? error.message : String(error);
  const clean = withoutSecrets(text, secrets).slice(0, 500);
  if (error instanceof Undeliverable) return new Undeliverable(clean);
  if (error instanceof Unauthorized) return new Unauthorized(clean);
  if (error instanceof Busy) return new Busy(clean, error.afterSeconds);
  // Without the cause and the stack, which name addresses as well.
  return new Error(clean);
}

/** What is shorter than this many characters stays: it would hide half the text. */
const shortest = 4;

/** The text without the secrets, however they are written: as they are, in a URL, in JSON or in base64. */
export function withoutSecrets(text: string, secrets: Iterable<string>): string {
  const written = [...secrets]
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString("base64"),
      ...pathOf(secret),
    ])
    .filter((each) => each.length >= shortest)
    // Of a secret that begins with another one, the rest would be left.
    .sort((a, b) => b.length - a.length);
  const hidden = written.reduce((rest, each) => rest.replaceAll(each, "***"), text);
  // A user and a password together look like neither.
  return withoutBeginning(hidden, written)
    .replace(/\b(basic|bearer)\s+[\w+/=.~-]+/gi, "$1 ***")
    .replace(/[\p{Cc}\s]+/gu, " ");
}

/** An answer is cut before it comes here: its end may be the beginning of a secret. */
function withoutBeginning(text: string, secrets: readonly string[]): string {
  const most = Math.max(0, ...secrets.map(({ length }) => length - 1));
  for (let length = most; length >= shortest; length--) {
    const end = text.slice(-length);
    if (end.length === length && secrets.some((secret) => secret.startsWith(end)))
      return `${text.slice(0, -length)}***`;
  }
  return text;
}

/** Of a webhook's address, the path is what is secret. */
function pathOf(secret: string): string[] {
  if (!URL.canParse(secret)) return [];
  const { pathname, search } = new URL(secret);
  return [`${pathname}${search}`, ...pathname.split("/").filter((part) => part.length > 15)];
}
