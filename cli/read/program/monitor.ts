import { createHash } from "node:crypto";
import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import type {
  ReadResourceRequest,
  RegisterResourceRequest,
  ResourceCallRequest,
  ResourceInvokeRequest,
} from "@pulumi/pulumi/proto/resource_pb";
import type { StackTrace, SourcePosition } from "@pulumi/pulumi/proto/source_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Resource } from "../../../policies/core/stack";
import { unknownString } from "../../../policies/core/value";
import { codeName, type Answers } from "./answers";
import type { Deployment } from "./deployment";
import { exampleAccount, resultOf, type Caller } from "./invokes";
import { locationOf } from "./location";
import { physicalName, unnamedProperty } from "./physical-name";
import type { Protocol } from "./protocol";
import { unknownAsWhole, unknownResult } from "./result-shape";
import type { Transforms } from "./transforms";
import { kept } from "./unknowns";
import { providerUrn } from "./urn";

type Properties = Record<string, unknown>;

export interface MonitorContext {
  readonly protocol: Protocol;
  readonly deployment: Deployment;
  readonly transforms: Transforms;
  readonly answers?: Answers;
  /** The folder from which the program's packages are found. */
  readonly programFolder: string;
  /** Called when the program has said that it is done. */
  readonly onDone: () => void;
}

/** Methods of a gRPC service, as functions from a request to its response. */
export type Methods = Readonly<Record<string, (request: any) => object | Promise<object>>>;

/**
 * Pulumi's resource monitor, as far as a preview needs it (proto/pulumi/resource.proto): takes what the program
 * registers, and answers as an engine does whose providers can't compute anything.
 */
export function monitorMethods(context: MonitorContext): Methods {
  const { protocol, transforms } = context;
  const { resource, Empty } = protocol;
  const versions = new Map<string, string>();
  return {
    getDeploymentInfo: () => deploymentInfo(context),
    supportsFeature: (request) =>
      new resource.SupportsFeatureResponse().setHassupport(legacyFeatures.has(request.getId())),
    registerResource: (request) => registerResource(context, versions, request),
    registerResourceOutputs: (request) => {
      context.deployment.setOutputs(request.getUrn(), propertiesOf(request.getOutputs()));
      return new Empty();
    },
    readResource: (request) => readResource(context, versions, request),
    existsResource: () => new resource.ExistsResourceResponse().setUnknown(true),
    invoke: (request) => invoke(context, request),
    call: (request) => call(context, request),
    registerStackTransform: (callback) => (transforms.addToStack(callback), new Empty()),
    registerStackInvokeTransform: (callback) => (transforms.addToInvokes(callback), new Empty()),
    // Hooks run when resources change, which nothing does here.
    registerResourceHook: () => new Empty(),
    registerErrorHook: () => new Empty(),
    registerPackage: (request) => {
      const { name = request.getName(), version = request.getVersion() } =
        request.getParameterization()?.toObject() ?? {};
      const reference = `${name}@${version}`;
      versions.set(reference, version);
      return new resource.RegisterPackageResponse().setRef(reference);
    },
    signalAndWaitForShutdown: () => (context.onDone(), new Empty()),
  };
}

/** Pulumi's engine, as programs know it (proto/pulumi/engine.proto). */
export function engineMethods(protocol: Protocol, onLog: (message: string, isError: boolean) => void): Methods {
  const { engine, Empty } = protocol;
  let root = "";
  return {
    log: (request) => {
      if (request.getSeverity() !== engine.LogSeverity.DEBUG)
        onLog(request.getMessage(), request.getSeverity() === engine.LogSeverity.ERROR);
      return new Empty();
    },
    getRootResource: () => new engine.GetRootResourceResponse().setUrn(root),
    setRootResource: (request) => ((root = request.getUrn()), new engine.SetRootResourceResponse()),
    startDebugging: () => new Empty(),
    requirePulumiVersion: () => new engine.RequirePulumiVersionResponse(),
  };
}

/** A service for a gRPC server. A method that throws fails the program's call, unless `onError` ends the run before. */
export function service(methods: Methods, onError: (error: unknown) => void): UntypedServiceImplementation {
  const handlers = Object.entries(methods).map(([name, method]) => [
    name,
    (call: { request: unknown }, respond: (error: object | null, response?: object) => void) => {
      Promise.resolve()
        .then(() => method(call.request))
        .then(
          (response) => respond(null, response),
          (error: unknown) => {
            onError(error);
            respond({ code: 2, details: (error as Error).message });
          },
        );
    },
  ]);
  return Object.fromEntries(handlers) as UntypedServiceImplementation;
}

/** How SDKs before 3.230 ask for what the monitor can do. */
const legacyFeatures = new Set(
  "secrets resourceReferences outputValues deletedWith replaceWith aliasSpecs transforms invokeTransforms parameterization resourceHooks errorHooks".split(
    " ",
  ),
);

function deploymentInfo({ protocol, deployment }: MonitorContext): object {
  const { DeploymentInfo, ResourceMonitorFeature: features } = protocol.resource;
  // Without this feature the SDK itself takes a function for unknown when what it depends on is yet to be made.
  const { RESOURCE_MONITOR_FEATURE_INVOKE_DEPENDS_ON: ours, ...supported } = features;
  const info = new DeploymentInfo();
  info.setProject(deployment.project).setStack(deployment.stack).setDryrun(true);
  return info.setSupportedfeaturesList(Object.values(supported).filter((feature) => typeof feature === "number"));
}

async function registerResource(
  context: MonitorContext,
  versions: ReadonlyMap<string, string>,
  request: RegisterResourceRequest,
): Promise<object> {
  const { deployment, transforms, protocol } = context;
  await transforms.apply(request);
  const inputs = named(context, request, propertiesOf(request.getObject()));
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((urns, name) => (propertyDependencies[name] = urns.getUrnsList()));
  const provider = request.getCustom() ? providerOf(deployment, versions, request) : undefined;
  const { urn, type } = deployment.add({ ...described(request), inputs, provider, propertyDependencies });
  transforms.remember(urn, request);
  if (request.getRemote())
    deployment.notSeen.push({
      urn,
      type,
      reason:
        "a remote component, whose resources only its own provider can tell; check the output of `pulumi preview --json`",
    });
  const response = new protocol.resource.RegisterResourceResponse();
  response.setUrn(urn).setObject(structOf(protocol, request.getRemote() ? {} : inputs));
  // A program must not take the id of a resource that doesn't exist yet for one that it lacks.
  if (request.getCustom()) response.setId(unknownString);
  return response;
}

/** With the name that the provider would make up. Its digits are chance there; here they come of type and name. */
function named({ programFolder }: MonitorContext, request: RegisterResourceRequest, inputs: Properties): Properties {
  const [type, name] = [request.getType(), request.getName()];
  const property = request.getCustom() ? unnamedProperty(type, inputs, programFolder) : undefined;
  if (property === undefined) return inputs;
  const digits = createHash("sha256").update(`${type} ${name}`).digest("hex");
  return { ...inputs, [property]: physicalName(name, digits, inputs) };
}

function readResource(
  { deployment, protocol, answers }: MonitorContext,
  versions: ReadonlyMap<string, string>,
  request: ReadResourceRequest,
): object {
  const inputs = propertiesOf(request.getProperties());
  const provider = providerOf(deployment, versions, request);
  const id = request.getId();
  const known = id !== "" && id !== unknownString ? { id } : {};
  const read = deployment.add({
    ...described(request),
    ...known,
    inputs,
    provider,
    external: true,
    propertyDependencies: {},
  });
  const outputs = answers?.stackReferences?.[id];
  const state =
    read.type === "pulumi:pulumi:StackReference" && outputs ? { ...inputs, outputs, secretOutputNames: [] } : inputs;
  return new protocol.resource.ReadResourceResponse().setUrn(read.urn).setProperties(structOf(protocol, state));
}

function described(
  request: RegisterResourceRequest | ReadResourceRequest,
): Pick<Resource, "type" | "name" | "parent" | "location"> {
  const parent = request.getParent();
  const location = locationOf(framesOf(request.getStacktrace(), request.getSourceposition()));
  return {
    type: request.getType(),
    name: request.getName(),
    ...(parent ? { parent } : {}),
    ...(location ? { location } : {}),
  };
}

function framesOf(trace: StackTrace | undefined, position: SourcePosition | undefined) {
  const frames = trace?.getFramesList().map((frame) => frame.getPc()) ?? [];
  return [...frames, position].filter((frame) => frame !== undefined).map((frame) => frame.toObject());
}

function providerOf(
  deployment: Deployment,
  versions: ReadonlyMap<string, string>,
  request: RegisterResourceRequest | ReadResourceRequest,
): string | undefined {
  if (request.getProvider() !== "") return providerUrn(request.getProvider());
  return deployment.defaultProvider(request.getType(), versions.get(request.getPackageref()) ?? request.getVersion());
}

async function invoke(context: MonitorContext, request: ResourceInvokeRequest): Promise<object> {
  const { deployment, protocol, transforms, answers, programFolder } = context;
  await transforms.applyToInvoke(request);
  const response = new protocol.resource.ResourceInvokeResponse();
  const respond = (result: object) => response.setReturn(structOf(protocol, result));
  const token = request.getTok();
  const args = propertiesOf(request.getArgs());
  if (token === "pulumi:pulumi:getResource") return respond(registered(deployment, args.urn));
  const shape = unknownResult(token, programFolder);
  const result = resultOf(token, args, callerOf(deployment, request.getProvider()), answers);
  if (result) return respond({ ...shape, ...result });
  deployment.unanswered.add(token);
  if (!shape) deployment.notSeen.push(shapeless(deployment, token));
  return respond({ ...shape, ...unknownAsWhole });
}

/** What the program reads of a result whose properties aren't declared is absent to it, in place of unknown. */
function shapeless({ stack, project }: Deployment, token: string) {
  const urn = `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;
  const reason = `the result of the function ${codeName(token)} isn't known offline; give it with \`--answers\``;
  return { urn, type: token, reason };
}

function registered(deployment: Deployment, urn: unknown): Properties {
  const resource = deployment.get(String(urn));
  if (!resource) throw new Error(`expected a resource of this program, got ${String(urn)}`);
  return { urn, id: resource.id ?? unknownString, state: resource.outputs ?? resource.inputs };
}

function callerOf(deployment: Deployment, provider: string): Caller {
  const { values } = deployment.configuration;
  const own = provider === "" ? undefined : deployment.get(providerUrn(provider))?.inputs.region;
  const region = typeof own === "string" && own !== unknownString ? own : (values["aws:region"] ?? "us-east-1");
  return { region, accountId: exampleAccount };
}

/** Methods of resources, such as an EKS cluster's `getKubeconfig`: only their provider can answer. */
function call({ deployment, protocol }: MonitorContext, request: ResourceCallRequest): object {
  deployment.unanswered.add(request.getTok());
  return new protocol.provider.CallResponse().setReturn(structOf(protocol, unknownAsWhole));
}

function propertiesOf(struct: Struct | undefined): Properties {
  return kept(struct?.toJavaScript() ?? {}) as Properties;
}

function structOf({ Struct }: Protocol, properties: object): Struct {
  return Struct.fromJavaScript(properties as Parameters<typeof Struct.fromJavaScript>[0]);
}
