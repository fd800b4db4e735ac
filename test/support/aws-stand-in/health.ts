import * as grpc from "@grpc/grpc-js";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import type { Properties } from "./properties";

// Messages nested in Pulumi's have to come from the protobuf that Pulumi itself resolved.
const pulumiRequire = require("node:module").createRequire(require.resolve("@pulumi/pulumi")) as NodeJS.Require;
const { Any } = pulumiRequire("google-protobuf/google/protobuf/any_pb.js");
const { Struct } = pulumiRequire("google-protobuf/google/protobuf/struct_pb.js");
const { Status } = pulumiRequire("@pulumi/pulumi/proto/status_pb.js");

/** Groups whose instances never become well are there all the same, as the provider tells the engine of them. */
export function capacityError(
  type: string,
  name: string,
  id: string,
  outputs: Properties,
): grpc.ServiceError | undefined {
  const unhealthy = process.env.STAND_IN_UNHEALTHY;
  if (type !== "aws:autoscaling/group:Group" || name !== unhealthy) return undefined;
  const message = `waiting for Auto Scaling Group (${id}) capacity satisfied: timeout while waiting for state`;
  const failed = new proto.ErrorResourceInitFailed();
  failed.setId(id);
  failed.setProperties(Struct.fromJavaScript(outputs));
  failed.setReasonsList([message]);
  const detail = new Any();
  detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(message);
  status.addDetails(detail);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return Object.assign(new Error(message), { code: grpc.status.UNKNOWN, details: message, metadata });
}
