import type { Severity } from "../../policies/core/rule";
import type { Instant } from "../core/decider";

/** The value that names and indexes lead to, if there is one. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((inner, step) => {
    return typeof inner === "object" && inner !== null && Object.hasOwn(inner, step)
      ? (inner as Record<string | number, unknown>)[step]
      : undefined;
  }, value);
}

/** A text, number or boolean as text; empty for anything else. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  if (typeof found === "string") return found;
  return typeof found === "number" || typeof found === "boolean" ? String(found) : "";
}

/** The first of some texts that says something. */
export function firstOf(...texts: readonly string[]): string {
  return texts.find((text) => text.trim() !== "") ?? "";
}

export function itemsAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}

/** A moment, from ISO 8601 or milliseconds since 1970. */
export function instantAt(value: unknown, ...path: readonly (string | number)[]): Instant | undefined {
  const found = at(value, ...path);
  if (typeof found !== "string" && typeof found !== "number") return undefined;
  const date = new Date(found);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

const words: Readonly<Record<string, Severity>> = {
  ...{ fatal: "critical", critical: "critical", page: "critical", emergency: "critical" },
  ...{
    high: "high",
    error: "high",
    major: "high",
    medium: "medium",
    moderate: "medium",
    warning: "medium",
    warn: "medium",
  },
  ...{ low: "low", minor: "low", informational: "low", info: "low", none: "low" },
};

/** The severity that a word means. One that says nothing is in the middle: neither lost nor an alarm. */
export function severityOf(word: string): Severity {
  const name = word.trim().toLowerCase();
  return (Object.hasOwn(words, name) ? words[name] : undefined) ?? "medium";
}
