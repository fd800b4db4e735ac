import { bucketPublicAccessBlocked } from "../../../../policies/rules/s3/bucket-public-access-blocked";
import { resource, testRule, unknown } from "../../../../policies/testing";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "ours" }, { name: "bucket" });
const bucketV2 = resource("aws:s3/bucketV2:BucketV2", {}, { name: "bucket" });
const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const all = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };

testRule(bucketPublicAccessBlocked, {
  passes: {
    "by reference": [bucket, resource(block, { bucket, ...all })],
    "by name": [bucket, resource(block, { bucket: "ours", ...all })],
    "for a V2 bucket": [bucketV2, resource(block, { bucket: bucketV2, ...all })],
    "for a bucket elsewhere": [resource(block, { bucket: "theirs", ...all })],
  },
  violates: {
    "nothing said: only buckets made since April 2023 block by default": {
      stack: [bucket],
      observes: ["no BucketPublicAccessBlock is declared for it"],
    },
    "the account's block is S3.1; S3.8 wants the bucket's own (S3 User Guide, Blocking public access)": {
      stack: [bucket, resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", all)],
      observes: ["no BucketPublicAccessBlock is declared for it"],
    },
    "a setting off": {
      stack: [bucket, resource(block, { bucket, ...all, ignorePublicAcls: false })],
      observes: ["ignorePublicAcls is false"],
    },
    "settings left out are off (PublicAccessBlockConfiguration)": {
      stack: [bucket, resource(block, { bucket, blockPublicAcls: true, ignorePublicAcls: true })],
      observes: ["blockPublicPolicy is not set", "restrictPublicBuckets is not set"],
    },
    "a setting off beside an unknown one": {
      stack: [bucket, resource(block, { bucket, ...all, blockPublicAcls: unknown, blockPublicPolicy: false })],
      observes: ["blockPublicPolicy is false"],
    },
    "another bucket's block": {
      stack: [bucket, resource(block, { bucket: "theirs", ...all })],
      observes: ["no BucketPublicAccessBlock is declared for it"],
    },
  },
  undetermined: {
    "an unknown setting": [bucket, resource(block, { bucket, ...all, blockPublicAcls: unknown })],
    "an unknown bucket's": [bucket, resource(block, { bucket: unknown, ...all })],
  },
});
