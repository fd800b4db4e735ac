import type { Subject } from "../core/graph";
import { isNotKnown } from "../core/value";

/**
 * Whether a property has a value, be it one that is not known yet: an ARN or a name that flows in from another resource
 * will be there. The empty string counts as none, as AWS's provider takes it.
 */
export function isSet(resource: Subject<any>, property: string): boolean {
  try {
    const value = resource.at(property).raw();
    return value !== undefined && value !== "";
  } catch (error) {
    if (isNotKnown(error) && (resource.resource.propertyDependencies[property] ?? []).length > 0) return true;
    throw error;
  }
}
