/** A JSON schema of draft 2020-12, which is what OpenAPI 3.1 uses. */
export type Schema = Readonly<Record<string, unknown>>;

export const text: Schema = { type: "string" };
export const line = (maxLength: number): Schema => ({ type: "string", minLength: 1, maxLength });
export const instant: Schema = { type: "string", format: "date-time" };
export const count: Schema = { type: "integer", minimum: 0 };

/** An object with all of these properties; a question mark after a name lets it be absent. */
export function object(properties: Readonly<Record<string, Schema>>, rest: Schema = {}): Schema {
  const names = Object.keys(properties);
  return {
    type: "object",
    properties: Object.fromEntries(names.map((name) => [name.replace("?", ""), properties[name]])),
    required: names.filter((name) => !name.endsWith("?")),
    additionalProperties: false,
    ...rest,
  };
}

/** One of the schemas of the description, by its name. */
export const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

export const list = (items: Schema): Schema => ({ type: "array", items });
