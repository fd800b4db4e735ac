import type { Graph, Subject } from "../../core/graph";
import { across, type Observations, type Rule, when } from "../../core/rule";
import { each } from "../../core/value";
import { saw } from "../../facts/expect";
import { taggableTypes } from "../../facts/taggable-types";
import { tagOf } from "../../facts/tags";
import { matchesWhole } from "../../facts/whole-match";
import { matches } from "../../facts/wildcard";

interface Parameters {
  readonly tags: Readonly<Record<string, string>>;
  readonly exempt: readonly string[];
}

export const resourceRequiredTags: Rule = {
  id: "tagging-resource-required-tags",
  title: "Taggable resources must carry the required tags",
  severity: "low",
  why: "Without tags nobody can tell whose a resource is, what it costs whom, or which access rules by tag apply to it.",
  fix: "Add the tag to tags, or to defaultTags of the provider.",
  catalogue: ["TAG:required-tags"],
  parameters: {
    type: "object",
    properties: {
      tags: {
        type: "object",
        additionalProperties: { type: "string" },
        default: {},
        description: "By tag key, a regular expression that the whole value must match; empty for any value.",
      },
      exempt: {
        type: "array",
        items: { type: "string" },
        default: [],
        description: "Type tokens that need no tags; * stands for any text, as in aws:iam/*.",
      },
    },
    additionalProperties: false,
  },
  checks: [
    across<unknown>("*", (resource, { graph, parameters }) => {
      const { tags, exempt } = parameters as Parameters;
      const required = Object.entries(tags);
      if (required.length === 0 || !taggableTypes.has(resource.type)) return [];
      if (exempt.some((pattern) => matches(pattern, resource.type))) return [];
      return each(required, ([key, pattern]) => lacking(resource, key, pattern, graph));
    }),
  ],
};

function lacking(resource: Subject, key: string, pattern: string, graph: Graph): Observations {
  const tag = tagOf(resource, key, graph);
  if (!tag.isPresent) return [saw(tag)];
  if (pattern === "") return [];
  const fits = matchesWhole(tag.string() ?? "", pattern, `tags.${key} of tagging-resource-required-tags`);
  return when(!fits, `${saw(tag)}, which does not match ${pattern}`);
}
