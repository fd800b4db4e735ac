import * as assert from "node:assert/strict";
import { Server } from "@grpc/grpc-js";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { type AnalyzerHandlers, type Handler, replacingHandlers } from "../../../policies/pack/handlers";

describe("replacingHandlers", () => {
  const named = (name: string): Handler => Object.defineProperty(() => undefined, "name", { value: name });
  const ours: AnalyzerHandlers = {
    analyze: named("our analyze"),
    analyzeStack: named("our analyzeStack"),
    remediate: named("our remediate"),
    configure: (call, callback, sdk) => sdk(call, callback),
  };
  const theirs = Object.fromEntries(
    ["analyze", "analyzeStack", "remediate", "configure", "getAnalyzerInfo"].map((name) => [name, named(name)]),
  );

  /** The handlers that a real gRPC server has for the methods of Pulumi's analyzer. */
  function registered(server: Server): Record<string, string> {
    const handlers = (server as unknown as { handlers: Map<string, { func: { name: string } }> }).handlers;
    return Object.fromEntries([...handlers].map(([path, { func }]) => [path.split("/").pop(), func.name]));
  }

  it("puts ours in the place of the hot handlers of a server that is made meanwhile, and leaves the others", () => {
    const server = new Server();
    assert.equal(
      replacingHandlers(ours, () => server.addService(AnalyzerService as never, theirs as never)),
      true,
    );
    const { Analyze, AnalyzeStack, Remediate, GetAnalyzerInfo } = registered(server);
    assert.deepEqual(
      [Analyze, AnalyzeStack, Remediate, GetAnalyzerInfo],
      ["bound our analyze", "bound our analyzeStack", "bound our remediate", "bound getAnalyzerInfo"],
    );
  });

  it("lets every later server be, even after a failure", () => {
    const { addService } = Server.prototype;
    assert.throws(
      () =>
        replacingHandlers(ours, () => {
          throw new Error("the pack's own");
        }),
      /the pack's own/,
    );
    assert.equal(Server.prototype.addService, addService);
    const server = new Server();
    server.addService(AnalyzerService, theirs);
    assert.equal(registered(server).Analyze, "bound analyze");
  });

  it("says that nothing was replaced when the SDK registers none of the handlers, or others", () => {
    assert.equal(
      replacingHandlers(ours, () => undefined),
      false,
    );
    const server = new Server();
    const { analyzeStack: _, ...fewer } = theirs;
    assert.equal(
      replacingHandlers(ours, () => server.addService(AnalyzerService as never, fewer as never)),
      false,
    );
    assert.equal(registered(server).Analyze, "bound analyze");
  });

  it("calls the SDK's own configure after ours", () => {
    const server = new Server();
    const calls: unknown[] = [];
    const configure: Handler = (call) => calls.push(call);
    replacingHandlers(ours, () => server.addService(AnalyzerService, { ...theirs, configure }));
    const handlers = (server as unknown as { handlers: Map<string, { func: Handler }> }).handlers;
    const [, handler] = [...handlers].find(([path]) => path.endsWith("/Configure")) ?? [];
    const call = { request: "configuration" };
    handler?.func(call, () => undefined);
    assert.deepEqual(calls, [call]);
  });
});
