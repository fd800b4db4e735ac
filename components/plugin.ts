/** Serves the components to Pulumi programs in other languages: Pulumi runs this as a plugin, with arguments of its own. */
import type * as pulumi from "@pulumi/pulumi";
import * as provider from "@pulumi/pulumi/provider";
import * as components from ".";
import schema from "./schema.json";

type Component = new (
  name: string,
  args: pulumi.Inputs,
  opts: pulumi.ComponentResourceOptions,
) => pulumi.ComponentResource;

const resources = schema.resources as Readonly<Record<string, { readonly properties: object } | undefined>>;

const guardrails: provider.Provider = {
  version: schema.version,
  // Written ahead: reading it from the sources takes seconds and a TypeScript compiler on the user's machine.
  getSchema: () => Promise.resolve(JSON.stringify(schema)),
  construct(name, type, inputs, options) {
    const [, , className = ""] = type.split(":");
    const properties = resources[type]?.properties;
    if (!properties) throw new Error(`expected one of ${Object.keys(resources).join(", ")}, got ${type}`);
    const constructor = (components as unknown as Record<string, Component>)[className] as Component;
    const made = new constructor(name, inputs, options);
    const outputs = made as unknown as Readonly<Record<string, unknown>>;
    const state = Object.fromEntries(Object.keys(properties).map((property) => [property, outputs[property]]));
    return Promise.resolve({ urn: made.urn, state });
  },
};

void provider.main(guardrails, process.argv.slice(2));
