import * as assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import { needs } from "../../../policies/core/rule";
import { catalogue } from "../../../policies/rules/catalogue";
import { sourceFiles } from "../../support/source-files";

const ids = catalogue.map(({ id }) => id);
const controls = "../shared/controls.json";
const tools = ["checkov", "cdk-nag", "trivy", "guard", "prowler"];

describe("catalogue", () => {
  it("lists every rule file, under the id that its path spells", () => {
    const files = sourceFiles("policies/rules").filter((file) => !/(index|catalogue|reference)\.ts$/.test(file));
    assert.deepEqual([...ids].sort(), files.map(idOf).sort());
  });

  it("has a test for every rule, and no test without one", () => {
    const tests = sourceFiles("test/policies/rules").filter((file) => file.split("/").length === 5);
    assert.deepEqual([...ids].sort(), tests.map(idOf).sort());
  });

  it("gives no id twice", () => {
    assert.equal(new Set(ids).size, ids.length);
  });

  for (const rule of catalogue) {
    it(`words ${rule.id} like every other rule`, () => {
      assert.match(rule.title, /^[A-Z].* must (not )?.*[^.]$/);
      assert.match(rule.why, /^[A-Z].*\.$/s);
      assert.match(rule.fix, /^[A-Z].*\.$/s);
      assert.ok(rule.catalogue.length > 0, "expected the id of a control");
      assert.ok(Object.keys(rule.equivalents ?? {}).every((tool) => tools.includes(tool)));
    });
  }

  it("names only resource types that @pulumi/aws has, or had", () => {
    const tokens = tokensOf(aws);
    // The older spellings are in states that were never migrated; their types are gone from version 7.
    const older = /^aws:(elasticsearch|s3\/bucket\w*V2)/;
    const named = catalogue
      .flatMap(({ checks }) => checks.flatMap(({ types }) => types))
      .filter((type) => type !== "*");
    assert.deepEqual(
      [...new Set(named)].filter((type) => !tokens.has(type) && !older.test(type)),
      [],
    );
  });

  it("repairs only by properties of the very resource, from single resources", () => {
    for (const rule of catalogue.filter(({ remediation }) => remediation)) {
      const types = rule.checks.flatMap((check) => check.types);
      for (const type of Object.keys(rule.remediation ?? {})) assert.ok(types.includes(type), `${rule.id}: ${type}`);
      assert.ok(["resource", "stack"].includes(needs(rule)));
    }
  });

  it("names controls that the control catalogue has, with its severity", function () {
    if (!existsSync(controls)) {
      console.log(`      skipped: there is no ${controls} here`);
      this.skip();
    }
    const known = new Map(
      (JSON.parse(readFileSync(controls, "utf8")) as { id: string; severity: string }[]).map((control) => [
        control.id,
        control.severity,
      ]),
    );
    for (const rule of catalogue) {
      assert.deepEqual(
        rule.catalogue.filter((id) => !known.has(id)),
        [],
        rule.id,
      );
      assert.equal(rule.severity, known.get(rule.catalogue[0] as string), rule.id);
    }
  });
});

/** `…/ec2/security-group-no-public-ssh.test.ts` spells `ec2-security-group-no-public-ssh`. */
function idOf(file: string): string {
  return file
    .replace(/(\.test)?\.ts$/, "")
    .split("/")
    .slice(-2)
    .join("-");
}

function tokensOf(modules: object): Set<string> {
  const classes = Object.values(modules).flatMap((members: unknown) =>
    typeof members === "object" && members !== null ? Object.values(members) : [],
  );
  return new Set(classes.map((member) => (member as { __pulumiType?: string } | null)?.__pulumiType ?? ""));
}
