import * as fc from "fast-check";
import { finding, hostile, reportOf, rules, tagged } from "./fixture";
import { parseAll } from "./parse";

/** Any text, with what breaks formats more often than chance would have it. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(fc.constantFrom(...hostile, "\\", "`", "<", "&", "![x](y)", "---", "$x$", "\ud83e", "{0}", "~~", "<!--"), {
      maxLength: 6,
    })
    .map((parts) => parts.join("")),
  fc
    .array(
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      { maxLength: 20 },
    )
    .map((units) => units.join("")),
);

const findings = fc.array(
  fc
    .record({
      rule: fc.constantFrom(...rules),
      name: text,
      type: text,
      urn: text,
      observation: text,
      outcome: fc.constantFrom("breach" as const, "undetermined" as const),
      level: fc.constantFrom("mandatory" as const, "advisory" as const, "remediate" as const),
      location: fc.option(fc.record({ file: text, line: fc.nat(), column: fc.nat() })),
      excused: fc.option(fc.record({ reason: text, owner: text, expires: fc.option(text) })),
    })
    .map(finding),
  { maxLength: 6 },
);

const reports = fc
  .record({
    source: text,
    findings,
    notSeen: fc.array(fc.record({ urn: text, type: text, reason: text }), { maxLength: 2 }),
    warnings: fc.array(text, { maxLength: 2 }),
  })
  .map(({ source, findings, notSeen, warnings }) =>
    reportOf([{ source, kind: "state", resources: findings.length, notSeen, findings }], warnings),
  );

describe("every format", () => {
  it("is well-formed whatever the program's names are", async () => {
    await fc.assert(fc.asyncProperty(reports, parseAll), { numRuns: 150 });
  });

  it("is well-formed when every name is as long as names get", async () => {
    const long = hostile.join("").repeat(20);
    const excused = { reason: long, owner: long, expires: null };
    const location = { file: long, line: 1, column: 1 };
    const given = { rule: tagged, name: long, type: long, urn: long, observation: long, location };
    const notSeen = Array.from({ length: 100 }, () => ({ urn: long, type: long, reason: long }));
    const all = Array.from({ length: 100 }, (_, index) =>
      finding({ ...given, excused: index % 2 ? excused : null, outcome: index % 3 ? "breach" : "undetermined" }),
    );
    await parseAll(reportOf([{ source: long, kind: "state", resources: 1, notSeen, findings: all }], [long, long]));
  });
});
