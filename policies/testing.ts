import * as assert from "node:assert/strict";
import type { Unwrap } from "@pulumi/pulumi";
import { evaluate, type EvaluateOptions, type Finding } from "./core/evaluate";
import type { Rule } from "./core/rule";
import type { Resource } from "./core/stack";
import { unknownString } from "./core/value";
import type { ResourceArgs } from "./facts/resource-types";

/** Stands for a value that is known only after deployment. */
export const unknown = unknownString as any;

export interface RuleCases {
  /** Stacks that comply. */
  readonly passes: Readonly<Record<string, readonly Resource[]>>;
  /** Stacks that breach the rule, with every observation expected, in order. */
  readonly violates: Readonly<
    Record<string, { readonly stack: readonly Resource[]; readonly observes: readonly string[] }>
  >;
  /** Stacks whose answer is known only after deployment. */
  readonly undetermined?: Readonly<Record<string, readonly Resource[]>>;
  /** The rule's parameters. @default the rule's defaults */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** The time to judge by. @default now */
  readonly now?: Date;
}

export interface ResourceOptions {
  /** @default "subject" */
  readonly name?: string;
  readonly id?: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
  readonly provider?: Resource;
  readonly external?: boolean;
}

/** What the test framework offers: mocha's, or another one's of the same shape. */
declare function describe(title: string, body: () => void): void;
declare function it(title: string, body: () => void): void;

/**
 * A resource as a preview shows it. A resource in place of a value is a reference: the value becomes unknown, and the
 * dependency is recorded.
 *
 * @param type - the type token, such as `aws:s3/bucket:Bucket`
 */
export function resource<Token extends keyof ResourceArgs>(
  type: Token,
  inputs: Referring<Unwrap<ResourceArgs[Token]>>,
  options?: ResourceOptions,
): Resource;
export function resource<Type extends string>(
  type: Type extends keyof ResourceArgs ? never : Type,
  inputs: Record<string, unknown>,
  options?: ResourceOptions,
): Resource;
export function resource(type: string, inputs: object, options: ResourceOptions = {}): Resource {
  const { name = "subject", provider, ...rest } = options;
  const propertyDependencies: Record<string, string[]> = {};
  const declared = Object.entries(inputs)
    .filter(([, value]) => value !== undefined)
    .map(([property, value]) => {
      const urns: string[] = [];
      const plain = withoutReferences(value, urns);
      propertyDependencies[property] = urns;
      return [property, plain];
    });
  return {
    urn: `urn:pulumi:test::test::${type}::${name}`,
    type,
    name,
    inputs: Object.fromEntries(declared) as Record<string, unknown>,
    propertyDependencies,
    ...(provider ? { provider: provider.urn } : {}),
    ...rest,
  };
}

type Referring<T> = { [Key in keyof T]?: any extends T[Key] ? any : Referring<T[Key]> | Resource };

function withoutReferences(value: unknown, urns: string[]): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("urn" in value && "propertyDependencies" in value) {
    urns.push((value as Resource).urn);
    return unknownString;
  }
  if (Array.isArray(value)) return value.map((element) => withoutReferences(element, urns));
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutReferences(member, urns)]));
}

/**
 * Declares four tests per named case, for mocha or another framework with `describe` and `it`. The rule judges the stack
 * as the command reads it, and as @pulumi/policy hands it over, behind a proxy that throws on unknowns. And whichever value
 * of the stack becomes unknown, a breach never becomes a pass, nor a pass a breach; an unrelated one changes nothing.
 */
export function testRule(rule: Rule, cases: RuleCases): void {
  const { passes, violates, undetermined = {}, parameters, now } = cases;
  const options: EvaluateOptions = { parameters: { [rule.id]: parameters ?? {} }, ...(now ? { now } : {}) };
  const outcomes = (stack: readonly Resource[]) => evaluate([rule], stack, options).map(({ outcome }) => outcome);
  describe(rule.id, () => {
    for (const [name, { stack }] of Object.entries(violates)) {
      it(`never passes, whatever is unknown: ${name}`, () => {
        for (const { where, stack: less } of withUnknowns(stack)) {
          assert.notDeepEqual(outcomes(less), [], `it complies where ${where} is unknown`);
        }
      });
    }
    for (const [name, stack] of Object.entries(passes)) {
      it(`is never violated, whatever is unknown: ${name}`, () => {
        for (const { where, stack: less } of withUnknowns(stack)) {
          assert.ok(!outcomes(less).includes("breach"), `it breaches where ${where} is unknown`);
        }
      });
    }
    for (const [name, stack] of Object.entries({ ...passes, ...stacksOf(violates), ...undetermined })) {
      it(`answers the same when an unrelated property is unknown: ${name}`, () => {
        const more = stack.map((resource) => ({
          ...resource,
          inputs: { ...resource.inputs, unrelated: unknownString },
        }));
        assert.deepEqual(outcomes(more), outcomes(stack));
      });
    }
    for (const [way, see] of ways) {
      const judged = (stack: readonly Resource[]) => evaluate([rule], see(distinct(stack)), options);
      for (const [name, stack] of Object.entries(passes)) {
        it(`passes${way}: ${name}`, () => assert.deepEqual(judged(stack).map(spoken), []));
      }
      for (const [name, { stack, observes }] of Object.entries(violates)) {
        it(`violates${way}: ${name}`, () => {
          const breaches = judged(stack).filter(({ outcome }) => outcome === "breach");
          assert.deepEqual(
            breaches.map(({ observation }) => observation),
            observes,
          );
        });
      }
      for (const [name, stack] of Object.entries(undetermined)) {
        it(`is undetermined${way}: ${name}`, () => {
          const findings = judged(stack);
          assert.ok(findings.length > 0, "expected an undetermined finding, got none");
          assert.deepEqual(findings.filter(({ outcome }) => outcome === "breach").map(spoken), []);
        });
      }
    }
  });
}

function stacksOf(violates: RuleCases["violates"]): Record<string, readonly Resource[]> {
  return Object.fromEntries(Object.entries(violates).map(([name, { stack }]) => [name, stack]));
}

/** For each value in the stack, at any depth: the stack with that value unknown. */
function* withUnknowns(stack: readonly Resource[]): Generator<{ readonly where: string; readonly stack: Resource[] }> {
  for (const [index, resource] of stack.entries()) {
    for (const path of pathsIn(resource.inputs)) {
      const inputs = replaced(resource.inputs, path) as Resource["inputs"];
      yield { where: [resource.name, ...path].join("."), stack: stack.with(index, { ...resource, inputs }) };
    }
  }
}

function* pathsIn(value: unknown): Generator<readonly string[]> {
  if (typeof value !== "object" || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    yield [name];
    for (const path of pathsIn(member)) yield [name, ...path];
  }
}

function replaced(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return unknownString;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[name] = replaced(copy[name], rest);
  return copy;
}

const ways: [way: string, see: (stack: readonly Resource[]) => readonly Resource[]][] = [
  ["", (stack) => stack],
  [" behind Pulumi's proxy", (stack) => stack.map(behindProxy)],
];

function behindProxy(resource: Resource): Resource {
  // Loaded here, because only tests need it.
  const { unknownCheckingProxy } = require("@pulumi/policy/proxy") as {
    unknownCheckingProxy: (properties: object) => Record<string, unknown>;
  };
  return { ...resource, inputs: unknownCheckingProxy(resource.inputs) };
}

function distinct(stack: readonly Resource[]): readonly Resource[] {
  const urns = stack.map(({ urn }) => urn);
  assert.equal(new Set(urns).size, urns.length, `expected resources of different names, got ${urns.join(", ")}`);
  return stack;
}

function spoken({ outcome, observation }: Finding): string {
  return `${outcome}: ${observation}`;
}
