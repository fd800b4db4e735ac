import { createServer, type AddressInfo, type Socket } from "node:net";
import { UserError } from "../../../policies/core/user-error";
import { engineMethods, monitorMethods, service, type MonitorContext } from "./monitor";
import { loadProtocol } from "./protocol";
import { Transforms } from "./transforms";

export type HostContext = Omit<MonitorContext, "protocol" | "transforms"> & {
  readonly onLog: (message: string, isError: boolean) => void;
  /** Called with a mistake that ends the run. */
  readonly onMistake: (error: UserError) => void;
};

export interface Host {
  /** Where the program finds the monitor and the engine. */
  readonly address: string;
  /** Loads gRPC, and serves the program with it. */
  serve(): void;
  close(): void;
}

/** Listens before it loads gRPC, so that the program's own process can start in the meantime. */
export async function startHost(context: HostContext): Promise<Host> {
  const waiting: Socket[] = [];
  let accept = (socket: Socket): void => void waiting.push(socket);
  let closeService = (): void => undefined;
  const server = createServer((socket) => accept(socket));
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve() {
      const serving = startService(context);
      accept = serving.accept;
      closeService = serving.close;
      waiting.splice(0).forEach(accept);
    },
    close() {
      server.close();
      closeService();
    },
  };
}

function startService(context: HostContext): { accept: (socket: Socket) => void; close: () => void } {
  const protocol = loadProtocol();
  const { grpc, resourceServices, engineServices } = protocol;
  const transforms = new Transforms(protocol);
  // The SDK's own limit (sdk/nodejs/runtime/settings.ts): programs send whole archives of code.
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  const onError = (error: unknown) => error instanceof UserError && context.onMistake(error);
  const monitor = monitorMethods({ ...context, protocol, transforms });
  server.addService(resourceServices.ResourceMonitorService, service(monitor, onError));
  server.addService(engineServices.EngineService, service(engineMethods(protocol, context.onLog), onError));
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  return {
    accept: (socket) => injector.injectConnection(socket),
    close() {
      transforms.close();
      injector.destroy();
      server.forceShutdown();
    },
  };
}
