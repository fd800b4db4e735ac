import { type Finding, Judge } from "../core/evaluate";
import { messageOf } from "../core/pulumi-policy";
import { remediated } from "../core/remediate";
import type { Rule } from "../core/rule";
import type { Resource } from "../core/stack";
import type { Decisions, Excuse, Level } from "../settings/decisions";

/** A rule's level and parameters as Pulumi settled them from guardrails.yaml and `--policy-pack-config`. */
export interface Configuration {
  readonly level: Level;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What Pulumi is told about a finding. */
export interface Diagnostic {
  readonly policyName: string;
  readonly description: string;
  readonly message: string;
  readonly enforcementLevel: Level;
  readonly severity: Rule["severity"];
  readonly urn: string;
}

/** A resource's inputs after a rule repaired them. */
export interface Remediation {
  readonly policyName: string;
  readonly description: string;
  readonly properties: Record<string, unknown>;
}

/** One preview or update: Pulumi shows every resource before it is made, and at the end the whole stack. */
export class Session {
  private configurations: ReadonlyMap<string, Configuration>;
  private judge: Judge;
  /** By type: the rules that repair such a resource, each with its own judge. */
  private repairs: ReadonlyMap<string, readonly { readonly rule: Rule; readonly judge: Judge }[]>;
  private readonly seen = new Map<string, Resource["inputs"]>();
  private readonly undetermined = new Set<string>();

  constructor(
    private readonly rules: readonly Rule[],
    private readonly decisions: Decisions,
  ) {
    const parameters = decisions.parameters();
    this.configurations = new Map(
      rules.map((rule) => [rule.id, { level: decisions.level(rule), parameters: parameters[rule.id] ?? {} }]),
    );
    this.judge = this.judgeOf(rules);
    this.repairs = this.repairsByType();
  }

  /** @param given - by rule id; a rule without one keeps its own */
  configure(given: ReadonlyMap<string, Configuration>): void {
    this.configurations = new Map([...this.configurations, ...given]);
    this.judge = this.judgeOf(this.rules);
    this.repairs = this.repairsByType();
  }

  /** Runs the checks that need only the resource. The inputs are kept, because Pulumi shows outputs alone at the end. */
  analyze(resource: Resource): Diagnostic[] {
    this.seen.set(resource.urn, resource.inputs);
    return this.tell(this.judge.resource(resource));
  }

  /**
   * Runs the checks that need the whole stack.
   *
   * @param resources - with what Pulumi shows as `outputs`
   */
  analyzeStack(resources: readonly Resource[]): Diagnostic[] {
    const stack = resources.map((resource) => this.asDeclared(resource));
    const diagnostics = this.tell(this.judge.stack(stack, "stack"));
    this.seen.clear();
    this.undetermined.clear();
    return diagnostics;
  }

  /** Whether any rule at level `remediate` repairs resources of this type. */
  mayRemediate(type: string): boolean {
    return this.repairs.has(type);
  }

  /** Repairs what rules at level `remediate` can, one after the other, each upon the result of those before. */
  remediate(resource: Resource): Remediation[] {
    const remediations: Remediation[] = [];
    let current = resource;
    for (const { rule, judge } of this.repairs.get(resource.type) ?? []) {
      const counts = (finding: Finding) => finding.outcome === "breach" && !this.decisions.decide(finding).excused;
      if (!judge.resource(current).some(counts)) continue;
      const properties = remediated(rule, current);
      if (!properties) continue;
      remediations.push({ policyName: rule.id, description: rule.title, properties });
      current = { ...current, inputs: properties };
    }
    return remediations;
  }

  /** A resource that was never shown before it was made is read, not made, by the program: `SomeResource.get(…)`. */
  private asDeclared(resource: Resource): Resource {
    const inputs = this.seen.get(resource.urn);
    if (inputs) return { ...resource, inputs };
    return { ...resource, inputs: resource.outputs ?? {}, ...(this.seen.size > 0 ? { external: true } : {}) };
  }

  private tell(findings: readonly Finding[]): Diagnostic[] {
    return findings.filter((finding) => this.isNew(finding)).map((finding) => this.diagnostic(finding));
  }

  /** A rule may be undecided twice about a resource, alone and within the stack; once is enough to say. */
  private isNew({ rule, resource, outcome }: Finding): boolean {
    if (outcome !== "undetermined") return true;
    const key = `${rule.id} ${resource.urn}`;
    const isNew = !this.undetermined.has(key);
    this.undetermined.add(key);
    return isNew;
  }

  private diagnostic(finding: Finding): Diagnostic {
    const { rule, resource, outcome } = finding;
    const { excused } = this.decisions.decide(finding);
    const isAdvisory = outcome === "undetermined" || excused !== null;
    return {
      policyName: rule.id,
      description: rule.title,
      message: messageOf(finding, excused ? spokenExcuse(excused) : undefined),
      enforcementLevel: isAdvisory ? "advisory" : reported(this.levelOf(rule)),
      severity: rule.severity,
      urn: resource.urn,
    };
  }

  private levelOf(rule: Rule): Level {
    return this.configurations.get(rule.id)?.level ?? "mandatory";
  }

  private judgeOf(rules: readonly Rule[]): Judge {
    const parameters = Object.fromEntries([...this.configurations].map(([id, { parameters }]) => [id, parameters]));
    return new Judge(
      rules.filter((rule) => this.levelOf(rule) !== "disabled"),
      { parameters },
    );
  }

  private repairsByType(): Map<string, { rule: Rule; judge: Judge }[]> {
    const repairs = new Map<string, { rule: Rule; judge: Judge }[]>();
    for (const rule of this.rules.filter((candidate) => this.levelOf(candidate) === "remediate")) {
      const repair = { rule, judge: this.judgeOf([rule]) };
      for (const type of Object.keys(rule.remediation ?? {})) repairs.set(type, [...(repairs.get(type) ?? []), repair]);
    }
    return repairs;
  }
}

export function spokenExcuse({ reason, owner, expires }: Excuse): string {
  return expires === null ? `excused: ${reason}` : `excused until ${expires} by ${owner}: ${reason}`;
}

/** What is still wrong after remediation stops the deployment. */
function reported(level: Level): Level {
  return level === "remediate" ? "mandatory" : level;
}
