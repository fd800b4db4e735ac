import type { ContainmentSettings } from "../../settings/settings";
import { ask, type Call, call, unlessMissing } from "../calls";
import type { Target } from "../target";
import { type ContainmentKind, tagsOf } from "./kind";

interface Before {
  readonly value: string;
  readonly type: "String" | "StringList";
}

interface Present extends Before {
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Sets a parameter of Systems Manager, by which a program is told what to do, to the value that switches it off. */
export const flag: ContainmentKind<Present, Before> = {
  async read(send, { name }) {
    const found = await unlessMissing(ask(send, "ssm", "GetParameter", { Name: name }), "ParameterNotFound");
    if (!found?.Parameter) return undefined;
    const { Value = "", Type, ARN = "" } = found.Parameter;
    // Its value would end on record.
    if (Type !== "String" && Type !== "StringList") {
      throw new Error(`expected a parameter that is no secret, got ${name}, a ${String(Type)}`);
    }
    const listed = await ask(send, "ssm", "ListTagsForResource", { ResourceType: "Parameter", ResourceId: name });
    return { value: Value, type: Type, arn: ARN, tags: tagsOf(listed.TagList) };
  },
  facts: ({ arn, tags }) => ({ names: [arn], tags }),
  record: ({ value, type }) => ({ value, type }),
  contain: (before, { value }, { target, settings }) => ({
    calls: value === offOf(settings) ? [] : [put(target, { ...before, value: offOf(settings) })],
  }),
  release(before, { value }, { target, settings }) {
    if (value === before.value) return { calls: [] };
    return value === offOf(settings)
      ? { calls: [put(target, before)] }
      : { calls: [], different: [`expected flag ${target.name} to be ${offOf(settings)}, got another value`] };
  },
};

function offOf({ flagOff = "false" }: ContainmentSettings): string {
  return flagOff;
}

function put({ name }: Target, { value, type }: Before): Call {
  return call("ssm", "PutParameter", { Name: name, Value: value, Type: type, Overwrite: true });
}
