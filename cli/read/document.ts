import { readFileSync, statSync } from "node:fs";
import { readStack } from "../../policies/core/read-stack";
import type { Stack } from "../../policies/core/stack";
import { UserError } from "../../policies/core/user-error";

/** V8 holds no longer string (2^29 - 24 characters in Node 20 and later), and JSON.parse takes nothing else. */
const largest = 2 ** 29 - 24;

/** Reads a preview or a state, gzipped or not, from a file, or from standard input for `-`. */
export function readDocument(path: string): Stack {
  const source = path === "-" ? "standard input" : path;
  return readStack(textOf(bytesOf(path, source), source), source);
}

function bytesOf(path: string, source: string): Buffer {
  try {
    if (path === "-") return readFileSync(0);
    refuseLarge(statSync(path).size, source);
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`${source}: expected a file that can be read: ${(error as Error).message}`);
  }
}

function textOf(bytes: Buffer, source: string): string {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const plain = isGzip ? unzipped(bytes, source) : bytes;
  refuseLarge(plain.length, source);
  // Faster than readFileSync with an encoding: the whole length is known.
  const text = plain.toString();
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function unzipped(bytes: Buffer, source: string): Buffer {
  const { gunzipSync } = require("node:zlib") as typeof import("node:zlib");
  try {
    return gunzipSync(bytes, { maxOutputLength: largest });
  } catch (error) {
    throw new UserError(`${source}: expected a whole gzip file of at most 512 MB inside: ${(error as Error).message}`);
  }
}

function refuseLarge(bytes: number, source: string): void {
  if (bytes <= largest) return;
  const megabytes = Math.round(bytes / 1e6);
  throw new UserError(
    `${source}: expected a document of at most 512 MB, got ${megabytes} MB; split the stack, or export it without outputs you don't need`,
  );
}
