/** The pack's handlers against those of @pulumi/policy with one policy that does nothing, in process. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { readStack } from "../policies/core/read-stack";
import type { Resource } from "../policies/core/stack";
import { resourceOf, stackResourceOf } from "../policies/pack/requests";
import { analyzeResponse } from "../policies/pack/responses";
import { Session } from "../policies/pack/session";
import { catalogue } from "../policies/rules/catalogue";
import { Decisions, defaultSettings } from "../policies/settings/decisions";
import { median } from "./processes";

const ofPolicy = createRequire(require.resolve("@pulumi/policy"));
const { Struct } = ofPolicy("google-protobuf/google/protobuf/struct_pb");
const messages = require("@pulumi/pulumi/proto/analyzer_pb");
const sdk = require("@pulumi/policy/server");

export interface PackFigures {
  /** Microseconds a resource. */
  readonly trivialResource: number;
  readonly resource: number;
  /** Milliseconds a stack. */
  readonly trivialStack: number;
  readonly stack: number;
}

export async function measurePack(path: string, runs = 7): Promise<PackFigures> {
  const { resources } = readStack(readFileSync(path).toString(), path);
  const single = resources.map((resource) => bytesOf(filled(new messages.AnalyzeRequest(), resource, resource.inputs)));
  const whole = bytesOf(stackRequest(resources));
  const identity = { name: "bench", version: "1.0.0" };
  const policy = { name: "trivial", description: "does nothing" };
  const analyze = sdk.makeAnalyzeRpcFun("bench", "1.0.0", "mandatory", [
    { ...policy, validateResource: () => undefined },
  ]);
  const analyzeStack = sdk.makeAnalyzeStackRpcFun("bench", "1.0.0", "mandatory", [
    { ...policy, validateStack: () => undefined },
  ]);
  const taken: PackFigures[] = [];
  for (let run = 0; run < runs; run += 1) {
    const session = new Session(catalogue, new Decisions(catalogue, defaultSettings));
    const requests = () => single.map((bytes) => messages.AnalyzeRequest.deserializeBinary(bytes));
    const stackOf = () => messages.AnalyzeStackRequest.deserializeBinary(whole);
    const [first, second, third, fourth] = [requests(), requests(), stackOf(), stackOf()];
    taken.push({
      trivialResource: await microseconds(async () => {
        for (const request of first) await called(analyze, request);
      }, resources.length),
      resource: await microseconds(() => {
        for (const request of second) analyzeResponse(identity, session.analyze(resourceOf(request))).serializeBinary();
      }, resources.length),
      trivialStack: await microseconds(() => called(analyzeStack, third), 1000),
      stack: await microseconds(() => {
        analyzeResponse(
          identity,
          session.analyzeStack(fourth.getResourcesList().map(stackResourceOf)),
        ).serializeBinary();
      }, 1000),
    });
  }
  const figure = (name: keyof PackFigures) => median(taken.map((sample) => sample[name]));
  return {
    trivialResource: figure("trivialResource"),
    resource: figure("resource"),
    trivialStack: figure("trivialStack"),
    stack: figure("stack"),
  };
}

function filled(message: any, resource: Resource, properties: object): any {
  message.setUrn(resource.urn);
  message.setType(resource.type);
  message.setName(resource.name);
  message.setProperties(Struct.fromJavaScript(properties));
  message.setOptions(new messages.AnalyzerResourceOptions());
  return message;
}

function stackRequest(resources: readonly Resource[]): any {
  const request = new messages.AnalyzeStackRequest();
  request.setResourcesList(
    resources.map((resource) => {
      const message = filled(new messages.AnalyzerResource(), resource, resource.outputs ?? resource.inputs);
      for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
        const dependencies = new messages.AnalyzerPropertyDependencies();
        dependencies.setUrnsList([...urns]);
        message.getPropertydependenciesMap().set(property, dependencies);
      }
      return message;
    }),
  );
  return request;
}

function bytesOf(message: any): Uint8Array {
  return message.serializeBinary() as Uint8Array;
}

function called(handler: any, request: any): Promise<void> {
  return new Promise((resolve, reject) => {
    handler({ request }, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}

async function microseconds(work: () => Promise<void> | void, parts: number): Promise<number> {
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start) / 1000 / parts;
}
