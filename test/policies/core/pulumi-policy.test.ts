import * as assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { type PolicyOptions, toPolicy } from "../../../policies/core/pulumi-policy";
import { across, on, type Rule } from "../../../policies/core/rule";
import { secret, unknownString } from "../../../policies/core/value";

const requireAsSdk = createRequire(require.resolve("@pulumi/policy"));
const { Struct } = requireAsSdk("google-protobuf/google/protobuf/struct_pb") as {
  Struct: { fromJavaScript(value: object): any };
};
/** What the SDK calls for every request; its declarations leave them out. */
const sdk = require("@pulumi/policy/server") as Record<
  string,
  (...args: unknown[]) => (call: object, reply: Reply) => void
>;
type Reply = (error: Error | null | undefined, response: any) => void;

const rule: Rule = {
  id: "door-locked",
  title: "Doors must be locked",
  severity: "high",
  why: "why",
  fix: "Set locked to true.",
  catalogue: ["Door.1"],
  controls: { FSBP: ["Door.1"] },
  parameters: { type: "object", properties: { least: { type: "integer", default: 1 } }, additionalProperties: false },
  checks: [
    on<any>("door", (door) => (door.at("locked").boolean() ? [] : [`locked is ${door.at("locked").raw()}`])),
    across<any>("door", (_, { graph, parameters }) => {
      const { least } = parameters as { least: number };
      return graph.all("door").length < least ? [`there are fewer than ${least} doors`] : [];
    }),
  ],
  remediation: { door: { locked: true, lock: { kind: "bolt" } } },
};

function resourceMessage<Message extends proto.AnalyzeRequest | proto.AnalyzerResource>(
  message: Message,
  name: string,
  inputs: object,
  type = "door",
): Message {
  message.setUrn(`urn:pulumi:test::test::${type}::${name}`);
  message.setType(type);
  message.setName(name);
  message.setProperties(Struct.fromJavaScript(inputs));
  message.setOptions(new proto.AnalyzerResourceOptions());
  return message;
}

function ask(method: string, request: object, options: PolicyOptions = {}, asked = rule): Promise<any> {
  const handle = sdk[method]?.("pack", "1.0.0", "mandatory", [toPolicy(asked, options)]);
  return new Promise((done, fail) =>
    handle?.({ request }, (error, response) => (error ? fail(error) : done(response))),
  );
}

async function analyzed(inputs: object, options?: PolicyOptions, type?: string): Promise<string[]> {
  const request = resourceMessage(new proto.AnalyzeRequest(), "front", inputs, type);
  return told(await ask("makeAnalyzeRpcFun", request, options));
}

function told(response: proto.AnalyzeResponse): string[] {
  const levels = Object.entries(proto.EnforcementLevel);
  return response.getDiagnosticsList().map((diagnostic) => {
    const level = levels.find(([, number]) => number === diagnostic.getEnforcementlevel())?.[0].toLowerCase();
    return `${level} ${diagnostic.getPolicyname()}: ${diagnostic.getMessage().split("\n")[0]}`;
  });
}

describe("toPolicy", () => {
  it("describes the rule in Pulumi's words", () => {
    const { validateResource, validateStack, remediateResource, ...described } = toPolicy(rule, { level: "remediate" });
    assert.deepEqual(described, {
      name: "door-locked",
      displayName: "Doors must be locked",
      description: "Doors must be locked",
      enforcementLevel: "remediate",
      severity: "high",
      remediationSteps: "Set locked to true.",
      framework: {
        name: "AWS Foundational Security Best Practices",
        version: "1.0.0",
        reference: "Door.1",
        specification: "Doors must be locked",
      },
      configSchema: { properties: { least: { type: "integer", default: 1 } } },
    });
    assert.deepEqual(
      [typeof validateResource, typeof validateStack, typeof remediateResource],
      Array(3).fill("function"),
    );
  });

  it("has only the functions that the rule's checks need", () => {
    const [alone, together] = rule.checks;
    const policy = (checks: Rule["checks"]) => toPolicy({ ...rule, checks, remediation: undefined });
    assert.deepEqual(
      Object.keys(policy([alone!])).filter((key) => /^(valid|remed).*(Stack|Resource)$/.test(key)),
      ["validateResource"],
    );
    assert.deepEqual(
      Object.keys(policy([together!])).filter((key) => /^(valid|remed).*(Stack|Resource)$/.test(key)),
      ["validateStack"],
    );
  });

  it("reports a breach at its level, and an unknown as advisory", async () => {
    assert.deepEqual(await analyzed({ locked: true }), []);
    assert.deepEqual(await analyzed({ locked: false }), ["mandatory door-locked: locked is false"]);
    assert.deepEqual(await analyzed({ locked: false }, { level: "advisory" }), [
      "advisory door-locked: locked is false",
    ]);
    const [unknown = ""] = await analyzed({ locked: unknownString });
    assert.match(unknown, /^advisory door-locked: undetermined: .*locked/);
  });

  it("reports an excused breach as advisory, with the excuse", async () => {
    assert.deepEqual(await analyzed({ locked: false }, { excuse: () => "excused by the house" }), [
      "advisory door-locked: locked is false (excused by the house)",
    ]);
  });

  it("says nothing about resources of other types, before or after decoding them", async () => {
    assert.deepEqual(await analyzed({ locked: false }, {}, "window"), []);
    const twoTypes = { ...rule, checks: [on<any>(["door", "gate"], () => ["seen"])] };
    const request = resourceMessage(new proto.AnalyzeRequest(), "front", {}, "window");
    assert.deepEqual(told(await ask("makeAnalyzeRpcFun", request, {}, twoTypes)), []);
  });

  it("judges the stack by the outputs that Pulumi shows", async () => {
    const request = new proto.AnalyzeStackRequest();
    request.setResourcesList([resourceMessage(new proto.AnalyzerResource(), "front", { locked: true })]);
    const fussy = {
      ...rule,
      parameters: { ...rule.parameters!, properties: { least: { type: "integer", default: 2 } } },
    };
    assert.deepEqual(told(await ask("makeAnalyzeStackRpcFun", request)), []);
    assert.deepEqual(told(await ask("makeAnalyzeStackRpcFun", request, {}, fussy)), [
      "mandatory door-locked: there are fewer than 2 doors",
    ]);
  });

  it("knows a resource's id, which Pulumi shows among the outputs", async () => {
    const request = new proto.AnalyzeStackRequest();
    request.setResourcesList([resourceMessage(new proto.AnalyzerResource(), "front", { id: "d-1" })]);
    const naming: Rule = { ...rule, checks: [across<any>("door", ({ id }) => [`its id is ${id}`])] };
    assert.deepEqual(told(await ask("makeAnalyzeStackRpcFun", request, {}, naming)), [
      "mandatory door-locked: its id is d-1",
    ]);
  });

  it("repairs a breach in place: objects merge, and secrets and unknowns beside it stay what they are", async () => {
    const beside = { lock: { key: secret("hunter2") }, later: unknownString };
    const repaired = async (inputs: object, options: PolicyOptions = {}) => {
      const request = resourceMessage(new proto.AnalyzeRequest(), "front", inputs);
      const response = await ask("makeRemediateRpcFun", request, { level: "remediate", ...options });
      return response
        .getRemediationsList()
        .map((message: proto.Remediation) => message.getProperties()?.toJavaScript());
    };
    assert.deepEqual(await repaired({ locked: false, ...beside }), [
      { locked: true, later: unknownString, lock: { key: secret("hunter2"), kind: "bolt" } },
    ]);
    assert.deepEqual(await repaired({ locked: true, ...beside }), []);
    assert.deepEqual(await repaired({ locked: unknownString }), []);
    assert.deepEqual(await repaired({ locked: false }, { excuse: () => "excused" }), []);
  });
});
