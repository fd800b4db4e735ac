import { Problem } from "./problem";

/** The largest body that is read, in bytes. */
const largestBody = 1024 * 1024;
const deepest = 64;

/**
 * The bytes of a request.
 *
 * @throws Problem 413 when there are more than {@link largestBody}, without reading the rest
 */
export async function bytesOf(request: Request): Promise<Uint8Array> {
  const tooLarge = (got: string) =>
    new Problem(413, `expected a body of ${String(largestBody)} bytes at most, got ${got}`);
  const announced = Number(request.headers.get("content-length") ?? 0);
  if (announced > largestBody) throw tooLarge(String(announced));
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength;
    if (length > largestBody) throw tooLarge("more");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * What a text of JSON says.
 *
 * @throws Problem 400 when it isn't JSON, or nested deeper than anything that is meant
 */
export function jsonOf(text: string): unknown {
  const depth = depthOf(text);
  if (depth > deepest)
    throw new Problem(400, `expected JSON nested ${String(deepest)} deep at most, got ${String(depth)}`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new Problem(400, `expected JSON, got a text that isn't: ${(error as Error).message.slice(0, 80)}`);
  }
}

/** Counted before parsing: what handles the value may recurse. */
function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let isText = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isText) {
      if (character === "\\") index++;
      else if (character === '"') isText = false;
    } else if (character === '"') isText = true;
    else if (character === "[" || character === "{") most = Math.max(most, ++depth);
    else if (character === "]" || character === "}") depth--;
  }
  return most;
}
