import type { Graph, Subject } from "../core/graph";
import { NotKnown, type Value } from "../core/value";
import { type BucketKey, bucketsNamed, isAbsent, isBucket, nameIn } from "./bucket-name";
import type { SubjectOf, Token } from "./check";
import { known } from "./known";

export { type BucketKey, buckets } from "./bucket-name";

/** A property by which resources of some types say which bucket they mean. */
export interface Pointer<T extends Token> {
  readonly types: readonly T[];
  readonly property: string;
  /** Where in the property the bucket's name stands. @default the property itself */
  readonly names?: (from: SubjectOf<T>) => readonly Value<any>[];
}

/** The resources that configure a part of some bucket: `bucket` says which. */
export function partsOf<T extends Token>(graph: Graph, bucket: BucketKey, types: readonly T[]): SubjectOf<T>[] {
  return pointingAt(graph, bucket, { types, property: "bucket" });
}

/**
 * The resources that mean this bucket, by reference, by name or ARN, or by way of another resource that means it. Throws
 * NotKnown when there is none for certain, but one that may mean it.
 */
export function pointingAt<T extends Token>(graph: Graph, bucket: BucketKey, pointer: Pointer<T>): SubjectOf<T>[] {
  const certain: SubjectOf<T>[] = [];
  let possible: Subject | undefined;
  for (const type of pointer.types) {
    const index = indexOf(graph, type, pointer as Pointer<any>);
    certain.push(...((index.certain.get(bucket) ?? []) as SubjectOf<T>[]));
    possible ??= index.possible.get(bucket) ?? index.open;
  }
  if (certain.length === 0 && possible) {
    throw new NotKnown(`whether ${pointer.property} of ${possible.name} means this bucket is not known yet`);
  }
  return certain;
}

/** The bucket that a resource's `bucket` means. Throws NotKnown when that can't be told yet. */
export function bucketOf(graph: Graph, part: Subject<any>): BucketKey {
  if (isBucket(part)) return part.urn;
  const [key, ...others] = candidates(graph, part, "bucket", part.at("bucket"));
  if (key !== undefined && others.length === 0) return key;
  throw new NotKnown(`which bucket ${part.name} belongs to is not known yet`);
}

interface Index {
  readonly certain: Map<BucketKey, Subject[]>;
  readonly possible: Map<BucketKey, Subject>;
  /** May mean any bucket. */
  open?: Subject;
}

const indexes = new WeakMap<Graph, Map<string, Index>>();

function indexOf(graph: Graph, type: Token, pointer: Pointer<any>): Index {
  let ofGraph = indexes.get(graph);
  if (!ofGraph) indexes.set(graph, (ofGraph = new Map<string, Index>()));
  const key = `${type} ${pointer.property}`;
  let index = ofGraph.get(key);
  if (!index) {
    ofGraph.set(key, (index = { certain: new Map<BucketKey, Subject[]>(), possible: new Map<BucketKey, Subject>() }));
    for (const from of graph.all(type)) enter(graph, index, from, pointer);
  }
  return index;
}

function enter(graph: Graph, index: Index, from: Subject<any>, { property, names }: Pointer<any>): void {
  const { value: values = [undefined] } = known(() => (names ? names(from) : [from.at(property)]));
  for (const value of values) {
    if (value && isAbsent(value)) continue;
    const keys = candidates(graph, from, property, value);
    const [only, ...others] = keys;
    if (only === undefined) index.open ??= from;
    else if (others.length > 0) for (const key of keys) index.possible.set(key, from);
    else if (index.certain.has(only)) index.certain.get(only)?.push(from);
    else index.certain.set(only, [from]);
  }
}

/** The buckets that a value may mean: one when it is certain, none when it may be any. */
function candidates(
  graph: Graph,
  from: Subject<any>,
  property: string,
  value?: Value<any>,
  via: readonly string[] = [],
): readonly BucketKey[] {
  const name = value && nameIn(value);
  if (name !== undefined) return bucketsNamed(graph, name);
  // Pulumi writes no cycles; a document made by hand may hold one.
  if (via.includes(from.urn)) return [];
  const keys = (from.resource.propertyDependencies[property] ?? []).flatMap((urn) => {
    const target = graph.get(urn);
    if (!target) return [];
    if (isBucket(target)) return [target.urn];
    // Programs order a bucket's parts by `bucket: versioning.bucket`.
    return target.type.startsWith("aws:s3/bucket")
      ? candidates(graph, target, "bucket", target.at("bucket"), [...via, from.urn])
      : [];
  });
  return [...new Set(keys)];
}
