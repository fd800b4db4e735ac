import { createRequire } from "node:module";

/** gRPC and the messages of Pulumi's engine, loaded only when a program is read: they cost 150 ms. */
export interface Protocol {
  readonly grpc: typeof import("@grpc/grpc-js");
  readonly resource: typeof import("@pulumi/pulumi/proto/resource_pb");
  readonly resourceServices: typeof import("@pulumi/pulumi/proto/resource_grpc_pb");
  readonly engine: typeof import("@pulumi/pulumi/proto/engine_pb");
  readonly engineServices: typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
  readonly provider: typeof import("@pulumi/pulumi/proto/provider_pb");
  readonly callback: typeof import("@pulumi/pulumi/proto/callback_pb");
  readonly callbackServices: typeof import("@pulumi/pulumi/proto/callback_grpc_pb");
  readonly Empty: typeof import("google-protobuf/google/protobuf/empty_pb").Empty;
  readonly Struct: typeof import("google-protobuf/google/protobuf/struct_pb").Struct;
}

export function loadProtocol(): Protocol {
  // Messages only fit the copies of grpc-js and google-protobuf that @pulumi/pulumi itself was installed with.
  const load = createRequire(require.resolve("@pulumi/pulumi/package.json"));
  return {
    grpc: load("@grpc/grpc-js"),
    resource: load("./proto/resource_pb"),
    resourceServices: load("./proto/resource_grpc_pb"),
    engine: load("./proto/engine_pb"),
    engineServices: load("./proto/engine_grpc_pb"),
    provider: load("./proto/provider_pb"),
    callback: load("./proto/callback_pb"),
    callbackServices: load("./proto/callback_grpc_pb"),
    Empty: load("google-protobuf/google/protobuf/empty_pb").Empty,
    Struct: load("google-protobuf/google/protobuf/struct_pb").Struct,
  };
}
