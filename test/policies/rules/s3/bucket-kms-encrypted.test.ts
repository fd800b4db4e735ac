import { bucketKmsEncrypted } from "../../../../policies/rules/s3/bucket-kms-encrypted";
import { resource, testRule, unknown } from "../../../../policies/testing";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "ours" }, { name: "bucket" });
const bucketV2 = resource("aws:s3/bucketV2:BucketV2", {}, { name: "bucket" });
const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const encryptionV2 = "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2";

const s3Keys = resource(encryption, { bucket, rules: [by("AES256")] });
const lb = "aws:lb/loadBalancer:LoadBalancer";

function delivery(statement: object) {
  const policy = JSON.stringify({ Statement: [{ Effect: "Allow", Action: "s3:PutObject", ...statement }] });
  return resource("aws:s3/bucketPolicy:BucketPolicy", { bucket, policy });
}

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
    "S3's own keys, for the access logs of another bucket (S3 User Guide, Enabling server access logging: SSE-KMS is not supported)":
      [bucket, s3Keys, resource("aws:s3/bucketLogging:BucketLogging", { bucket: "theirs", targetBucket: bucket })],
    "nothing said, for a load balancer's logs (ALB User Guide, Enable access logs: only SSE-S3 is supported)": [
      bucket,
      resource(lb, { accessLogs: { enabled: true, bucket } }),
    ],
    "S3's own keys, for a classic load balancer's logs": [
      bucket,
      s3Keys,
      resource("aws:elb/loadBalancer:LoadBalancer", { accessLogs: { bucket: "ours" } }),
    ],
    "S3's own keys, where the policy lets S3's log delivery write": [
      bucket,
      s3Keys,
      delivery({ Principal: { Service: "logging.s3.amazonaws.com" } }),
    ],
    "S3's own keys, where the policy lets load balancers write": [
      bucket,
      s3Keys,
      delivery({ Principal: { Service: ["logdelivery.elasticloadbalancing.amazonaws.com"] } }),
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
    "a network load balancer's logs, which a KMS key can encrypt (NLB User Guide, Access logs)": {
      stack: [bucket, s3Keys, resource(lb, { loadBalancerType: "network", accessLogs: { enabled: true, bucket } })],
      observes: ['sseAlgorithm is "AES256"'],
    },
    "a policy that lets CloudTrail write, which can use a key": {
      stack: [bucket, s3Keys, delivery({ Principal: { Service: "cloudtrail.amazonaws.com" } })],
      observes: ['sseAlgorithm is "AES256"'],
    },
    "a policy that lets an account write": {
      stack: [bucket, s3Keys, delivery({ Principal: "123456789012" })],
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
