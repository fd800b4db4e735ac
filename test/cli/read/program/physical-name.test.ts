import * as assert from "node:assert/strict";
import { physicalName, unnamedProperty } from "../../../../cli/read/program/physical-name";

describe("the name that Pulumi makes up", () => {
  for (const [type, inputs, property] of [
    ["aws:sqs/queue:Queue", {}, "name"],
    ["aws:s3/bucket:Bucket", {}, "bucket"],
    ["aws:rds/instance:Instance", {}, "identifier"],
    ["aws:rds/cluster:Cluster", {}, "clusterIdentifier"],
    ["aws:sqs/queue:Queue", { name: "jobs" }, undefined],
    ["aws:sqs/queue:Queue", { namePrefix: "jobs" }, undefined],
    ["aws:s3/bucketPolicy:BucketPolicy", {}, undefined],
    ["aws:route53/record:Record", {}, undefined],
    ["aws:ec2/vpc:Vpc", {}, undefined],
    ["aws:no/such:Type", {}, undefined],
    ["random:index/randomPet:RandomPet", {}, undefined],
  ] as const) {
    it(`of ${type} with ${JSON.stringify(inputs)} is its ${property}`, () => {
      assert.equal(unnamedProperty(type, inputs, process.cwd()), property);
    });
  }

  it("has seven digits, and what FIFO queues and topics need", () => {
    assert.equal(physicalName("jobs", "0123456789", {}), "jobs-0123456");
    assert.equal(physicalName("jobs", "0123456789", { fifoQueue: true }), "jobs-0123456.fifo");
  });
});
