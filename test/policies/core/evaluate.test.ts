import * as assert from "node:assert/strict";
import { evaluate, Judge } from "../../../policies/core/evaluate";
import { across, on, type Rule, when } from "../../../policies/core/rule";
import { secret } from "../../../policies/core/value";
import { resource, unknown } from "../../../policies/testing";

const type = "acme:index/door:Door";

const locked: Rule = {
  id: "door-locked",
  title: "Doors must be locked",
  severity: "high",
  why: "An open door lets anyone in.",
  fix: "Set locked to true.",
  catalogue: [],
  parameters: {
    type: "object",
    additionalProperties: false,
    properties: { alsoIn: { type: "string", default: "daytime" } },
  },
  checks: [
    on<{ locked: boolean; key: string }>(type, (door, { parameters }) =>
      when(door.at("locked").boolean() !== true, `unlocked with ${door.at("key").string()} in ${parameters.alsoIn}`),
    ),
    across<{ locked: boolean; key: string }>(type, (_door, { graph }) =>
      when(graph.all(type).length > 2, "too many doors"),
    ),
  ],
};

const door = (inputs: object, name = "front") => resource(type, inputs as Record<string, unknown>, { name });

describe("evaluate", () => {
  it("gives a finding per observation, with the rule's parameters", () => {
    const found = (parameters?: object) =>
      evaluate([locked], [door({ key: "iron" })], { parameters: { "door-locked": { ...parameters } } });
    assert.deepEqual(
      found().map(({ outcome, observation }) => [outcome, observation]),
      [["breach", "unlocked with iron in daytime"]],
    );
    assert.equal(found({ alsoIn: "the dark" })[0]?.observation, "unlocked with iron in the dark");
  });

  it("silences one rule on one resource for an unknown, and nothing else", () => {
    const found = evaluate([locked], [door({ locked: unknown }), door({ key: "iron" }, "back")]);
    assert.deepEqual(
      found.map(({ resource, outcome }) => [resource.name, outcome]),
      [
        ["front", "undetermined"],
        ["back", "breach"],
      ],
    );
  });

  it("never quotes a secret, wherever in the stack it stands", () => {
    const found = evaluate(
      [locked],
      [door({ key: "tungsten" }), door({ locked: true, key: secret("tungsten") }, "back")],
    );
    assert.equal(found[0]?.observation, "unlocked with [secret] in daytime");
  });

  it("does not judge what the program only reads", () => {
    assert.deepEqual(evaluate([locked], [{ ...door({}), external: true }]), []);
  });

  it("runs the checks that need no more than one resource apart from those that need the stack", () => {
    const judge = new Judge([locked]);
    const stack = ["a", "b", "c"].map((name) => door({ locked: true }, name));
    assert.deepEqual(judge.stack(stack, "resource"), []);
    assert.equal(judge.stack(stack, "stack").length, 3);
  });

  it("lets errors of a rule out, with their stack", () => {
    const broken: Rule = { ...locked, checks: [on(type, () => assert.fail("ours"))] };
    assert.throws(() => evaluate([broken], [door({})]), /ours/);
  });
});
