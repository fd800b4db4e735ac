/** The public API: the rules, what they are made of, and how to judge a stack by them. Importing it does nothing else. */
export { evaluate, type EvaluateOptions, type Finding, Judge, type Outcome } from "./core/evaluate";
export { Graph, Subject } from "./core/graph";
export { toPolicy } from "./core/pulumi-policy";
export { readStack } from "./core/read-stack";
export {
  type Check,
  type Context,
  type Ids,
  needs,
  type Observations,
  type ParameterSchema,
  type Rule,
  type Severity,
  when,
} from "./core/rule";
export type { Location, NotSeen, Resource, Stack } from "./core/stack";
export { UserError } from "./core/user-error";
export { each, isNotKnown, NotKnown, Value } from "./core/value";
export { across, on } from "./facts/check";
export { expect, saw } from "./facts/expect";
export { catalogue as rules } from "./rules/catalogue";
export { type Decision, Decisions, type Exception, type Level, type Settings } from "./settings/decisions";
export { loadSettings } from "./settings/load";
