import type { Graph, Subject } from "../core/graph";
import type { SubjectOf, Token } from "./check";

/**
 * What this stack sets for the whole account and Region in which a resource is made: same provider, same `region`. Such
 * settings are resources of their own, such as EBS encryption by default.
 */
export function accountSettings<T extends Token>(graph: Graph, resource: Subject<any>, type: T): SubjectOf<T>[] {
  const { provider } = resource.resource;
  const settings = graph.all(type) as SubjectOf<T>[];
  return settings.filter((setting) => {
    return setting.resource.provider === provider && regionOf(setting) === regionOf(resource);
  });
}

function regionOf(resource: Subject<any>): string | undefined {
  return resource.at("region").string();
}
