import type { Resource } from "./stack";
import { isNotKnown, isSecret } from "./value";

const shortest = 4;
const mask = "[secret]";

/**
 * Takes every secret of the stack out of a sentence. Rules quote what they see; whether a value is secret is known only
 * from where it stands, so one place looks for all of them. Values under four characters would mask half the text and
 * are left.
 */
export function redactor(resources: readonly Resource[]): (text: string) => string {
  const secrets = new Set<string>();
  for (const { inputs, outputs } of resources) {
    collect(inputs, false, secrets);
    if (outputs) collect(outputs, false, secrets);
  }
  if (secrets.size === 0) return (text) => text;
  const longestFirst = [...secrets].sort((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((masked, secret) => masked.replaceAll(secret, mask), text);
}

function collect(value: unknown, within: boolean, secrets: Set<string>): void {
  if (typeof value === "string") {
    if (within) collectText(value, secrets);
    return;
  }
  if (typeof value !== "object" || value === null) {
    if (within && typeof value === "number" && String(value).length >= shortest) secrets.add(String(value));
    return;
  }
  if (isSecret(value)) {
    if ("value" in value) collect(value.value, true, secrets);
    else if (typeof value.plaintext === "string") collect(parsed(value.plaintext), true, secrets);
    return;
  }
  for (const name of Object.keys(value)) {
    try {
      collect((value as Record<string, unknown>)[name], within, secrets);
    } catch (error) {
      // The proxy of @pulumi/policy throws on reading an unknown; an unknown holds no secret.
      if (!isNotKnown(error)) throw error;
    }
  }
}

/** A secret document makes secrets of what is written in it. */
function collectText(text: string, secrets: Set<string>): void {
  if (text.length >= shortest) secrets.add(text);
  if (/^\s*[[{]/.test(text)) collect(parsed(text), true, secrets);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
