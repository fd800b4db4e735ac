import { isObject } from "./json";
import type { Location, Resource, Stack } from "./stack";
import { UserError } from "./user-error";

/** A resource as `pulumi stack export`, a state file and `pulumi preview --json` write it. */
interface ResourceState {
  urn?: unknown;
  type?: unknown;
  inputs?: unknown;
  outputs?: unknown;
  id?: unknown;
  parent?: unknown;
  provider?: unknown;
  external?: unknown;
  delete?: unknown;
  propertyDependencies?: unknown;
  sourcePosition?: unknown;
  stackTrace?: unknown;
}

type Json = Record<string, unknown>;

const wanted = "expected the output of `pulumi preview --json` or `pulumi stack export`, or a state file";

/** Operations of a preview after which the old resource is gone, and which bring no new one. */
const removals = new Set([
  "delete",
  "delete-replaced",
  "discard",
  "discard-replaced",
  "read-discard",
  "remove-pending-replace",
]);

/** Types of resources that Pulumi keeps for itself. */
export function isBookkeeping(type: string): boolean {
  return type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:");
}

/**
 * Reads what `pulumi preview --json` or `pulumi stack export` printed, in any language, or a state file of a self-managed
 * backend.
 *
 * @param document - the text, or what JSON.parse made of it
 * @param source - what to call it in reports and errors
 * @throws UserError - when it is something else: says what it seems to be and what to pass instead
 */
export function readStack(document: unknown, source = "stack"): Stack {
  const parsed = typeof document === "string" ? parse(document, source) : document;
  if (!isObject(parsed)) throw new UserError(`${source}: ${wanted}, got ${kindOf(parsed)}`);
  if (Array.isArray(parsed.steps)) return readPreview(parsed, parsed.steps, source);
  const deployment = parsed.deployment ?? (isObject(parsed.checkpoint) ? parsed.checkpoint.latest : undefined);
  if (isObject(deployment)) return readDeployment(deployment, source);
  throw new UserError(`${source}: ${wanted}, got ${guess(parsed)}`);
}

function parse(text: string, source: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (text.trim() === "") throw new UserError(`${source}: ${wanted}, got nothing`);
    throw new UserError(`${source}: ${wanted}, got broken JSON (${(error as Error).message.split("\n")[0]})`);
  }
}

function readPreview(preview: Json, steps: readonly unknown[], source: string): Stack {
  const failure = (Array.isArray(preview.diagnostics) ? preview.diagnostics : []).find(
    (diagnostic) => isObject(diagnostic) && diagnostic.severity === "error",
  ) as { message?: unknown } | undefined;
  const resources = new Map<string, Resource>();
  for (const step of steps) {
    if (!isObject(step)) throw new UserError(`${source}: expected every step to be an object, got ${kindOf(step)}`);
    const state = step.newState;
    if (removals.has(String(step.op)) || !isObject(state)) continue;
    const resource = readResource({ urn: step.urn, ...state }, source);
    resources.set(resource.urn, resource);
  }
  if (failure && !onlyPolicies(failure)) {
    throw new UserError(`${source}: expected a preview that succeeded, got one that failed: ${messageOf(failure)}`);
  }
  return {
    source,
    kind: "preview",
    resources: [...defaultProviders(resources, isObject(preview.config) ? preview.config : {}), ...resources.values()],
    notSeen: [],
  };
}

/** A preview names the default providers but does not list them; they are made of the stack's configuration alone. */
function defaultProviders(resources: ReadonlyMap<string, Resource>, config: Json): Resource[] {
  const urns = new Set([...resources.values()].flatMap(({ provider }) => provider ?? []));
  return [...urns]
    .filter((urn) => !resources.has(urn))
    .map((urn) => {
      const type = typeOf(urn);
      const prefix = `${type.replace("pulumi:providers:", "")}:`;
      const given = Object.entries(config).filter(([key]) => key.startsWith(prefix));
      const inputs = Object.fromEntries(given.map(([key, value]) => [key.slice(prefix.length), value]));
      return { urn, type, name: urn.slice(urn.lastIndexOf("::") + 2), inputs, propertyDependencies: {} };
    });
}

/** A preview stopped by a policy has run to its end. */
function onlyPolicies(diagnostic: { message?: unknown }): boolean {
  return /polic/i.test(messageOf(diagnostic));
}

function messageOf({ message }: { message?: unknown }): string {
  return typeof message === "string" ? (message.trim().split("\n")[0] ?? "") : "no message";
}

function readDeployment(deployment: Json, source: string): Stack {
  const states = deployment.resources ?? [];
  if (!Array.isArray(states)) {
    throw new UserError(`${source}: expected the deployment's resources to be a list, got ${kindOf(states)}`);
  }
  const resources = states
    .filter((state) => !(isObject(state) && state.delete === true))
    .map((state) => readResource(state, source));
  return { source, kind: "state", resources, notSeen: [] };
}

function readResource(state: unknown, source: string): Resource {
  if (!isObject(state)) throw new UserError(`${source}: expected every resource to be an object, got ${kindOf(state)}`);
  const { urn, type, inputs, outputs, id, parent, provider, external, propertyDependencies }: ResourceState = state;
  if (typeof urn !== "string" || !urn.startsWith("urn:pulumi:")) {
    throw new UserError(`${source}: expected every resource to have a URN, got ${JSON.stringify(urn ?? null)}`);
  }
  const location = readLocation(state);
  return {
    urn,
    type: typeof type === "string" ? type : typeOf(urn),
    name: urn.slice(urn.lastIndexOf("::") + 2),
    inputs: isObject(inputs) ? inputs : {},
    ...(isObject(outputs) ? { outputs } : {}),
    ...(typeof id === "string" && id !== "" ? { id } : {}),
    ...(typeof parent === "string" && parent !== "" ? { parent } : {}),
    ...(typeof provider === "string" && provider !== "" ? { provider: providerUrn(provider) } : {}),
    ...(external === true ? { external } : {}),
    propertyDependencies: readDependencies(propertyDependencies),
    ...(location ? { location } : {}),
  };
}

/** `urn:pulumi:stack::project::parent$type::name` ends in the resource's own type. */
function typeOf(urn: string): string {
  const chain = urn.split("::")[2] ?? "";
  return chain.slice(chain.lastIndexOf("$") + 1);
}

/** A provider reference is the provider's URN, two colons and its id. */
function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}

function readDependencies(dependencies: unknown): Record<string, string[]> {
  if (!isObject(dependencies)) return {};
  for (const urns of Object.values(dependencies)) {
    if (urns !== null && !Array.isArray(urns)) return {};
  }
  return dependencies as Record<string, string[]>;
}

/** Positions read `project:///folder/index.ts#12,3`; the first frame outside node_modules is the user's own. */
function readLocation({ sourcePosition, stackTrace }: ResourceState): Location | undefined {
  const frames = Array.isArray(stackTrace) ? (stackTrace as unknown[]) : [];
  const positions = [...frames.map((frame) => (isObject(frame) ? frame.sourcePosition : undefined)), sourcePosition];
  for (const position of positions) {
    const [, file, line, column] = /^(?:project|file):\/\/\/?(.*)#(\d+)(?:,(\d+))?$/.exec(String(position)) ?? [];
    if (file === undefined || /(^|\/)node_modules\//.test(file)) continue;
    return { file: decodeURIComponent(file), line: Number(line), column: Number(column ?? 1) };
  }
  return undefined;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function guess(document: Json): string {
  if ("terraform_version" in document) return "a Terraform state or plan";
  if ("AWSTemplateFormatVersion" in document || "Resources" in document) return "a CloudFormation template";
  if ("deployment" in document || "checkpoint" in document)
    return "a state without readable resources (is it encrypted?)";
  if ("diagnostics" in document) return "a preview without steps (did it fail?)";
  const keys = Object.keys(document).slice(0, 3);
  return keys.length === 0 ? "an empty object" : `an object with ${keys.join(", ")}`;
}
