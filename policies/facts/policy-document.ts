import { NotKnown, unknownString, Value } from "../core/value";

/**
 * A statement of a policy, as written: Effect, Principal, Action, Resource, Condition and their Not- forms, each of them
 * perhaps unknown. The other policy facts read it.
 */
export type Statement = Value<any>;

export type Effect = "Allow" | "Deny";

/**
 * The statements of a policy given as JSON text or as an object, whose parts may be unknown. None when there is no
 * policy. Throws NotKnown when the text is no policy document: AWS would reject it, so it says nothing.
 */
export function statements(policy: Value<any>): Statement[] {
  const document = documentOf(policy);
  if (!document?.isPresent) return [];
  const statement = document.at("Statement");
  if (!statement.isPresent) throw new NotKnown(`${policy.path} has no Statement, so it can't be judged`);
  return statement.elements();
}

export function effectOf(statement: Statement): Effect {
  const effect = textOf(statement.at("Effect"));
  if (effect === "Allow" || effect === "Deny") return effect;
  throw new NotKnown(`${statement.path}.Effect is neither Allow nor Deny, so it can't be judged`);
}

/** A string of a policy, or NotKnown also when only a part of it is unknown, as in an ARN around an unknown name. */
export function textOf(value: Value<any>): string {
  const text = value.string() ?? "";
  if (text.includes(unknownString)) throw new NotKnown(`${value.path} is not known yet`);
  return text;
}

function documentOf(policy: Value<any>): Value<any> | undefined {
  const written = policy.raw();
  if (typeof written !== "string") return policy;
  if (written.trim() === "") return undefined;
  return new Value<any>({ [policy.path]: parsed(written, policy.path) }, policy.path);
}

/** Several rules read a policy, one after the other: the latest documents are kept, by their text. */
const latest = new Map<string, unknown>();

function parsed(text: string, path: string): unknown {
  if (!latest.has(text)) {
    if (latest.size >= 32) latest.clear();
    try {
      latest.set(text, JSON.parse(text));
    } catch {
      throw new NotKnown(`${path} is not valid JSON, so it can't be judged`);
    }
  }
  return latest.get(text);
}
