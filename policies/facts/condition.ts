import type { Value } from "../core/value";
import { type Statement, textOf } from "./policy-document";
import { some } from "./some";

/** One key of one operator of a statement's Condition. A statement applies when all of its conditions are met. */
export interface Condition {
  /** In lower case, without qualifier and IfExists: `stringequals`. */
  readonly operator: string;
  /** Met by a request that lacks the key: the operator ends with IfExists or begins with ForAllValues. */
  readonly isMetWithoutKey: boolean;
  /** In lower case: `aws:principalorgid`. */
  readonly key: string;
  /** The condition is met when the request has one of these. */
  readonly values: Value<any>;
}

/** Whether one of the conditions is such. Operators and keys are compared without regard to case, as IAM does. */
export function hasCondition(statement: Statement, isSuch: (condition: Condition) => boolean): boolean {
  return some(statement.at("Condition").entries(), ([operator, keys]) =>
    some(keys.entries(), ([key, values]) => isSuch(condition(operator, key, values))),
  );
}

/** Whether a request that lacks the key can't meet the conditions: `"Null": {"aws:SourceArn": "false"}`. */
export function requiresKey(statement: Statement, key: string): boolean {
  return hasCondition(
    statement,
    (condition) =>
      condition.operator === "null" &&
      condition.key === key &&
      holdsOnly(condition.values, (value) => value === "false"),
  );
}

/** Whether there are values, and each is such. */
export function holdsOnly(values: Value<any>, isSuch: (value: string) => boolean): boolean {
  const elements = values.elements();
  return elements.length > 0 && !some(elements, (element) => !isSuch(textOf(element)));
}

function condition(written: string, key: string, values: Value<any>): Condition {
  const [, qualifier, operator = "", ifExists] = /^(?:(.*):)?(.*?)(ifexists)?$/.exec(written.toLowerCase()) ?? [];
  return {
    operator,
    isMetWithoutKey: qualifier === "forallvalues" || ifExists !== undefined,
    key: key.toLowerCase(),
    values,
  };
}
