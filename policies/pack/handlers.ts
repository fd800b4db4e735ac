import { createRequire } from "node:module";

/** A gRPC service's handlers by method. */
export type Handlers = Readonly<Record<string, unknown>>;
export type Handler = (call: { readonly request: any }, callback: Reply) => void;
export type Reply = (error: Error | null, response?: unknown) => void;

/** What the pack answers itself; the SDK answers everything else. */
export interface AnalyzerHandlers {
  readonly analyze: Handler;
  readonly analyzeStack: Handler;
  readonly remediate: Handler;
  /** Called with the SDK's own handler, which still has to be told. */
  readonly configure: (call: { readonly request: any }, callback: Reply, sdk: Handler) => void;
}

/**
 * Runs `make`, which constructs a PolicyPack, and puts ours in the place of the SDK's hot handlers: it decodes every
 * resource once per policy, and the whole stack once per stack policy. The constructor registers its handlers
 * synchronously through `Server.addService`, so only that is wrapped, and only meanwhile. Should the SDK come to do it
 * otherwise, nothing is replaced and its own handlers run the ordinary policies.
 *
 * @returns whether ours took the place
 */
export function replacingHandlers(ours: AnalyzerHandlers, make: () => void): boolean {
  const server = serverOfSdk();
  if (!server) {
    make();
    return false;
  }
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the server that it is called on.
  const addService = server.addService;
  let isReplaced = false;
  server.addService = function (this: unknown, definition: unknown, handlers: Handlers) {
    if (!isAnalyzer(handlers)) {
      addService.call(this, definition, handlers);
      return;
    }
    isReplaced = true;
    const { configure } = handlers;
    addService.call(this, definition, {
      ...handlers,
      analyze: ours.analyze,
      analyzeStack: ours.analyzeStack,
      remediate: ours.remediate,
      configure: (call: { request: any }, callback: Reply) => ours.configure(call, callback, configure as Handler),
    });
  };
  try {
    make();
  } finally {
    server.addService = addService;
  }
  return isReplaced;
}

interface ServerPrototype {
  addService(this: unknown, definition: unknown, handlers: Handlers): void;
}

/** Of the very module that @pulumi/policy loads: a package manager may have installed several. */
function serverOfSdk(): ServerPrototype | undefined {
  try {
    const requireAsSdk = createRequire(require.resolve("@pulumi/policy"));
    return (requireAsSdk("@grpc/grpc-js") as { Server: { prototype: ServerPrototype } }).Server.prototype;
  } catch {
    return undefined;
  }
}

function isAnalyzer(handlers: Handlers): boolean {
  return ["analyze", "analyzeStack", "remediate", "configure"].every((name) => typeof handlers[name] === "function");
}
