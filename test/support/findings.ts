import { evaluate } from "../../policies/core/evaluate";
import type { Resource } from "../../policies/core/stack";
import { catalogue } from "../../policies/rules/catalogue";

/** Each finding of the whole catalogue in one line. */
export function findingsIn(resources: readonly Resource[]): string[] {
  return evaluate(catalogue, resources).map(
    ({ rule, resource, outcome, observation }) => `${outcome} ${rule.id} ${resource.name}: ${observation}`,
  );
}
