import { isNotKnown, type Value } from "../core/value";

/** A value, or why it can't be told yet. */
export type Known<T> =
  { readonly value: T; readonly unknown?: undefined } | { readonly value?: undefined; readonly unknown: Error };

/** Reads one part of a resource, so that its being unknown does not hide the parts beside it. */
export function known<T>(read: () => T): Known<T> {
  try {
    return { value: read() };
  } catch (error) {
    if (!isNotKnown(error)) throw error;
    return { unknown: error };
  }
}

/** Whether the program writes something there, be it not known yet, as a reference to another resource is in a preview. */
export function isWritten(property: Value<any>): boolean {
  return known(() => property.isPresent).value !== false;
}
