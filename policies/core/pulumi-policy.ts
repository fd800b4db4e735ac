import { isObject } from "./json";
import type {
  EnforcementLevel,
  PolicyComplianceFramework,
  PolicyConfigSchema,
  PolicyResource,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { type Finding, Judge } from "./evaluate";
import type { Check, Rule } from "./rule";
import type { Resource } from "./stack";

export interface PolicyOptions {
  /** @default "mandatory" */
  readonly level?: EnforcementLevel;
  /** Why a finding does not count, as a phrase; undefined when it counts. @default nothing is excused */
  readonly excuse?: (finding: Finding) => string | undefined;
}

/** A rule as an ordinary policy. It has `validateResource`, `validateStack` or both, as the rule's checks need. */
export type RulePolicy = ResourceValidationPolicy & Partial<Pick<StackValidationPolicy, "validateStack">>;

/**
 * Makes an ordinary policy of a rule, for a PolicyPack of one's own. An undetermined finding and an excused one are
 * reported as advisory, whatever the policy's level. Pulumi hands policies secrets as plain text, so an observation
 * may quote one; the pack of this package does not go through here, and masks them.
 */
export function toPolicy(
  rule: Rule,
  { level = "mandatory", excuse = () => undefined }: PolicyOptions = {},
): RulePolicy {
  const framework = frameworkOf(rule);
  return {
    name: rule.id,
    displayName: rule.title,
    description: rule.title,
    enforcementLevel: level,
    severity: rule.severity,
    remediationSteps: rule.fix,
    ...(framework ? { framework } : {}),
    ...(rule.parameters
      ? { configSchema: { properties: rule.parameters.properties } as unknown as PolicyConfigSchema }
      : {}),
    ...(has(rule, "resource") ? { validateResource: gated(rule, "resource", resourceValidation(rule, excuse)) } : {}),
    ...(has(rule, "stack") ? { validateStack: stackValidation(rule, excuse) } : {}),
    ...(rule.remediation ? { remediateResource: remediation(rule, excuse) } : {}),
  };
}

/** What a policy says about a finding: what was seen, why it may not count, what to do. */
export function messageOf({ rule, outcome, observation }: Finding, excused: string | undefined): string {
  const seen = outcome === "undetermined" ? `undetermined: ${observation}` : observation;
  return [excused === undefined ? seen : `${seen} (${excused})`, rule.fix].join("\n");
}

type Excuse = NonNullable<PolicyOptions["excuse"]>;

/** The SDK takes an object in place of a message, and from it a level of its own; its declared type leaves that out. */
type Report = (violation: { message: string; urn: string; enforcementLevel?: EnforcementLevel }) => void;

function resourceValidation(rule: Rule, excuse: Excuse) {
  return (args: ResourceValidationArgs, reportViolation: ReportViolation): void => {
    if (!concerns(rule, args.type)) args.notApplicable(`Policy only applies to ${typesOf(rule).join(", ")}`);
    const judge = new Judge([rule], { parameters: { [rule.id]: args.getConfig() } });
    report(judge.resource(resourceOf(args)), excuse, reportViolation);
  };
}

function stackValidation(rule: Rule, excuse: Excuse) {
  return (args: StackValidationArgs, reportViolation: ReportViolation): void => {
    const judge = new Judge([rule], { parameters: { [rule.id]: args.getConfig() } });
    report(judge.stack(args.resources.map(stackResourceOf), "stack"), excuse, reportViolation);
  };
}

function remediation(rule: Rule, excuse: Excuse) {
  return (args: ResourceValidationArgs): Record<string, unknown> | undefined => {
    const patch = rule.remediation?.[args.type];
    if (!patch) return undefined;
    const judge = new Judge([rule], { parameters: { [rule.id]: args.getConfig() } });
    const counts = (finding: Finding) => finding.outcome === "breach" && excuse(finding) === undefined;
    if (!judge.resource(resourceOf(args)).some(counts)) return undefined;
    merge(args.props, patch);
    return args.props;
  };
}

/** Assigned in place, because copying would read what is not known yet; the SDK's proxies keep unknowns and secrets. */
function merge(properties: Record<string, any>, patch: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(patch)) {
    const present: unknown = isObject(value) ? properties[name] : undefined;
    if (isObject(value) && isObject(present)) merge(present, value);
    else properties[name] = value;
  }
}

function report(findings: readonly Finding[], excuse: Excuse, reportViolation: ReportViolation): void {
  for (const finding of findings) {
    const excused = excuse(finding);
    const isAdvisory = finding.outcome === "undetermined" || excused !== undefined;
    (reportViolation as unknown as Report)({
      message: messageOf(finding, excused),
      urn: finding.resource.urn,
      ...(isAdvisory ? { enforcementLevel: "advisory" } : {}),
    });
  }
}

function resourceOf({ urn, type, name, props, provider }: ResourceValidationArgs): Resource {
  return { urn, type, name, inputs: props, propertyDependencies: {}, ...(provider ? { provider: provider.urn } : {}) };
}

function stackResourceOf({ urn, type, name, props, provider, parent, propertyDependencies }: PolicyResource): Resource {
  const urns = Object.entries(propertyDependencies).map(([property, resources]) => [
    property,
    resources.map((resource) => resource.urn),
  ]);
  return {
    urn,
    type,
    name,
    inputs: props,
    outputs: props,
    propertyDependencies: Object.fromEntries(urns) as Record<string, string[]>,
    ...(provider ? { provider: provider.urn } : {}),
    ...(parent ? { parent: parent.urn } : {}),
  };
}

/** The SDK skips a function with a type before it decodes the resource for it. */
function gated<Validate extends object>(rule: Rule, needs: Check["needs"], validate: Validate): Validate {
  const types = typesOf(rule, needs);
  return types.length === 1 && types[0] !== "*" ? Object.assign(validate, { __pulumiType: types[0] }) : validate;
}

function has(rule: Rule, needs: Check["needs"]): boolean {
  return rule.checks.some((check) => check.needs === needs);
}

function concerns(rule: Rule, type: string): boolean {
  const types = typesOf(rule, "resource");
  return types.includes(type) || types.includes("*");
}

function typesOf(rule: Rule, needs?: Check["needs"]): string[] {
  const checks = rule.checks.filter((check) => needs === undefined || check.needs === needs);
  return [...new Set(checks.flatMap((check) => check.types))];
}

function frameworkOf({ controls, title }: Rule): PolicyComplianceFramework | undefined {
  const reference = controls?.FSBP?.join(", ") ?? "";
  if (reference === "") return undefined;
  return { name: "AWS Foundational Security Best Practices", version: "1.0.0", reference, specification: title };
}
