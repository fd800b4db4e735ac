import * as assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import { Subject } from "../../../policies/core/graph";
import type { Rule } from "../../../policies/core/rule";
import { secret, unknownString } from "../../../policies/core/value";
import { configurationsOf, resourceOf, stackResourceOf } from "../../../policies/pack/requests";
import { analyzeResponse, levelOf, remediateResponse } from "../../../policies/pack/responses";

const { Struct } = createRequire(require.resolve("@pulumi/policy"))("google-protobuf/google/protobuf/struct_pb") as {
  Struct: { fromJavaScript(value: object): any };
};

const identity = { name: "pack", version: "1.2.3" };
const urn = "urn:pulumi:test::test::aws:kms/key:Key::key";

describe("Pulumi's messages to a policy pack", () => {
  it("hold a resource whose unknowns and secrets stay marked", () => {
    const inputs = { later: unknownString, hidden: secret("x"), list: [1, { deep: true }], nothing: null };
    const request = new proto.AnalyzeRequest();
    request.setUrn(urn);
    request.setType("aws:kms/key:Key");
    request.setName("key");
    request.setProperties(Struct.fromJavaScript(inputs));
    const provider = new proto.AnalyzerProviderResource();
    provider.setUrn("urn:provider");
    request.setProvider(provider);
    assert.deepEqual(resourceOf(request), {
      urn,
      type: "aws:kms/key:Key",
      name: "key",
      inputs,
      propertyDependencies: {},
      provider: "urn:provider",
    });
  });

  it("hold, at the end, a resource's outputs, parent and dependencies", () => {
    const message = new proto.AnalyzerResource();
    message.setUrn(urn);
    message.setType("aws:kms/key:Key");
    message.setName("key");
    message.setParent("urn:parent");
    message.setProperties(Struct.fromJavaScript({ arn: "arn" }));
    const dependencies = new proto.AnalyzerPropertyDependencies();
    dependencies.setUrnsList(["urn:a", "urn:b"]);
    message.getPropertydependenciesMap().set("policy", dependencies);
    assert.deepEqual(stackResourceOf(message), {
      urn,
      type: "aws:kms/key:Key",
      name: "key",
      inputs: {},
      outputs: { arn: "arn" },
      propertyDependencies: { policy: ["urn:a", "urn:b"] },
      parent: "urn:parent",
    });
  });

  it("hold, at the end, a resource's id among its outputs, as far as it is known", () => {
    const idIn = (outputs: object) => {
      const message = new proto.AnalyzerResource();
      message.setProperties(Struct.fromJavaScript(outputs));
      return new Subject(stackResourceOf(message)).id;
    };
    assert.deepEqual([{ id: "vpc-1" }, { id: unknownString }, {}].map(idIn), ["vpc-1", undefined, undefined]);
  });

  it("hold levels and parameters by rule, of which foreign ones are a user's mistake", () => {
    const rule = {
      id: "one",
      parameters: {
        type: "object",
        properties: { days: { type: "integer", default: 1 } },
        additionalProperties: false,
      },
    } as unknown as Rule;
    const request = (id: string, parameters: object) => {
      const message = new proto.ConfigureAnalyzerRequest();
      const configuration = new proto.PolicyConfig();
      configuration.setEnforcementlevel(proto.EnforcementLevel.REMEDIATE);
      configuration.setProperties(Struct.fromJavaScript(parameters));
      message.getPolicyconfigMap().set(id, configuration);
      return message;
    };
    assert.deepEqual(
      [...configurationsOf(request("one", { days: 3 }), [rule], levelOf)],
      [["one", { level: "remediate", parameters: { days: 3 } }]],
    );
    assert.deepEqual([...configurationsOf(request("all", {}), [rule], levelOf)], []);
    assert.throws(() => configurationsOf(request("two", {}), [rule], levelOf), {
      name: "UserError",
      message: 'policy pack config: expected the id of a rule, got "two"',
    });
    assert.throws(() => configurationsOf(request("one", { dyas: 3 }), [rule], levelOf), {
      message: 'policy pack config: one: expected one of days, got "dyas"',
    });
  });
});

describe("the pack's answers to Pulumi", () => {
  it("carry name, title, message, level, severity and URN of every diagnostic, and the pack's name and version", () => {
    const diagnostic = {
      policyName: "one",
      description: "Title",
      message: "seen",
      enforcementLevel: "advisory",
      severity: "critical",
      urn,
    } as const;
    const [message] = sent(analyzeResponse(identity, [diagnostic]), proto.AnalyzeResponse).getDiagnosticsList();
    assert.deepEqual(
      [
        ...[message?.getPolicyname(), message?.getDescription(), message?.getMessage(), message?.getUrn()],
        ...[message?.getEnforcementlevel(), message?.getSeverity()],
        ...[message?.getPolicypackname(), message?.getPolicypackversion()],
      ],
      [
        ...["one", "Title", "seen", urn],
        ...[proto.EnforcementLevel.ADVISORY, proto.PolicySeverity.POLICY_SEVERITY_CRITICAL],
        ...["pack", "1.2.3"],
      ],
    );
  });

  it("carry repaired properties with unknowns and secrets as they came", () => {
    const properties = { later: unknownString, hidden: secret("x"), list: [], deep: { on: true, off: null } };
    const response = remediateResponse(identity, [{ policyName: "one", description: "Title", properties }]);
    const [message] = sent(response, proto.RemediateResponse).getRemediationsList();
    assert.equal(message?.getPolicyname(), "one");
    assert.deepEqual(message?.getProperties()?.toJavaScript(), properties);
  });

  it("know every level that Pulumi has", () => {
    const { ADVISORY, MANDATORY, DISABLED, REMEDIATE } = proto.EnforcementLevel;
    assert.deepEqual([ADVISORY, MANDATORY, DISABLED, REMEDIATE].map(levelOf), [
      "advisory",
      "mandatory",
      "disabled",
      "remediate",
    ]);
    assert.throws(() => levelOf(9), /expected an enforcement level, got 9/);
  });
});

/** What arrives at the other end of the wire. */
function sent<Message>(
  message: { serializeBinary(): Uint8Array },
  type: { deserializeBinary(bytes: Uint8Array): Message },
): Message {
  return type.deserializeBinary(message.serializeBinary());
}
