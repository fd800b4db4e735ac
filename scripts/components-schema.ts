/** The package schema by which other languages know the components, as Pulumi's own analyzer reads it from the sources. */
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import { generateSchema } from "@pulumi/pulumi/provider/experimental/schema";
import { version } from "../package.json";
import * as components from "../components";

export function componentsSchema(): object {
  const names = Object.entries(components)
    .filter(([, value]) => typeof value === "function")
    .map(([name]) => name);
  // The analyzer begins at the source of what the package exports.
  const entry = { name: "guardrails", version, exports: "./components/index.js" };
  const analyzer = new Analyzer(process.cwd(), "guardrails", entry, new Set(names));
  const { components: found, typeDefinitions, dependencies } = analyzer.analyze();
  const description = "AWS components that meet the security baseline without being told.";
  return generateSchema("guardrails", version, description, found, typeDefinitions, dependencies);
}
