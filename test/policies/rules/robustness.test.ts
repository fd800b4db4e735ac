import * as assert from "node:assert/strict";
import fc from "fast-check";
import { evaluate } from "../../../policies/core/evaluate";
import type { Resource } from "../../../policies/core/stack";
import { secret, unknownString } from "../../../policies/core/value";
import { catalogue } from "../../../policies/rules/catalogue";

/** Every property that a rule reads is there, and holds anything. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    "",
    "*",
    "0.0.0.0/0",
    "::/0",
    "300.1.1.1/99",
    "arn:aws:s3:::x",
    "{",
    '{"Statement":{"Effect":"Allow","Principal":"*","Action":5,"Resource":[null,{}]}}',
    '[{"name":"web","environment":[{"name":1}]}]',
    "tcp",
    "-1",
    22,
    -1,
    Number.MAX_SAFE_INTEGER,
    true,
    false,
    unknownString,
    "[secret]",
    secret("hush"),
    secret(unknownString),
  ),
  fc.string(),
  fc.json(),
);

interface Plan {
  readonly leaf: readonly unknown[];
  readonly shape: readonly number[];
}

const plan: fc.Arbitrary<Plan> = fc.record({
  leaf: fc.array(anything, { minLength: 1, maxLength: 12 }),
  shape: fc.array(fc.nat(9), { minLength: 1, maxLength: 12 }),
});

/** An object that answers every property, differently by path, the same each time. */
function chaos({ leaf, shape }: Plan, path = ""): Record<string, unknown> {
  const answer = (name: string): unknown => {
    const here = `${path}.${name}`;
    const pick = Array.from(here).reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) >>> 0, 7);
    const kind = path.split(".").length > 4 ? 0 : (shape[pick % shape.length] as number);
    if (kind >= 8) return chaos({ leaf, shape }, here);
    if (kind === 7) return [chaos({ leaf, shape }, here), leaf[pick % leaf.length], chaos({ leaf, shape }, `${here}+`)];
    return leaf[pick % leaf.length];
  };
  const names = ["a", "Effect", "Statement", "name"];
  return new Proxy(
    {},
    {
      get: (_target, name) => (typeof name === "string" && name !== "toJSON" ? answer(name) : undefined),
      has: () => true,
      ownKeys: () => names,
      getOwnPropertyDescriptor: (_target, name) => ({
        configurable: true,
        enumerable: true,
        value: answer(String(name)),
      }),
    },
  );
}

const types = [...new Set(catalogue.flatMap(({ checks }) => checks.flatMap((check) => check.types)))].map((type) =>
  type === "*" ? "aws:ec2/vpc:Vpc" : type,
);
const urnOf = (index: number) => `urn:pulumi:test::test::${types[index % types.length] ?? ""}::r${index}`;

const stacks = fc
  .array(
    fc.record({
      inputs: plan,
      outputs: fc.option(plan),
      refersTo: fc.array(fc.nat(3 * types.length), { maxLength: 3 }),
    }),
    {
      minLength: types.length,
      maxLength: 2 * types.length,
      size: "max",
    },
  )
  .map((parts) =>
    parts.map(({ inputs, outputs, refersTo }, index): Resource => {
      const urns = refersTo.map(urnOf);
      return {
        urn: urnOf(index),
        type: types[index % types.length] ?? "",
        name: `r${index}`,
        inputs: chaos(inputs),
        ...(outputs ? { outputs: chaos(outputs), id: `id-${index}` } : {}),
        propertyDependencies: new Proxy({}, { get: () => urns }),
      };
    }),
  );

describe("the catalogue", () => {
  it("never throws, whatever its resources hold and however they refer to each other", function () {
    this.timeout(120_000);
    fc.assert(
      fc.property(stacks, (resources) => {
        for (const { observation } of evaluate(catalogue, resources)) {
          assert.doesNotMatch(observation, /undefined|\[object|hush|NaN/);
        }
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});
