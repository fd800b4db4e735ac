import * as assert from "node:assert/strict";
import fc from "fast-check";
import { LogBucket, type LogBucketArgs } from "../../../components";
import { logDelivery } from "../../../components/storage/log-bucket";
import { tags, testComponent } from "../../support/component";

testComponent<LogBucketArgs>("LogBucket", {
  make: (name, args) => new LogBucket(name, args),
  least: {},
  accepted: fc.record(
    { expirationDays: fc.integer({ min: 1, max: 36500 }), deletable: fc.boolean(), tags },
    { requiredKeys: [] },
  ),
  refused: {
    "logs that are kept for no day": [{ expirationDays: 0 }, /expected `expirationDays` to be 1 to 36500, got 0/],
  },
});

describe("the policy of a LogBucket", () => {
  const place = { partition: "aws", account: "123456789012", region: "eu-west-1" };
  const [s3, balancers, check, delivered] = logDelivery(place, "arn:aws:s3:::logs") as any[];

  it("lets S3 write on behalf of this account (S3 User Guide, Enabling server access logging)", () => {
    assert.deepEqual(s3.Condition, { StringEquals: { "aws:SourceAccount": "123456789012" } });
  });

  it("lets load balancers write under this account's number only (ALB User Guide, Enable access logs)", () => {
    assert.equal(balancers.Principal.Service, "logdelivery.elasticloadbalancing.amazonaws.com");
    for (const resource of balancers.Resource) assert.match(resource, /\/AWSLogs\/123456789012\/\*$/);
  });

  it("lets CloudWatch Logs deliver what this account logs in this region (CloudWatch Logs User Guide, Logs sent to Amazon S3)", () => {
    for (const { Principal, Condition } of [check, delivered]) {
      assert.equal(Principal.Service, "delivery.logs.amazonaws.com");
      assert.equal(Condition.StringEquals["aws:SourceAccount"], "123456789012");
      assert.equal(Condition.ArnLike["aws:SourceArn"], "arn:aws:logs:eu-west-1:123456789012:*");
    }
    assert.deepEqual([check.Action, check.Resource], ["s3:GetBucketAcl", "arn:aws:s3:::logs"]);
    assert.equal(delivered.Condition.StringEquals["s3:x-amz-acl"], "bucket-owner-full-control");
    assert.deepEqual(delivered.Resource, balancers.Resource);
  });
});
