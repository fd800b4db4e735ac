import { trailEncrypted } from "../../../../policies/rules/cloudtrail/trail-encrypted";
import { resource, testRule, unknown } from "../../../../policies/testing";

const trail = "aws:cloudtrail/trail:Trail";
const key = resource("aws:kms/key:Key", {}, { name: "key" });

testRule(trailEncrypted, {
  passes: {
    "a key by ARN": [resource(trail, { kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1234abcd" })],
    "a key of the same stack, its ARN not known yet": [key, resource(trail, { kmsKeyId: key })],
  },
  violates: {
    "left out: logs are encrypted with S3's keys only (CloudTrail User Guide, Encrypting log files)": {
      stack: [resource(trail, {})],
      observes: ["kmsKeyId is not set"],
    },
    empty: { stack: [resource(trail, { kmsKeyId: "" })], observes: ['kmsKeyId is ""'] },
  },
  undetermined: {
    "unknown, from nowhere in this stack: it may be absent": [resource(trail, { kmsKeyId: unknown })],
  },
});
