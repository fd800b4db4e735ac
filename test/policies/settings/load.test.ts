import * as assert from "node:assert/strict";
import { join } from "node:path";
import { UserError } from "../../../policies/core/user-error";
import { catalogue } from "../../../policies/rules/catalogue";
import { loadSettings, settingsLocation } from "../../../policies/settings/load";
import { temporaryFolder } from "../../support/temporary-folder";

const load = (yaml: string, files: Record<string, string> = {}) =>
  loadSettings(temporaryFolder({ "guardrails.yaml": yaml, ...files }), catalogue);

function refused(yaml: string, expected: RegExp, files?: Record<string, string>): void {
  assert.throws(
    () => load(yaml, files),
    (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(error.message, expected);
      assert.doesNotMatch(error.message, /\n/);
      return true;
    },
  );
}

const exception = `exceptions:
  - rule: efs-file-system-encrypted
    resource: "urn:*"
    reason: moves in July
    owner: storage
    expires: 2027-01-31
`;

describe("loadSettings", () => {
  it("reads the nearest file upwards", () => {
    const folder = temporaryFolder({ "guardrails.yaml": "levels: { default: advisory }", "a/b/Pulumi.yaml": "" });
    const { settings, file } = loadSettings(join(folder, "a/b"), catalogue);
    assert.equal(settings.levels.default, "advisory");
    assert.equal(file, join(folder, "guardrails.yaml"));
  });

  it("does with the defaults where there is no file, or an empty one", () => {
    assert.deepEqual(loadSettings(temporaryFolder(), catalogue).settings.levels, {});
    assert.deepEqual(load("").settings.levels, {});
    assert.deepEqual(load("# nothing yet").settings.exceptions, []);
  });

  it("are settled by the nearest file, so that projects side by side keep their own baselines", () => {
    const folder = temporaryFolder({
      "a/guardrails-baseline.json": "{}",
      "b/guardrails-baseline.json": "{}",
      "c/x": "",
    });
    const at = (name: string) => settingsLocation(join(folder, name));
    assert.deepEqual(["a", "b", "c"].map(at), [
      join(folder, "a/guardrails-baseline.json"),
      join(folder, "b/guardrails-baseline.json"),
      undefined,
    ]);
  });

  it("takes unquoted dates", () => {
    assert.equal(load(exception).settings.exceptions[0]?.expires, "2027-01-31");
  });

  it("reads the baseline beside it, or the one that it names", () => {
    const entry = JSON.stringify({ findings: [{ rule: "a", urn: "b", observation: "c" }] });
    assert.equal(load("", { "guardrails-baseline.json": entry }).settings.baseline.size, 1);
    assert.equal(load("baseline: old.json", { "old.json": entry }).settings.baseline.size, 1);
    assert.equal(
      loadSettings(temporaryFolder({ "guardrails-baseline.json": entry }), catalogue).settings.baseline.size,
      1,
    );
  });

  it("adds a team's own rules, in JavaScript or TypeScript", () => {
    const rule = `{ id: "acme-name-short", title: "Names must be short", severity: "low", why: "Long ones are cut.", fix: "Shorten it.", catalogue: [], checks: [{ types: ["*"], needs: "resource", observe: () => [] }] }`;
    for (const [file, source] of [
      ["rules.js", `exports.rules = [${rule}];`],
      ["rules.ts", `export const rules: object[] = [${rule} as const];`],
    ] as const) {
      const { rules } = load(`rules: [./${file}]`, { [file]: source });
      assert.equal(rules.at(-1)?.id, "acme-name-short");
      assert.equal(rules.length, catalogue.length + 1);
    }
  });

  it("names line, key, what was expected and what came", () => {
    refused(
      "levels: { default: hard }",
      /guardrails\.yaml:1: levels\.default: expected one of mandatory, .*, got "hard"/,
    );
    refused(
      "levels:\n  severities: { grave: advisory }",
      /:2: levels\.severities\.?.*: expected one of critical, high, medium, low/,
    );
    refused("levels:\n  frameworks: { cis-9: advisory }", /expected one of fsbp, cis-5/);
    refused("nonsense: 1", /:1: nonsense: expected one of levels, parameters, exceptions, baseline, rules/);
    refused("- a", /:1: expected settings by name/);
    refused("levels: [", /:1: expected YAML/);
    refused("baseline: missing.json", /:1: baseline: expected missing\.json to exist/);
  });

  it("refuses a malformed exception", () => {
    refused(exception.replace("    owner: storage\n", ""), /:2: exceptions\[0\]: expected `owner`, which is missing/);
    refused(exception.replace("moves in July", '" "'), /exceptions\[0\]\.reason: expected text/);
    refused(
      exception.replace("2027-01-31", "2027-02-30"),
      /:6: exceptions\[0\]\.expires: expected a date such as \d{4}-01-31, got "2027-02-30"/,
    );
    refused(exception.replace('"urn:*"', "{ type: aws }"), /exceptions\[0\]\.resource/);
  });

  it("refuses a rule that doesn't exist, and says which may be meant", () => {
    refused(
      "levels:\n  rules:\n    efs-file-system-encryptd: advisory",
      /:3: .*did you mean efs-file-system-encrypted\?/,
    );
    refused("levels:\n  rules:\n    'zzz-*': advisory", /expected the id of a rule/);
    refused(
      exception.replace("efs-file-system-encrypted", "nope"),
      /:2: exceptions\[0\]\.rule: expected the id of a rule/,
    );
    refused("parameters:\n  nope: {}", /:2: parameters\.nope: expected the id of a rule/);
  });

  it("refuses parameters that the rule doesn't take", () => {
    refused("parameters:\n  efs-file-system-encrypted: {}", /this one takes none/);
    refused(
      "parameters:\n  tagging-resource-required-tags:\n    tagz: {}",
      /:3: parameters\.tagging-resource-required-tags\.tagz: expected one of/,
    );
  });

  it("refuses a module that exports no rules", () => {
    refused("rules: [./r.js]", /expected a module at/);
    refused("rules: [./r.js]", /to export a list of rules/, { "r.js": "exports.rules = 1" });
    refused("rules: [./r.js]", /to load, got: boom/, { "r.js": "throw new Error('boom')" });
    refused("rules: [./r.js]", /expected rule x to have a text `title`/, { "r.js": "exports.rules = [{ id: 'x' }]" });
  });

  it("refuses a broken baseline", () => {
    refused("", /guardrails-baseline\.json: expected a baseline .* got broken JSON/, {
      "guardrails-baseline.json": "{",
    });
    refused("", /got no list of findings/, { "guardrails-baseline.json": "{}" });
    refused("", /an entry without rule, urn and observation/, { "guardrails-baseline.json": '{"findings": [{}]}' });
  });
});
