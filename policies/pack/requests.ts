import type { Rule } from "../core/rule";
import type { Resource } from "../core/stack";
import { UserError } from "../core/user-error";
import type { Level } from "../settings/decisions";
import type { Configuration } from "./session";

/** The parts of Pulumi's messages (proto/pulumi/analyzer.proto) that are read here. */
export interface AnalyzeRequest {
  getUrn(): string;
  getType(): string;
  getName(): string;
  getProperties(): Struct | undefined;
  getProvider(): { getUrn(): string } | undefined;
}

export interface StackResource extends AnalyzeRequest {
  getParent(): string;
  getPropertydependenciesMap(): { entries(): Iterable<[string, { getUrnsList(): string[] }]> };
}

export interface ConfigureRequest {
  getPolicyconfigMap(): {
    entries(): Iterable<[string, { getEnforcementlevel(): number; getProperties(): Struct | undefined }]>;
  };
}

interface Struct {
  toJavaScript(): Record<string, unknown>;
}

/** The resource before it is made. Its values stay in Pulumi's wire format: unknowns and secrets are marked. */
export function resourceOf(request: AnalyzeRequest): Resource {
  const provider = request.getProvider()?.getUrn();
  return {
    urn: request.getUrn(),
    type: request.getType(),
    name: request.getName(),
    inputs: request.getProperties()?.toJavaScript() ?? {},
    propertyDependencies: {},
    ...(provider ? { provider } : {}),
  };
}

/** The resource at the end of a run, when Pulumi shows its outputs in place of its inputs. */
export function stackResourceOf(request: StackResource): Resource {
  const provider = request.getProvider()?.getUrn();
  const parent = request.getParent();
  const dependencies: [string, string[]][] = [];
  for (const [property, urns] of request.getPropertydependenciesMap().entries()) {
    dependencies.push([property, urns.getUrnsList()]);
  }
  return {
    urn: request.getUrn(),
    type: request.getType(),
    name: request.getName(),
    inputs: {},
    outputs: request.getProperties()?.toJavaScript() ?? {},
    propertyDependencies: Object.fromEntries(dependencies),
    ...(provider ? { provider } : {}),
    ...(parent ? { parent } : {}),
  };
}

/**
 * What `--policy-pack-config` and the pack's own defaults come to. Pulumi sends every policy, and `all` if it was given.
 *
 * @param levelOf - the level that a number in the message stands for
 * @throws UserError - names a rule or parameter that there is none of, which Pulumi itself lets pass
 */
export function configurationsOf(
  request: ConfigureRequest,
  rules: readonly Rule[],
  levelOf: (number: number) => Level,
): Map<string, Configuration> {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const configurations = new Map<string, Configuration>();
  for (const [id, given] of request.getPolicyconfigMap().entries()) {
    if (id === "all") continue;
    const rule = byId.get(id);
    if (!rule) throw new UserError(`policy pack config: expected the id of a rule, got ${JSON.stringify(id)}`);
    const parameters = given.getProperties()?.toJavaScript() ?? {};
    const known = Object.keys(rule.parameters?.properties ?? {});
    const foreign = Object.keys(parameters).find((name) => !known.includes(name));
    if (foreign !== undefined) {
      const expected = known.length === 0 ? "no parameters" : `one of ${known.join(", ")}`;
      throw new UserError(`policy pack config: ${id}: expected ${expected}, got ${JSON.stringify(foreign)}`);
    }
    configurations.set(id, { level: levelOf(given.getEnforcementlevel()), parameters });
  }
  return configurations;
}
