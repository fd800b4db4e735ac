import type { Observations } from "../core/rule";
import type { Value } from "../core/value";

/** Nothing when the flag has the value; otherwise what stands there instead. Absent counts as `absent`, false unless given. */
export function expect(flag: Value<any>, value: boolean, { absent = false } = {}): Observations {
  const actual = flag.boolean();
  return (actual ?? absent) === value ? [] : [saw(flag)];
}

/** What stands in a property, as an observation: `encrypted is false`, `acl is "public-read"`, `kmsKeyId is not set`. */
export function saw(value: Value<any>): string {
  if (!value.isPresent) return `${value.path} is not set`;
  const raw = value.raw();
  if (typeof raw === "object") return `${value.path} is set`;
  return `${value.path} is ${typeof raw === "string" ? JSON.stringify(raw) : String(raw)}`;
}
