import { bucketKmsEncrypted } from "../../../../policies/rules/s3/bucket-kms-encrypted";
import { resource, testRule, unknown } from "../../../../policies/testing";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "ours" }, { name: "bucket" });
const bucketV2 = resource("aws:s3/bucketV2:BucketV2", {}, { name: "bucket" });
const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const encryptionV2 = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";

function by(sseAlgorithm: string) {
  return { applyServerSideEncryptionByDefault: { sseAlgorithm } };
}

testRule(bucketKmsEncrypted, {
  passes: {
    "split, by reference": [bucket, resource(encryption, { bucket, rules: [by("aws:kms")] })],
    "split, by name, in two layers": [bucket, resource(encryption, { bucket: "ours", rules: [by("aws:kms:dsse")] })],
    "split, V2": [bucketV2, resource(encryptionV2, { bucket: bucketV2, rules: [by("aws:kms")] })],
    inline: [resource("aws:s3/bucket:Bucket", { serverSideEncryptionConfiguration: { rule: by("aws:kms") } })],
    "inline, V2": [
      resource("aws:s3/bucketV2:BucketV2", {
        serverSideEncryptionConfigurations: [
          { rules: [{ applyServerSideEncryptionByDefaults: [{ sseAlgorithm: "aws:kms" }] }] },
        ],
      }),
    ],
    "the key not known yet": [
      bucket,
      resource(encryption, {
        bucket,
        rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: unknown } }],
      }),
    ],
  },
  violates: {
    "nothing said: S3 uses its own keys (S3 User Guide, Default encryption FAQ)": {
      stack: [bucket],
      observes: ["no default encryption with a KMS key is declared"],
    },
    "S3's own keys, split": {
      stack: [bucket, resource(encryption, { bucket, rules: [by("AES256")] })],
      observes: ['sseAlgorithm is "AES256"'],
    },
    "S3's own keys, inline": {
      stack: [resource("aws:s3/bucket:Bucket", { serverSideEncryptionConfiguration: { rule: by("AES256") } })],
      observes: ['sseAlgorithm is "AES256"'],
    },
    "a bucket key only": {
      stack: [bucket, resource(encryption, { bucket, rules: [{ bucketKeyEnabled: true }] })],
      observes: ["no default encryption with a KMS key is declared"],
    },
  },
  undetermined: {
    "an unknown algorithm": [bucket, resource(encryption, { bucket, rules: [by(unknown)] })],
    "an unknown bucket's": [bucket, resource(encryption, { bucket: unknown, rules: [by("aws:kms")] })],
    "unknown rules": [bucket, resource(encryption, { bucket, rules: unknown })],
  },
});
