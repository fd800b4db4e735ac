import type { Graph, Subject } from "../core/graph";
import { unknownString, type Value } from "../core/value";
import { known } from "./known";

export const buckets = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"] as const;

/** A bucket's URN, or the name of one that is not of this stack. */
export type BucketKey = string;

export function isBucket(resource: Subject<any>): boolean {
  return (buckets as readonly string[]).includes(resource.type);
}

/** The bucket of a name: one of the stack, or one elsewhere. Several when a bucket of the stack may turn out to have it. */
export function bucketsNamed(graph: Graph, name: string): readonly BucketKey[] {
  const { byName, unnamed } = namesOf(graph);
  return byName.has(name) ? [byName.get(name) ?? name] : [name, ...unnamed];
}

/** The bucket's name, when it is known; an ARN or a domain name holds it, too. */
export function nameIn(value: Value<any>): string | undefined {
  const { value: text } = known(() => value.string());
  if (text?.includes(unknownString)) return undefined;
  return text?.replace(/^arn:[^:]*:s3:::/, "").replace(/\.s3[.-][a-z0-9.-]*amazonaws\.com(\.cn)?$/, "");
}

export function isAbsent(value: Value<any>): boolean {
  const { value: isPresent } = known(() => value.isPresent);
  return isPresent === false;
}

interface Names {
  readonly byName: Map<string, BucketKey>;
  /** Buckets whose name is not known yet. Without a name given, the provider makes one up that nobody can write down. */
  readonly unnamed: BucketKey[];
}

const names = new WeakMap<Graph, Names>();

function namesOf(graph: Graph): Names {
  let ofGraph = names.get(graph);
  if (!ofGraph) {
    names.set(graph, (ofGraph = { byName: new Map<string, BucketKey>(), unnamed: [] }));
    for (const bucket of graph.all(buckets)) {
      const literal = [nameIn(bucket.at("bucket")), nameIn(bucket.outputs.at("bucket")), bucket.id];
      for (const name of literal) if (name) ofGraph.byName.set(name, bucket.urn);
      if (!literal.some((name) => name) && !isAbsent(bucket.at("bucket"))) ofGraph.unnamed.push(bucket.urn);
    }
  }
  return ofGraph;
}
