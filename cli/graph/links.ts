import type { Graph, Subject } from "../../policies/core/graph";
import type { Value } from "../../policies/core/value";
import { known } from "../../policies/facts/known";

/** Property names from a resource downwards; a list on the way stands for all its elements. */
export type Path = readonly [string, ...string[]];

/** What a property refers to. */
export interface Links {
  /** Of this stack. */
  readonly found: readonly Subject[];
  /** Names that nothing in this stack has, such as `sg-0123`. */
  readonly elsewhere: readonly string[];
  /** Whether it refers to something that can't be told yet. */
  readonly isUnknown: boolean;
}

/**
 * Everything of these types that a property refers to. A rule wants to be certain; a diagram shows what flows in: as long
 * as a list is not known, that is whatever its dependencies name.
 */
export function linked(graph: Graph, subject: Subject<any>, path: Path, types: readonly string[]): Links {
  const { values, isUnknown } = valuesAt(subject, path);
  return linkedBy(graph, subject, path[0], values, types, isUnknown);
}

/** The same for values that were found already, somewhere in `property`. */
export function linkedBy(
  graph: Graph,
  subject: Subject<any>,
  property: string,
  values: readonly Value<any>[],
  types: readonly string[],
  isUnknown = false,
): Links {
  const found = new Map<string, Subject>();
  const elsewhere: string[] = [];
  let isOpen = isUnknown;
  for (const value of values) {
    const literal = known(() => value.string());
    if (literal.unknown) isOpen = true;
    if (literal.value === undefined || literal.value === "") continue;
    const target = graph.target(subject, property, value, types, namesOf);
    if (target) found.set(target.urn, target);
    else elsewhere.push(literal.value);
  }
  if (!isOpen) return { found: [...found.values()], elsewhere, isUnknown: false };
  const flowing = (subject.resource.propertyDependencies[property] ?? [])
    .map((urn) => graph.get(urn))
    .filter((candidate) => candidate !== undefined && types.includes(candidate.type));
  for (const candidate of flowing) if (candidate) found.set(candidate.urn, candidate);
  return { found: [...found.values()], elsewhere, isUnknown: flowing.length === 0 };
}

function valuesAt(subject: Subject<any>, path: Path): { values: Value<any>[]; isUnknown: boolean } {
  let values: Value<any>[] = [subject];
  let isUnknown = false;
  for (const key of path) {
    values = values.flatMap((value) => {
      const elements = known<Value<any>[]>(() => value.at(key).elements());
      if (elements.unknown) isUnknown = true;
      return elements.value ?? [];
    });
  }
  return { values, isUnknown };
}

/** Subnet groups and launch templates are also meant by name. */
function namesOf(candidate: Subject<any>): string[] {
  const outputs = ["arn", "name"].map((property) => known(() => candidate.outputs.at(property).string()).value);
  const declared = known(() => candidate.at("name").string()).value;
  return [candidate.id, declared, ...outputs].filter((name) => name !== undefined);
}
