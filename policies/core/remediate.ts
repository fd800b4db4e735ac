import { isObject } from "./json";
import type { Rule } from "./rule";
import type { Resource } from "./stack";
import { isSecret } from "./value";

/**
 * The resource's inputs with the rule's remediation merged into them: objects merge, everything else is replaced.
 * Undefined when the rule offers none for the type.
 *
 * @param resource - its inputs are JSON in Pulumi's wire format, in which unknowns and secrets stay what they are
 */
export function remediated(rule: Rule, resource: Resource): Record<string, unknown> | undefined {
  const patch = rule.remediation?.[resource.type];
  return patch && merged(resource.inputs, patch);
}

type Properties = Readonly<Record<string, unknown>>;

function merged(inputs: Properties, patch: Properties): Record<string, unknown> {
  const result: Record<string, unknown> = { ...inputs };
  for (const [name, value] of Object.entries(patch)) {
    result[name] = isObject(value) ? mergedInto(inputs[name], value) : value;
  }
  return result;
}

/** A secret object keeps its wrapper, so that what stood beside the repaired property stays secret. */
function mergedInto(present: unknown, patch: Properties): Record<string, unknown> {
  if (!isObject(present)) return { ...patch };
  if (!isSecret(present)) return merged(present, patch);
  return isObject(present.value) ? { ...present, value: merged(present.value, patch) } : { ...patch };
}
