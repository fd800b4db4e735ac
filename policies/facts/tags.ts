import type { Graph, Subject } from "../core/graph";
import { NotKnown, Value } from "../core/value";

/** The resource's own tag of this key, or else the one that its provider gives to everything. Absent where neither has it. */
export function tagOf(resource: Subject, key: string, graph: Graph): Value {
  const own = ownTag(resource, key);
  if (own.isPresent || isAutoScalingGroup(resource)) return own;
  const inherited = defaultTags(resource, graph)?.at(key);
  return inherited?.isPresent ? inherited : own;
}

function ownTag(resource: Subject, key: string): Value {
  const tags = (resource as Subject<{ tags: unknown }>).at("tags");
  if (!isAutoScalingGroup(resource)) return (tags as Value<Record<string, string>>).at(key);
  const entries = tags.elements() as Value<{ key: string; value: unknown }>[];
  const entry = entries.find((candidate) => candidate.at("key").string() === key);
  return entry?.at("value") ?? new Value({}, key, tags);
}

/** An Auto Scaling group lists its tags as objects, and the provider's default tags don't reach it. */
function isAutoScalingGroup({ type }: Subject): boolean {
  return type === "aws:autoscaling/group:Group";
}

/** The `defaultTags` of the resource's provider. A provider's nested properties are JSON text in Pulumi. */
function defaultTags(resource: Subject, graph: Graph): Value<Record<string, unknown>> | undefined {
  const { provider: urn } = resource.resource;
  if (urn === undefined) return undefined;
  const provider: Subject<any> | undefined = graph.get(urn);
  if (!provider) throw new NotKnown("the default tags of its provider are not known");
  const written = provider.at("defaultTags");
  const raw = written.raw();
  const settled = typeof raw === "string" ? new Value<any>({ defaultTags: parsed(raw) }, "defaultTags") : written;
  return (settled as Value<{ tags: Record<string, unknown> }>).at("tags");
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new NotKnown("the default tags of its provider are no JSON");
  }
}
