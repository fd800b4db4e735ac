import * as assert from "node:assert/strict";
import { across, on, type Rule } from "../../../policies/core/rule";
import type { Resource } from "../../../policies/core/stack";
import { secret, unknownString } from "../../../policies/core/value";
import { Session } from "../../../policies/pack/session";
import { Decisions, defaultSettings, type Exception, type Level } from "../../../policies/settings/decisions";

describe("Session", () => {
  const words = { severity: "high", why: "why", catalogue: [] } as const;
  const locked: Rule = {
    ...words,
    id: "door-locked",
    title: "Doors must be locked",
    fix: "Set locked to true.",
    checks: [on<any>("door", (door) => (door.at("locked").boolean() ? [] : [`locked is ${door.at("locked").raw()}`]))],
    remediation: { door: { locked: true } },
  };
  const labelled: Rule = {
    ...words,
    id: "door-labelled",
    title: "Doors must carry a label of some length",
    fix: "Set label.",
    parameters: {
      type: "object",
      properties: { length: { type: "integer", default: 1 } },
      additionalProperties: false,
    },
    checks: [
      on<any>("door", (door, { parameters }) => {
        const label = door.at("label").string() ?? "";
        return label.length < (parameters as { length: number }).length ? [`label is "${label}"`] : [];
      }),
    ],
    remediation: { door: { label: "a label that is long" } },
  };
  const paired: Rule = {
    ...words,
    id: "door-paired",
    title: "Doors must come in pairs",
    fix: "Add a door.",
    checks: [
      across<any>("door", (door, { graph }) =>
        graph.all("door").length < 2 ? [`${door.at("label").string()} is alone`] : [],
      ),
    ],
  };
  const rules = [locked, labelled, paired];

  const door = (name: string, inputs: Record<string, unknown>): Resource => ({
    urn: `urn:pulumi:test::test::door::${name}`,
    type: "door",
    name,
    inputs,
    propertyDependencies: {},
  });
  const shown = (resource: Resource, outputs = resource.inputs): Resource => ({ ...resource, inputs: {}, outputs });

  function session(levels: Record<string, Level> = {}, exceptions: Exception[] = []): Session {
    const settings = { ...defaultSettings, levels: { rules: levels }, exceptions };
    return new Session(rules, new Decisions(rules, settings));
  }

  function told(diagnostics: ReturnType<Session["analyze"]>): string[] {
    return diagnostics.map(
      ({ enforcementLevel, policyName, message }) => `${enforcementLevel} ${policyName}: ${message.split("\n")[0]}`,
    );
  }

  it("tells each finding with its rule's own name, title, level, severity and fix", () => {
    const [diagnostic] = session({ "door-locked": "advisory" }).analyze(
      door("front", { locked: false, label: "front" }),
    );
    assert.deepEqual(diagnostic, {
      policyName: "door-locked",
      description: "Doors must be locked",
      message: "locked is false\nSet locked to true.",
      enforcementLevel: "advisory",
      severity: "high",
      urn: "urn:pulumi:test::test::door::front",
    });
  });

  it("runs checks of a single resource before it is made, and checks of the stack at the end", () => {
    const judged = session();
    const front = door("front", { locked: false, label: "front" });
    assert.deepEqual(told(judged.analyze(front)), ["mandatory door-locked: locked is false"]);
    assert.deepEqual(told(judged.analyzeStack([shown(front)])), ["mandatory door-paired: front is alone"]);
  });

  it("judges the stack by the inputs that were declared, whatever the outputs say", () => {
    const judged = session();
    const front = door("front", { locked: true, label: "declared" });
    judged.analyze(front);
    assert.deepEqual(told(judged.analyzeStack([shown(front, { label: "answered" })])), [
      "mandatory door-paired: declared is alone",
    ]);
  });

  it("does not judge a resource that was never shown before it was made, unless none was", () => {
    const judged = session({ "door-labelled": "disabled" });
    const [front, given] = [door("front", { locked: true }), door("given", { label: "given" })];
    judged.analyze({ ...front, type: "window" });
    assert.deepEqual(judged.analyzeStack([shown(given)]), []);
    assert.deepEqual(told(session().analyzeStack([shown(given)])), ["mandatory door-paired: given is alone"]);
  });

  it("tells an unknown once for a rule and resource, as advisory, and still tells the rest", () => {
    const judged = session();
    const front = door("front", { locked: unknownString, label: "" });
    assert.deepEqual(told(judged.analyze(front)), [
      "advisory door-locked: undetermined: locked is not known yet",
      'mandatory door-labelled: label is ""',
    ]);
    assert.deepEqual(judged.analyze(front).length, 1);
  });

  it("masks what is secret", () => {
    const judged = session({ "door-labelled": "mandatory" });
    judged.configure(new Map([["door-labelled", { level: "mandatory", parameters: { length: 99 } }]]));
    const [, labelled] = told(judged.analyze(door("front", { locked: false, label: secret("hunter2") })));
    assert.equal(labelled, 'mandatory door-labelled: label is "[secret]"');
  });

  it("leaves a disabled rule out, and obeys what it is configured to later", () => {
    const judged = session({ "door-locked": "disabled" });
    const front = door("front", { locked: false, label: "front" });
    assert.deepEqual(told(judged.analyze(front)), []);
    judged.configure(
      new Map([
        ["door-locked", { level: "advisory", parameters: {} }],
        ["door-labelled", { level: "mandatory", parameters: { length: 6 } }],
      ]),
    );
    assert.deepEqual(told(judged.analyze(front)), [
      "advisory door-locked: locked is false",
      'mandatory door-labelled: label is "front"',
    ]);
  });

  it("tells an excused finding as advisory, and does not repair it", () => {
    const exception = {
      rule: "door-locked",
      resource: "*::front",
      reason: "no thieves here",
      owner: "house",
      expires: "2999-12-31",
    };
    const judged = session({ "door-locked": "remediate" }, [exception]);
    const front = door("front", { locked: false, label: "front" });
    assert.deepEqual(told(judged.analyze(front)), [
      "advisory door-locked: locked is false (excused until 2999-12-31 by house: no thieves here)",
    ]);
    assert.deepEqual(judged.remediate(front), []);
  });

  it("repairs one rule after the other, each upon the result of those before", () => {
    const judged = session({ "door-locked": "remediate", "door-labelled": "remediate" });
    const kept = { secret: secret("hunter2"), later: unknownString };
    assert.ok(judged.mayRemediate("door"));
    assert.ok(!judged.mayRemediate("window"));
    assert.deepEqual(
      judged
        .remediate(door("front", { locked: false, ...kept }))
        .map(({ policyName, properties }) => [policyName, properties]),
      [
        ["door-locked", { locked: true, ...kept }],
        ["door-labelled", { locked: true, label: "a label that is long", ...kept }],
      ],
    );
  });

  it("repairs only breaches, and reports at level remediate as mandatory what is still one", () => {
    const judged = session({ "door-locked": "remediate", "door-paired": "remediate" });
    assert.deepEqual(judged.remediate(door("front", { locked: true, label: "front" })), []);
    assert.deepEqual(judged.remediate(door("front", { locked: unknownString, label: "front" })), []);
    const front = door("front", { locked: false, label: "front" });
    assert.deepEqual(told(judged.analyze(front)), ["mandatory door-locked: locked is false"]);
    assert.deepEqual(told(judged.analyzeStack([shown(front)])), ["mandatory door-paired: front is alone"]);
  });
});
