import * as assert from "node:assert/strict";
import fc from "fast-check";
import { Bucket, type BucketArgs } from "../../../components";
import { keyArn, tags, testComponent } from "../../support/component";
import { deploy } from "../../support/deploy";

testComponent<BucketArgs>("Bucket", {
  make: (name, args) => new Bucket(name, args).grantRead("reader", "reader-role").grantWrite("writer", "writer-role"),
  least: {},
  accepted: fc.record(
    {
      keyArn,
      logBucket: fc.constantFrom(undefined, "central-logs"),
      objectLock: fc.record(
        {
          days: fc.integer({ min: 1, max: 36500 }),
          mode: fc.constantFrom("GOVERNANCE" as const, "COMPLIANCE" as const),
        },
        { requiredKeys: ["days"] },
      ),
      expirationDays: fc.integer({ min: 1, max: 36500 }),
      noncurrentDays: fc.integer({ min: 1, max: 36500 }),
      deletable: fc.boolean(),
      tags,
    },
    { requiredKeys: [] },
  ),
  refused: {
    "a lock of no days": [{ objectLock: { days: 0 } }, /expected `objectLock.days` to be 1 to 36500, got 0/],
    "a lock of an unknown mode": [
      { objectLock: { days: 1, mode: "FOREVER" as "COMPLIANCE" } },
      /expected `objectLock.mode` to be GOVERNANCE or COMPLIANCE, got "FOREVER"/,
    ],
    "objects that expire at once": [{ expirationDays: 0 }, /expected `expirationDays` to be 1 to 36500, got 0/],
    "half a day": [{ noncurrentDays: 0.5 }, /expected `noncurrentDays` to be 1 to 36500, got 0.5/],
  },
});

describe("a Bucket", () => {
  const policiesOf = async (args: BucketArgs) =>
    (await deploy(() => new Bucket("files", args).grantWrite("web", "web-role") && undefined))
      .filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")
      .map(({ name, inputs }) => [name, inputs.role, JSON.parse(String(inputs.policy)).Statement] as const);

  it("lets a role write objects, and nothing of the bucket's settings", async () => {
    const [[name, role, [statement, key]]] = (await policiesOf({})) as any;
    assert.deepEqual([name, role, key], ["files-web-write", "web-role", undefined]);
    assert.deepEqual(statement.Resource, ["arn:aws:s3:::files", "arn:aws:s3:::files/*"]);
    assert.ok(!JSON.stringify(statement.Action).includes("*"));
  });

  it("lets it take up an upload in parts again, or drop it (S3 User Guide, Multipart upload API and permissions)", async () => {
    const [[, , [statement]]] = (await policiesOf({})) as any;
    for (const action of ["PutObject", "ListMultipartUploadParts", "AbortMultipartUpload"]) {
      assert.ok(statement.Action.includes(`s3:${action}`), action);
    }
  });

  it("lets it use the key, too (S3 User Guide, Protecting data with SSE-KMS: GenerateDataKey to write, Decrypt for parts)", async () => {
    const [[, , [, key]]] = (await policiesOf({ keyArn: "arn:aws:kms:eu-west-1:123456789012:key/1" })) as any;
    assert.deepEqual(key.Action, ["kms:Decrypt", "kms:GenerateDataKey"]);
    assert.equal(key.Resource, "arn:aws:kms:eu-west-1:123456789012:key/1");
  });

  it("logs into a bucket of its own, or into the one that it is given", async () => {
    const target = async (args: BucketArgs) =>
      (await deploy(() => new Bucket("files", args) && undefined)).find(
        ({ type }) => type === "aws:s3/bucketLogging:BucketLogging",
      )?.inputs.targetBucket;
    assert.deepEqual([await target({}), await target({ logBucket: "central" })], ["files-logs", "central"]);
  });
});
