import { resource, testRule, unknown } from "pulumi-guardrails/testing";
import { bucketNotForceDestroyed } from "./rules";

const bucket = "aws:s3/bucket:Bucket";

testRule(bucketNotForceDestroyed, {
  passes: { "left out": [resource(bucket, {})], off: [resource(bucket, { forceDestroy: false })] },
  violates: { on: { stack: [resource(bucket, { forceDestroy: true })], observes: ["forceDestroy is true"] } },
  undetermined: { "not known yet": [resource(bucket, { forceDestroy: unknown })] },
});
