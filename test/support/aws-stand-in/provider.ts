import { createHash } from "node:crypto";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { capacityError } from "./health";
import { answer } from "./invokes";
import { physicalName, unnamedProperty } from "../../../cli/read/program/physical-name";
import { type Caller, computed, idOf, moved } from "./outputs";
import { type Properties, text } from "./properties";
import { difference } from "./replacements";

/** Types in the generated declarations lag behind the generated code. */
type Call = { request: any };
type Reply = (error: Error | null, response?: unknown) => void;

// Messages nested in Pulumi's have to come from the protobuf that Pulumi itself resolved.
const pulumiRequire = require("node:module").createRequire(require.resolve("@pulumi/pulumi")) as NodeJS.Require;
const { Struct } = pulumiRequire("google-protobuf/google/protobuf/struct_pb.js");
const { Empty } = pulumiRequire("google-protobuf/google/protobuf/empty_pb.js");

/** A process serves one provider, so it has one region. */
let caller: Caller = { region: "us-east-1", accountId: "123456789012" };

function typeOf(urn: string): string {
  return (urn.split("::")[2] ?? "").split("$").pop() ?? "";
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

function read(struct: any): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

function checked(inputs: Properties): proto.CheckResponse {
  const response = new proto.CheckResponse();
  response.setInputs(Struct.fromJavaScript(inputs));
  return response;
}

const service: Record<string, (call: Call, reply: Reply) => void> = {
  getPluginInfo(_, reply) {
    const info = new PluginInfo();
    info.setVersion("7.48.0");
    reply(null, info);
  },

  configure({ request }, reply) {
    const region = text(read(request.getArgs()).region) ?? process.env.AWS_REGION;
    if (region) caller = { ...caller, region };
    const response = new proto.ConfigureResponse();
    response.setSupportspreview(true);
    response.setAcceptsecrets(true);
    response.setAcceptresources(true);
    reply(null, response);
  },

  checkConfig: ({ request }, reply) => reply(null, checked(read(request.getNews()))),
  diffConfig: (_, reply) => reply(null, new proto.DiffResponse()),
  cancel: (_, reply) => reply(null, new Empty()),

  check({ request }, reply) {
    const urn = request.getUrn() as string;
    const [olds, news] = [read(request.getOlds()), read(request.getNews())];
    const property = unnamedProperty(typeOf(urn), news, __dirname);
    const digits = createHash("sha256").update(request.getRandomseed_asU8()).digest("hex");
    const made = property && { [property]: olds[property] ?? physicalName(nameOf(urn), digits, news) };
    reply(null, checked({ ...news, ...made }));
  },

  diff({ request }, reply) {
    const olds = read(request.getOldInputs());
    const ignored = request.getIgnorechangesList() as string[];
    const { changed, replacing } = difference(typeOf(request.getUrn()), olds, read(request.getNews()), ignored);
    const response = new proto.DiffResponse();
    response.setChanges(
      changed.length > 0 ? proto.DiffResponse.DiffChanges.DIFF_SOME : proto.DiffResponse.DiffChanges.DIFF_NONE,
    );
    response.setDiffsList(changed);
    response.setReplacesList(replacing);
    reply(null, response);
  },

  create({ request }, reply) {
    const urn = request.getUrn() as string;
    const type = typeOf(urn);
    const inputs = read(request.getProperties());
    const id = request.getPreview() ? undefined : idOf(caller, type, urn, inputs);
    const outputs = { ...inputs, ...computed(caller, type, urn, inputs, id) };
    const error = id === undefined ? undefined : capacityError(type, nameOf(urn), id, outputs);
    const response = new proto.CreateResponse();
    if (id !== undefined) response.setId(id);
    response.setProperties(Struct.fromJavaScript(outputs));
    reply(error ?? null, response);
  },

  update({ request }, reply) {
    const urn = request.getUrn() as string;
    const inputs = read(request.getNews());
    const response = new proto.UpdateResponse();
    const made = computed(caller, typeOf(urn), urn, inputs, request.getId());
    // What AWS gave when the resource was made stays, also when its URN changes.
    const olds = read(request.getOlds());
    for (const name of Object.keys(made)) if (name in olds && name !== "tagsAll") made[name] = olds[name];
    Object.assign(made, moved(typeOf(urn), olds, request.getPreview()));
    response.setProperties(Struct.fromJavaScript({ ...inputs, ...made }));
    reply(null, response);
  },

  read({ request }, reply) {
    const urn = request.getUrn() as string;
    const known = read(request.getProperties());
    const response = new proto.ReadResponse();
    response.setId(request.getId());
    response.setProperties(
      Struct.fromJavaScript({ ...known, ...computed(caller, typeOf(urn), urn, known, request.getId()) }),
    );
    response.setInputs(Struct.fromJavaScript(read(request.getInputs())));
    reply(null, response);
  },

  delete: (_, reply) => reply(null, new Empty()),

  invoke({ request }, reply) {
    const token = request.getTok() as string;
    const found = answer(caller, token, read(request.getArgs()));
    if (found === undefined) {
      reply(new Error(`the stand-in for the AWS provider has no answer to ${token}`));
      return;
    }
    const response = new proto.InvokeResponse();
    response.setReturn(Struct.fromJavaScript(found));
    reply(null, response);
  },
};

const server = new grpc.Server({ "grpc.max_receive_message_length": 400 << 20 });
server.addService(ResourceProviderService, service);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(String(port));
});
