import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { evaluate } from "../../../policies/core/evaluate";
import { Graph, Subject } from "../../../policies/core/graph";
import type { Resource } from "../../../policies/core/stack";
import { NotKnown } from "../../../policies/core/value";
import { bucketOf, partsOf } from "../../../policies/facts/bucket";
import { iam } from "../../../policies/rules/iam";
import { functionNoPublicAccess } from "../../../policies/rules/lambda/function-no-public-access";
import { s3 } from "../../../policies/rules/s3";
import { sns } from "../../../policies/rules/sns";
import { sqs } from "../../../policies/rules/sqs";
import { resource, unknown } from "../../../policies/testing";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "ours" }, { name: "bucket" });
const other = resource("aws:s3/bucket:Bucket", { bucket: "other" }, { name: "other" });
const random = resource("random:index/randomId:RandomId", {}, { name: "random" });
const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

function partsFound(part: Resource, ...stack: Resource[]): string[] {
  return partsOf(new Graph([bucket, other, part, ...stack]), bucket.urn, [block]).map(({ name }) => name);
}

describe("A part of a bucket", () => {
  const ways: Record<string, unknown> = {
    "by reference": bucket,
    "by name": "ours",
    "by ARN": "arn:aws:s3:::ours",
    "by ARN of another partition": "arn:aws-us-gov:s3:::ours",
    "by domain name": "ours.s3.amazonaws.com",
    "by regional domain name": "ours.s3.eu-west-1.amazonaws.com",
  };
  for (const [way, reference] of Object.entries(ways)) {
    it(`is found ${way}`, () => {
      assert.deepEqual(partsFound(resource(block, { bucket: reference })), ["subject"]);
    });
  }

  it("is not found when it names another", () => {
    assert.deepEqual(partsFound(resource(block, { bucket: other })), []);
    assert.deepEqual(partsFound(resource(block, { bucket: "ours-too" })), []);
  });

  it("may be any bucket's when it depends on something that is none", () => {
    assert.throws(
      () => partsFound(resource(block, { bucket: random }), random),
      new NotKnown("whether bucket of subject means this bucket is not known yet"),
    );
  });

  it("is not known to be one of two buckets'", () => {
    const part = { ...resource(block, { bucket: unknown }), propertyDependencies: { bucket: [bucket.urn, other.urn] } };
    assert.throws(() => partsFound(part), NotKnown);
    assert.throws(() => bucketOf(new Graph([bucket, other, part]), new Subject(part)), NotKnown);
  });

  it("counts for certain even beside one that is not known", () => {
    const open = resource(block, { bucket: unknown }, { name: "open" });
    assert.deepEqual(partsFound(resource(block, { bucket }), open), ["subject"]);
  });

  it("ends the search where parts refer to each other, which no program can make", () => {
    const urn = resource(block, {}).urn;
    assert.throws(
      () => partsFound({ ...resource(block, { bucket: unknown }), propertyDependencies: { bucket: [urn] } }),
      NotKnown,
    );
  });
});

describe("Rules on policies and buckets", () => {
  const rules = [...s3, ...iam, ...sqs, ...sns, functionNoPublicAccess];
  const types = [...new Set(rules.flatMap(({ checks }) => checks.flatMap((check) => check.types)))];
  const leaf = fc.oneof(
    fc.constantFrom(unknown, "*", "ours", "true", "public-read", "aws:kms", '{"Statement":{"Effect":"Allow"}}'),
    fc.jsonValue({ maxDepth: 3 }),
  );
  const names = ["acl", "bucket", "grants", "logging", "loggings", "policy", "principal", "rule", "rules", "sourceArn"];
  const more = ["versioning", "versioningConfiguration", "accessControlPolicy", "targetBucket", "inlinePolicies"];
  const inputs = fc.dictionary(fc.constantFrom(...names, ...more), leaf);

  it("never throw, whatever the inputs are", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ type: fc.constantFrom(...types), inputs }), { maxLength: 6 }), (stack) => {
        evaluate(
          rules,
          stack.map(({ type, inputs }, index) => ({ ...resource(type, {}, { name: `r${index}` }), inputs })),
        );
      }),
      { numRuns: 1000 },
    );
  });
});
