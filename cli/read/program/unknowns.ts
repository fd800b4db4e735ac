import { outputSignature, signatureKey, unknownString } from "../../../policies/core/value";

/** What the SDK makes of an output that a program uses as text (sdk/nodejs/output.ts, OutputToStringError). */
const outputAsText = /Calling \[to(String|JSON)\] on an \[Output<T>\] is not supported/;

/**
 * An unknown value in the answer to a function call. The program gets it as an output that is not known: passing it on
 * keeps it unknown, and so does reading its properties.
 */
export function unknownOutput(): Record<string, unknown> {
  return { [signatureKey]: outputSignature };
}

/** What the SDK sends along with assets and archives, and the engine drops. */
const sdkOnly = new Set(["__pulumiAsset", "__pulumiArchive"]);

/**
 * Properties as they are kept: whole strings are unknown that hold an unknown part. A secret of the stack's configuration,
 * which can't be decrypted here, reaches the program as the unknown text, so what is built from it must not count as known.
 */
export function kept(value: unknown): unknown {
  if (typeof value === "string")
    return value.includes(unknownString) || outputAsText.test(value) ? unknownString : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(kept);
  const entries = Object.entries(value).filter(([key]) => !sdkOnly.has(key));
  return Object.fromEntries(entries.map(([key, inner]) => [key, kept(inner)]));
}
