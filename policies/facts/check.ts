import type { Subject } from "../core/graph";
import { across as acrossAny, type Check, type Context, type Observations, on as onAny } from "../core/rule";
import type { ResourceArgs } from "./resource-types";

export type Token = keyof ResourceArgs;

/** A resource of one of these types, its properties typed as @pulumi/aws types them. */
export type SubjectOf<T extends Token> = Subject<ResourceArgs[T]>;

/** A check on AWS resources that needs only the resource itself, so it runs before anything is created. */
export function on<T extends Token>(
  types: T | readonly T[],
  observe: (resource: SubjectOf<T>, context: Context) => Observations,
): Check {
  return onAny<ResourceArgs[T]>(types, observe);
}

/** A check on AWS resources that also asks the stack about others, so it runs once the stack is complete. */
export function across<T extends Token>(
  types: T | readonly T[],
  observe: (resource: SubjectOf<T>, context: Context) => Observations,
): Check {
  return acrossAny<ResourceArgs[T]>(types, observe);
}
