import { Graph, Subject } from "./graph";
import { redactor } from "./redact";
import { type Check, type Context, parametersOf, type Rule } from "./rule";
import type { Resource } from "./stack";
import { isNotKnown } from "./value";

export type Outcome = "breach" | "undetermined";

/** One thing that one rule saw in one resource. */
export interface Finding {
  readonly rule: Rule;
  readonly resource: Resource;
  /** `undetermined`: the check read a value that is known only after deployment, so it could not decide. */
  readonly outcome: Outcome;
  /** A lower-case phrase with the property and the value found. Never a secret. */
  readonly observation: string;
}

export interface EvaluateOptions {
  /** Parameters by rule id, merged over the rule's defaults. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** The time to judge by. @default now */
  readonly now?: Date;
}

interface Assignment {
  readonly rule: Rule;
  readonly check: Check;
  readonly parameters: Record<string, unknown>;
}

/** Holds every resource against every rule. The same stack always gives the same findings in the same order. */
export function evaluate(rules: readonly Rule[], resources: readonly Resource[], options?: EvaluateOptions): Finding[] {
  return new Judge(rules, options).stack(resources);
}

/** A catalogue made ready to judge: checks by resource type, so that a resource meets only those that concern it. */
export class Judge {
  private readonly byType = new Map<string, Assignment[]>();
  private readonly now: Date;

  constructor(rules: readonly Rule[], { parameters = {}, now = new Date() }: EvaluateOptions = {}) {
    this.now = now;
    for (const rule of rules) {
      const settled = parametersOf(rule, parameters[rule.id]);
      for (const check of rule.checks) {
        for (const type of check.types) {
          const assignments = this.byType.get(type);
          if (assignments) assignments.push({ rule, check, parameters: settled });
          else this.byType.set(type, [{ rule, check, parameters: settled }]);
        }
      }
    }
  }

  /** @param needs - only the checks that need this much of the stack. @default all checks */
  stack(resources: readonly Resource[], needs?: Check["needs"]): Finding[] {
    const graph = new Graph(resources);
    const findings: Finding[] = [];
    for (const resource of resources) this.judge(resource, graph, needs, findings);
    if (findings.length === 0) return findings;
    const redact = redactor(resources);
    return findings.map((finding) => ({ ...finding, observation: redact(finding.observation) }));
  }

  /** The checks that need only the resource itself. */
  resource(resource: Resource): Finding[] {
    return this.stack([resource], "resource");
  }

  private judge(resource: Resource, graph: Graph, needs: Check["needs"] | undefined, findings: Finding[]): void {
    if (resource.external) return;
    const specific = this.byType.get(resource.type);
    const general = this.byType.get("*");
    if (!specific && !general) return;
    const subject = new Subject(resource);
    const seen: Finding[] = [];
    for (const assignments of [specific, general]) {
      for (const { rule, check, parameters } of assignments ?? []) {
        if (needs !== undefined && check.needs !== needs) continue;
        observe(rule, check, subject, { graph, parameters, now: this.now }, seen);
      }
    }
    findings.push(...seen);
  }
}

/** An unknown value silences one check on one resource, never the rest of the stack. `seen` is of this resource only. */
function observe(rule: Rule, check: Check, subject: Subject, context: Context, seen: Finding[]): void {
  const { resource } = subject;
  try {
    for (const observation of check.observe(subject, context)) {
      seen.push({ rule, resource, outcome: "breach", observation });
    }
  } catch (error) {
    if (!isNotKnown(error)) throw error;
    const isRepeated = seen.some((finding) => finding.rule === rule && finding.outcome === "undetermined");
    if (!isRepeated) seen.push({ rule, resource, outcome: "undetermined", observation: error.message });
  }
}
