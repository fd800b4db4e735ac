import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import type { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import type {
  RegisterResourceRequest,
  ResourceInvokeRequest,
  TransformResourceOptions,
} from "@pulumi/pulumi/proto/resource_pb";
import type { Protocol } from "./protocol";

/** Calls the program's transforms, which it serves to the engine from its own process. */
export class Transforms {
  private readonly clients = new Map<string, CallbacksClient>();
  private readonly ofStack: Callback[] = [];
  private readonly ofInvokes: Callback[] = [];
  private readonly ofResources = new Map<string, { callbacks: readonly Callback[]; parent: string }>();

  constructor(private readonly protocol: Protocol) {}

  addToStack(callback: Callback): void {
    this.ofStack.push(callback);
  }

  addToInvokes(callback: Callback): void {
    this.ofInvokes.push(callback);
  }

  /** Remembers a registered resource's transforms, which its children go through, too. */
  remember(urn: string, request: RegisterResourceRequest): void {
    this.ofResources.set(urn, { callbacks: request.getTransformsList(), parent: request.getParent() });
  }

  /** Changes a request as the engine does: by the resource's own transforms, its parents', then the stack's. */
  async apply(request: RegisterResourceRequest): Promise<void> {
    const callbacks = [...request.getTransformsList()];
    for (let urn = request.getParent(); urn !== ""; urn = this.ofResources.get(urn)?.parent ?? "")
      callbacks.push(...(this.ofResources.get(urn)?.callbacks ?? []));
    callbacks.push(...this.ofStack);
    for (const callback of callbacks) await this.transform(request, callback);
  }

  async applyToInvoke(request: ResourceInvokeRequest): Promise<void> {
    const { resource } = this.protocol;
    for (const callback of this.ofInvokes) {
      const options = new resource.TransformInvokeOptions();
      options.setProvider(request.getProvider()).setVersion(request.getVersion());
      const message = new resource.TransformInvokeRequest();
      message.setToken(request.getTok()).setArgs(request.getArgs()).setOptions(options);
      const answer = resource.TransformInvokeResponse.deserializeBinary(await this.call(callback, message));
      request.setArgs(answer.getArgs());
      request.setProvider(answer.getOptions()?.getProvider() ?? request.getProvider());
    }
  }

  close(): void {
    for (const client of this.clients.values()) client.close();
  }

  private async transform(request: RegisterResourceRequest, callback: Callback): Promise<void> {
    const { TransformRequest, TransformResponse } = this.protocol.resource;
    const message = new TransformRequest();
    message.setType(request.getType()).setName(request.getName()).setCustom(request.getCustom());
    message.setParent(request.getParent()).setProperties(request.getObject()).setOptions(this.optionsOf(request));
    const answer = TransformResponse.deserializeBinary(await this.call(callback, message));
    request.setObject(answer.getProperties());
    const provider = answer.getOptions()?.getProvider();
    if (provider) request.setProvider(provider);
  }

  /** Of a resource's options only those that a transform can judge by, and those that decide what is made. */
  private optionsOf(request: RegisterResourceRequest): TransformResourceOptions {
    const options = new this.protocol.resource.TransformResourceOptions();
    options.setProvider(request.getProvider()).setVersion(request.getVersion());
    options.setDependsOnList(request.getDependenciesList()).setAliasesList(request.getAliasesList());
    options.setIgnoreChangesList(request.getIgnorechangesList());
    options.setReplaceOnChangesList(request.getReplaceonchangesList());
    options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
    options.setPluginDownloadUrl(request.getPlugindownloadurl()).setImport(request.getImportid());
    options.setDeletedWith(request.getDeletedwith()).setCustomTimeouts(request.getCustomtimeouts());
    const isProtected = request.getProtect();
    if (isProtected !== undefined) options.setProtect(isProtected);
    request.getProvidersMap().forEach((reference, pkg) => options.getProvidersMap().set(pkg, reference));
    return options;
  }

  private call(callback: Callback, message: { serializeBinary(): Uint8Array }): Promise<Uint8Array> {
    const request = new this.protocol.callback.CallbackInvokeRequest();
    request.setToken(callback.getToken()).setRequest(message.serializeBinary());
    return new Promise((resolve, reject) =>
      this.client(callback.getTarget()).invoke(request, (error, response) =>
        error ? reject(new Error(error.details)) : resolve(response.getResponse_asU8()),
      ),
    );
  }

  private client(target: string): CallbacksClient {
    const known = this.clients.get(target);
    if (known) return known;
    const { callbackServices, grpc } = this.protocol;
    const client = new callbackServices.CallbacksClient(target, grpc.credentials.createInsecure());
    this.clients.set(target, client);
    return client;
  }
}
