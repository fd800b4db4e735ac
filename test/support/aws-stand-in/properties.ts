/** A resource's properties in Pulumi's wire format. */
export type Properties = Record<string, any>;

export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

/** The text that a property holds, a secret opened; undefined when it is unknown or something else. */
export function text(value: unknown): string | undefined {
  if (typeof value === "string") return value === unknown ? undefined : value;
  if (typeof value !== "object" || value === null) return undefined;
  const secret = value as Record<string, unknown>;
  return secret[signature] === secretSignature ? text(secret.value) : undefined;
}
