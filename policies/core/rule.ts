import type { Graph, Subject } from "./graph";

export const severities = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

/** Ids by framework or tool, such as `{ "Security Hub": ["EC2.13"] }`. */
export type Ids = Readonly<Record<string, readonly string[]>>;

/** One phrase per problem seen, naming the property and its value. None: the resource complies. */
export type Observations = readonly string[];

/** What a check may ask besides the resource itself. */
export interface Context<Parameters = any> {
  readonly graph: Graph;
  /** The rule's parameters, defaults filled in. */
  readonly parameters: Parameters;
  /** The time to judge by: dates in tables age. */
  readonly now: Date;
}

/** Looks at every resource of the given types. `needs` says how much of the stack it has to see. */
export interface Check {
  /** Type tokens, or `*` for every managed resource of any provider. */
  readonly types: readonly string[];
  readonly needs: "resource" | "stack";
  observe(resource: Subject<any>, context: Context): Observations;
}

/** A JSON schema of an object whose properties all have a `default`. */
export interface ParameterSchema {
  readonly type: "object";
  readonly properties: Readonly<Record<string, Readonly<Record<string, unknown>> & { readonly default: unknown }>>;
  readonly additionalProperties: false;
}

/** A requirement as data: what must hold, why, how to repair it, and the checks that look for breaches. */
export interface Rule {
  /** `<service>-<subject>-<requirement>`, the same words as the file path. Never renamed or reused. */
  readonly id: string;
  /** The requirement in one sentence with "must". */
  readonly title: string;
  readonly severity: Severity;
  /** What can go wrong while the requirement does not hold. */
  readonly why: string;
  /** What the author of the program changes, as an instruction that can be typed today. */
  readonly fix: string;
  /** Ids of the controls in AWS Security Hub (or, where it has none, of the tool that first named them). */
  readonly catalogue: readonly string[];
  /** Framework controls that this rule is evidence for. The catalogue fills them in from `catalogue`. */
  readonly controls?: Ids;
  /** What other tools call the same requirement. */
  readonly equivalents?: Ids;
  readonly parameters?: ParameterSchema;
  readonly checks: readonly Check[];
  /** By type token: properties that, merged into the resource's own, repair it without replacing it. */
  readonly remediation?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Whether a rule can be decided from single resources or has to see the whole stack. */
export function needs(rule: Rule): "resource" | "stack" {
  return rule.checks.some((check) => check.needs === "stack") ? "stack" : "resource";
}

/** The rule's parameters with every default filled in. */
export function parametersOf(rule: Rule, given: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const properties = Object.entries(rule.parameters?.properties ?? {});
  return { ...Object.fromEntries(properties.map(([name, schema]) => [name, schema.default])), ...given };
}

/** A check that needs only the resource itself, so it runs before anything is created. */
export function on<T>(
  types: string | readonly string[],
  observe: (resource: Subject<T>, context: Context) => Observations,
): Check {
  return { types: typeof types === "string" ? [types] : types, needs: "resource", observe };
}

/** A check that also asks the stack about other resources, so it runs once the stack is complete. */
export function across<T>(
  types: string | readonly string[],
  observe: (resource: Subject<T>, context: Context) => Observations,
): Check {
  return { types: typeof types === "string" ? [types] : types, needs: "stack", observe };
}

/** `when(bad, "phrase")` reads as the sentence it is. */
export function when(isBreach: boolean | undefined, phrase: string): Observations {
  return isBreach ? [phrase] : [];
}
