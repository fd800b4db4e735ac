import type { Value } from "../core/value";
import { known } from "./known";
import { type Statement, textOf } from "./policy-document";
import { some } from "./some";
import { matches, matchesSomeAfter } from "./wildcard";

/**
 * What a statement's Action and Resource cover. NotAction covers every action but those it names, of services that AWS
 * adds later, too; NotResource likewise.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
 */

/** What no name holds stands for all of them: only a wildcard matches it. */
const anything = "\u0001\u0001";

/** Whether it covers every action of every service, or all but those that NotAction names. */
export function coversEveryAction(statement: Statement): boolean {
  return covers(statement, "Action", (pattern) => /^[*?]*\*[*?]*(:[*?]*\*[*?]*)?$/.test(pattern));
}

/** Whether it covers every resource, or all but those that NotResource names. */
export function coversEveryResource(statement: Statement): boolean {
  return covers(statement, "Resource", (pattern) => /^(\*+|arn:(\*|(aws[a-z-]*|\*+)(:[*/]+)+))$/.test(pattern));
}

/** Whether an action stands for all of a service's: `ec2:*`, and `*`. */
export function isServiceWildcard(action: Value<any>): boolean {
  return /^[^:]+:[*?]*\*[*?]*$|^[^:]*\*$/.test(textOf(action));
}

/** Whether it covers every action of a service, given by its prefix in lower case. */
export function coversService(statement: Statement, service: string): boolean {
  const excluded = statement.at("NotAction");
  if (excluded.isPresent) {
    return !some(excluded.elements(), (action) => matchesSomeAfter(lower(action), `${service}:`));
  }
  return some(statement.at("Action").elements(), (action) => matches(lower(action), `${service}:${anything}`));
}

/** Whether it covers an action that one of these prefixes begins, such as `s3:get`, in lower case. */
export function coversSomeAction(statement: Statement, prefixes: readonly string[]): boolean {
  const excluded = statement.at("NotAction");
  if (!excluded.isPresent) {
    const actions = statement.at("Action").elements();
    return some(actions, (action) => prefixes.some((prefix) => matchesSomeAfter(lower(action), prefix)));
  }
  const isExcluded = (prefix: string) =>
    some(excluded.elements(), (action) => matches(lower(action), `${prefix}${anything}`));
  return some(prefixes, (prefix) => !isExcluded(prefix));
}

/** What stands in an element or its Not- form, such as `NotAction iam:*, sts:*`, as far as it is known. */
export function spelled(statement: Statement, element: "Action" | "Resource"): string {
  const name = statement.at(`Not${element}`).isPresent ? `Not${element}` : element;
  const texts = statement
    .at(name)
    .elements()
    .flatMap((value) => known(() => textOf(value)).value ?? []);
  const more = texts.length > 3 ? ` and ${texts.length - 3} more` : "";
  return `${name} ${texts.slice(0, 3).join(", ")}${more}`;
}

function covers(statement: Statement, element: "Action" | "Resource", isEverything: (pattern: string) => boolean) {
  const excluded = statement.at(`Not${element}`);
  const names = (excluded.isPresent ? excluded : statement.at(element)).elements();
  const namesEverything = () => some(names, (name) => isEverything(textOf(name)));
  return excluded.isPresent ? !namesEverything() : namesEverything();
}

function lower(action: Value<any>): string {
  return textOf(action).toLowerCase();
}
