import * as assert from "node:assert/strict";
import { agentPolicy } from "../../components/compute/instance-role";
import { gatewayPolicy } from "../../components/network/endpoint-policy";
import { patchBuckets } from "../../components/patch-buckets";

describe("the buckets of Patch Manager (patch-operations-s3-buckets.html of its user guide)", () => {
  it("are named exactly where AWS lists them", () => {
    assert.deepEqual(patchBuckets("eu-west-1"), [
      "aws-patch-manager-eu-west-1-5522fb710",
      "patch-baseline-snapshot-eu-west-1",
    ]);
    assert.deepEqual(patchBuckets("me-south-1"), [
      "aws-patch-manager-me-south-1-a53fc9dce",
      "patch-baseline-snapshot-me-south-1-uduvl7q8",
    ]);
  });

  it("are a pattern in regions that AWS doesn't list", () => {
    assert.deepEqual(patchBuckets("cn-north-1"), [
      "aws-patch-manager-cn-north-1-*",
      "patch-baseline-snapshot-cn-north-1",
      "patch-baseline-snapshot-cn-north-1-*",
    ]);
  });

  it("are open to an instance by its role and by the way to S3 that a VPC has", () => {
    const place = { partition: "aws", account: "123456789012", region: "eu-west-1" };
    for (const policy of [agentPolicy(place), gatewayPolicy("s3", place, { trustedAccountIds: [] })]) {
      for (const bucket of patchBuckets(place.region)) {
        assert.ok(JSON.stringify(policy).includes(`"arn:aws:s3:::${bucket}/*"`), bucket);
      }
    }
  });
});
