import * as assert from "node:assert/strict";
import fc from "fast-check";
import type { Finding } from "../../../policies/core/evaluate";
import type { Rule } from "../../../policies/core/rule";
import { catalogue } from "../../../policies/rules/catalogue";
import {
  Decisions,
  defaultSettings,
  type Exception,
  fails,
  fingerprintOf,
  type Level,
  levels,
  type Settings,
} from "../../../policies/settings/decisions";
import { resource } from "../../../policies/testing";

const rule = catalogue.find(({ id }) => id === "efs-file-system-encrypted") as Rule;
const files = resource("aws:efs/fileSystem:FileSystem", {}, { name: "files" });
const finding: Finding = { rule, resource: files, outcome: "breach", observation: "encrypted is not set" };
const today = new Date("2026-06-15T12:00:00Z");

const exception: Exception = {
  rule: rule.id,
  resource: "urn:pulumi:*::files",
  reason: "moves in July",
  owner: "storage",
  expires: "2026-07-31",
};

function decisionsWith(settings: Partial<Settings>, now = today) {
  return new Decisions([rule], { ...defaultSettings, ...settings }, now);
}

describe("levels", () => {
  const level = (given: Settings["levels"]) => decisionsWith({ levels: given }).level(rule);

  it("are mandatory unless told otherwise", () => {
    assert.equal(level({}), "mandatory");
    assert.equal(level({ default: "advisory" }), "advisory");
  });

  it("go from the most specific: id, glob, framework, severity, default", () => {
    const given = { default: "disabled", severities: { medium: "advisory" } } as const;
    assert.equal(level(given), "advisory");
    assert.equal(level({ ...given, frameworks: { fsbp: "remediate" } }), "remediate");
    assert.equal(level({ ...given, frameworks: { fsbp: "remediate" }, rules: { "efs-*": "mandatory" } }), "mandatory");
    assert.equal(level({ ...given, rules: { [rule.id]: "disabled", "efs-*": "mandatory" } }), "disabled");
  });

  it("take the strictest of several frameworks and the last of several globs", () => {
    assert.equal(level({ frameworks: { "cis-5": "advisory", fsbp: "mandatory" } }), "mandatory");
    assert.equal(level({ rules: { "*": "disabled", "efs-*": "advisory" } }), "advisory");
  });

  it("ignore a framework that has no such control", () => {
    assert.equal(level({ frameworks: { "pci-4": "disabled" } }), "mandatory");
  });
});

describe("exceptions", () => {
  const excusedBy = (given: Partial<Exception>, now?: Date) => {
    const decisions = decisionsWith({ exceptions: [{ ...exception, ...given }] }, now);
    return {
      excused: decisions.decide(finding).excused,
      unused: decisions.unused().length,
      expiring: decisions.expiring(),
    };
  };

  it("excuse by a glob over URNs, or by type and name", () => {
    const excuse = { reason: "moves in July", owner: "storage", expires: "2026-07-31" };
    assert.deepEqual(excusedBy({}).excused, excuse);
    assert.deepEqual(excusedBy({ resource: { type: "aws:efs/*", name: "f*" } }).excused, excuse);
    assert.deepEqual(excusedBy({ ticket: "OPS-1" }).excused, { ...excuse, ticket: "OPS-1" });
  });

  it("excuse nothing else, and say so", () => {
    assert.deepEqual(excusedBy({ resource: "urn:pulumi:*::other" }), { excused: null, unused: 1, expiring: [] });
    assert.deepEqual(excusedBy({ rule: "another-rule" }).excused, null);
    assert.deepEqual(excusedBy({ resource: { type: "aws:s3/*", name: "files" } }).excused, null);
  });

  it("hold through their last day, in UTC, and no longer", () => {
    assert.notEqual(excusedBy({}, new Date("2026-07-31T23:59:59Z")).excused, null);
    assert.equal(excusedBy({}, new Date("2026-08-01T00:00:00Z")).excused, null);
  });

  it("warn from 14 days before the end, and after it", () => {
    const daysLeft = (now: string) => excusedBy({}, new Date(now)).expiring.map((entry) => entry.daysLeft);
    assert.deepEqual(daysLeft("2026-07-17T12:00:00Z"), []);
    assert.deepEqual(daysLeft("2026-07-18T12:00:00Z"), [13]);
    assert.deepEqual(daysLeft("2026-07-31T12:00:00Z"), [0]);
    assert.deepEqual(daysLeft("2026-08-02T12:00:00Z"), [-2]);
  });
});

describe("the baseline", () => {
  it("excuses a finding of the same rule, resource and observation", () => {
    const decisions = decisionsWith({ baseline: new Set([fingerprintOf(finding)]) });
    assert.equal(decisions.decide(finding).excused?.owner, "baseline");
    assert.equal(decisions.decide({ ...finding, observation: "encrypted is false" }).excused, null);
  });
});

describe("fails", () => {
  const decide = (level: Level, given: Partial<Finding> = {}) =>
    decisionsWith({ levels: { default: level } }).decide({ ...finding, ...given });

  it("counts what is mandatory, unless a threshold says otherwise", () => {
    assert.equal(fails(decide("mandatory"), "mandatory", "warn"), true);
    assert.equal(fails(decide("advisory"), "mandatory", "warn"), false);
    assert.equal(fails(decide("advisory"), "advisory", "warn"), true);
    assert.equal(fails(decide("mandatory"), "none", "fail"), false);
  });

  it("counts by severity whatever the level is", () => {
    assert.equal(fails(decide("advisory"), "medium", "warn"), true);
    assert.equal(fails(decide("mandatory"), "high", "warn"), false);
  });

  it("counts at level remediate what nothing repairs, as Pulumi does", () => {
    assert.equal(fails(decide("remediate"), "mandatory", "warn"), true);
    const repairing = { ...rule, remediation: { [files.type]: { encrypted: true } } };
    assert.equal(fails(decide("remediate", { rule: repairing }), "mandatory", "warn"), false);
  });

  it("counts what is undetermined only when asked to", () => {
    assert.equal(fails(decide("mandatory", { outcome: "undetermined" }), "mandatory", "warn"), false);
    assert.equal(fails(decide("mandatory", { outcome: "undetermined" }), "mandatory", "fail"), true);
  });

  it("never counts what is excused, whatever the settings", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...levels),
        fc.constantFrom("critical", "low", "mandatory", "advisory", "none"),
        (level, threshold) => {
          const decisions = decisionsWith({ levels: { default: level }, exceptions: [exception] });
          assert.equal(fails(decisions.decide(finding), threshold as never, "fail"), false);
        },
      ),
    );
  });
});
