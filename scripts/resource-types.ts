/** Writes policies/facts/resource-types.ts: from type token to the type of its arguments, for all of @pulumi/aws. */
import * as aws from "@pulumi/aws";
import { writeFileSync } from "node:fs";

const preferred = /^aws:([a-z0-9]+)\//;

/** Walks the module's namespaces for resource classes, which carry their token. */
export function resourceTypes(): Map<string, string> {
  const types = new Map<string, string>();
  for (const [namespace, members] of Object.entries(aws)) {
    if (typeof members !== "object" || members === null) continue;
    for (const name of Object.keys(members)) {
      const token = (members as Record<string, { __pulumiType?: string } | undefined>)[name]?.__pulumiType;
      // A callback function shares the token of the function that it makes.
      if (token === undefined || !preferred.test(token) || name.startsWith("Callback")) continue;
      types.set(token, `aws.${namespace}.${name}Args`);
    }
  }
  return new Map([...types].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function resourceTypesSource(): string {
  const lines = [...resourceTypes()].map(([token, args]) => `  "${token}": ${args};`);
  return [
    "// Generated from @pulumi/aws by `npm run docs`. Do not edit.",
    'import type * as aws from "@pulumi/aws";',
    "",
    "/** The type of the arguments of every AWS resource, by type token. */",
    "export interface ResourceArgs {",
    ...lines,
    "}",
    "",
  ].join("\n");
}

if (require.main === module) writeFileSync("policies/facts/resource-types.ts", resourceTypesSource());
