import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { readStack } from "../../../policies/core/read-stack";
import { UserError } from "../../../policies/core/user-error";

const document = (name: string) => readFileSync(`test/fixtures/documents/${name}`, "utf8");
const refused = (text: unknown, expected: RegExp) =>
  assert.throws(
    () => readStack(text, "it.json"),
    (error) => error instanceof UserError && expected.test(error.message),
  );

describe("readStack", () => {
  for (const [name, kind] of [
    ["preview.json", "preview"],
    ["state.json", "state"],
    ["state-show-secrets.json", "state"],
  ] as const) {
    it(`reads ${name} as the CLI wrote it, each resource at the user's own line`, () => {
      const stack = readStack(document(name), name);
      assert.equal(stack.kind, kind);
      const key = stack.resources.find(({ type }) => type === "aws:kms/key:Key");
      assert.deepEqual(key?.inputs, { enableKeyRotation: false });
      assert.deepEqual(key?.location, { file: "index.js", line: 19, column: 13 });
      assert.ok(
        stack.resources.some(({ urn }) => urn === key?.provider),
        "expected the provider to be in the stack",
      );
    });

    it(`marks in ${name} what the program reads and does not manage`, () => {
      const external = readStack(document(name)).resources.filter((resource) => resource.external);
      assert.deepEqual(
        external.map((resource) => resource.name),
        ["given"],
      );
    });
  }

  it("reads a state file of a self-managed backend", () => {
    const { deployment } = JSON.parse(document("state.json")) as { deployment: unknown };
    const file = { version: 3, checkpoint: { stack: "dev", latest: deployment } };
    assert.equal(readStack(file).resources.length, readStack(document("state.json")).resources.length);
  });

  it("leaves out what is deleted", () => {
    const urn = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::old";
    assert.equal(readStack({ deployment: { resources: [{ urn, delete: true }] } }).resources.length, 0);
    assert.equal(readStack({ steps: [{ op: "delete", urn, oldState: { urn } }] }).resources.length, 0);
  });

  it("says what came instead of a preview or state", () => {
    refused("", /got nothing/);
    refused('{"steps": [', /got broken JSON/);
    refused("[]", /got a list/);
    refused("null", /got null/);
    refused('{"terraform_version": "1.9"}', /got a Terraform state/);
    refused('{"AWSTemplateFormatVersion": "2010-09-09"}', /got a CloudFormation template/);
    refused('{"version": 3, "deployment": "v1:ciphertext"}', /is it encrypted/);
    refused('{"deployment": {"resources": [{"type": "x"}]}}', /to have a URN, got null/);
  });

  it("refuses a preview that failed, since what is missing from it would read as clean", () => {
    refused({ steps: [], diagnostics: [{ severity: "error", message: "boom\nat x" }] }, /one that failed: boom$/);
  });

  it("throws nothing but a UserError, whatever it is given", () => {
    const shape = fc.oneof(
      fc.anything(),
      fc.record({ steps: fc.array(fc.anything()) }),
      fc.record({
        deployment: fc.record({
          resources: fc.array(
            fc.oneof(
              fc.anything(),
              fc.record({
                urn: fc.constant("urn:pulumi:a::b::c::d"),
                inputs: fc.anything(),
                propertyDependencies: fc.anything(),
                stackTrace: fc.anything(),
                sourcePosition: fc.anything(),
              }),
            ),
          ),
        }),
      }),
    );
    fc.assert(
      fc.property(shape, (json) => {
        try {
          readStack(json);
        } catch (error) {
          assert.ok(error instanceof UserError, String(error));
        }
      }),
    );
  });
});
