import type { Value } from "../core/value";
import type { SubjectOf } from "./check";
import { some } from "./some";

/** What reads and writes are called by basic and by advanced event selectors. */
const kinds = [
  { readWriteType: "ReadOnly", readOnly: "true" },
  { readWriteType: "WriteOnly", readOnly: "false" },
] as const;

/** Whether the trail records management events, reads as well as writes. Without selectors it records all of them. */
export function recordsManagementEvents(trail: SubjectOf<"aws:cloudtrail/trail:Trail">): boolean {
  const basic = trail.at("eventSelectors").elements();
  const advanced = trail.at("advancedEventSelectors").elements();
  if (basic.length === 0 && advanced.length === 0) return true;
  return kinds.every(
    ({ readWriteType, readOnly }) =>
      some(basic, (selector) => {
        const type = selector.at("readWriteType").string() ?? "All";
        const includes = selector.at("includeManagementEvents").boolean() ?? true;
        return includes && (type === "All" || type === readWriteType);
      }) ||
      some(advanced, (selector) => {
        const fields = selector.at("fieldSelectors").elements();
        return equal(fields, "eventCategory", "Management", false) && equal(fields, "readOnly", readOnly, true);
      }),
  );
}

/** An advanced selector admits what meets all of its field selectors: CloudTrail User Guide, Advanced event selectors. */
function equal(fields: readonly Value<any>[], name: string, value: string, absent: boolean): boolean {
  const ofName = fields.filter((field) => field.at("field").string() === name);
  if (ofName.length === 0) return absent;
  return ofName.every((field) => some(field.at("equals").elements(), (answer) => answer.string() === value));
}
