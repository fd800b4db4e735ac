import Ajv2020, { type ErrorObject, type ValidateFunction } from "ajv/dist/2020";
import { fullFormats } from "ajv-formats/dist/formats";
import type { Parameter } from "./operation";
import { Problem } from "./problem";
import { type Schema, schemas } from "./schemas";

const ajv = new Ajv2020({
  allErrors: false,
  strict: true,
  formats: { date: fullFormats.date, "date-time": fullFormats["date-time"] },
});
ajv.addKeyword("components");
ajv.addSchema({ $id: "desk", components: { schemas } });
const compiled = new Map<string, ValidateFunction>();

/**
 * The value, when it is as the schema says.
 *
 * @throws Problem 422 with what was expected, where, and what came
 */
export function valid(name: keyof typeof schemas, value: unknown): Record<string, unknown> {
  const validate = validatorOf(name);
  if (validate(value)) return value as Record<string, unknown>;
  throw new Problem(422, sentenceOf(validate.errors?.[0], value));
}

/**
 * The parameters of a query that an operation knows.
 *
 * @throws Problem 422 for one that it doesn't know, or that isn't valid
 */
export function validQuery(
  parameters: readonly Parameter[],
  query: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  for (const [name, text] of Object.entries(query)) {
    const schema = parameters.find((parameter) => parameter.in === "query" && parameter.name === name)?.schema;
    if (!schema) throw new Problem(422, `expected known parameters only, got \`${name.slice(0, 60)}\``);
    const value = schema["type"] === "integer" && /^\d{1,9}$/.test(text) ? Number(text) : text;
    if (ajv.validate(schema, value)) continue;
    throw new Problem(422, sentenceOf(ajv.errors?.[0], value).replace("the body", `\`${name}\``));
  }
  return query;
}

function validatorOf(name: string): ValidateFunction {
  const schema: Schema = { $ref: `desk#/components/schemas/${name}` };
  const found = compiled.get(name) ?? ajv.compile(schema);
  compiled.set(name, found);
  return found;
}

function sentenceOf(error: ErrorObject | undefined, value: unknown): string {
  const name = error?.instancePath.slice(1).replaceAll("/", ".");
  const where = name ? `\`${name}\`` : "the body";
  const { allowedValues, missingProperty, additionalProperty } = (error?.params ?? {}) as Record<string, unknown>;
  if (missingProperty !== undefined) return `expected ${where} to have \`${String(missingProperty)}\`, got none`;
  if (additionalProperty !== undefined) {
    return `expected ${where} to have known properties only, got \`${String(additionalProperty).slice(0, 60)}\``;
  }
  const given =
    JSON.stringify(name ? name.split(".").reduce<any>((at, part) => at?.[part], value) : value) ?? "nothing";
  const wanted = Array.isArray(allowedValues)
    ? `be ${allowedValues.join(" or ")}`
    : (error?.message ?? "be valid").replace("must ", "");
  return `expected ${where} to ${wanted}, got ${given.length > 80 ? `${given.slice(0, 79)}…` : given}`;
}
