import { bucketVersioningEnabled } from "../../../../policies/rules/s3/bucket-versioning-enabled";
import { resource, testRule, unknown } from "../../../../policies/testing";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "ours" }, { name: "bucket" });
const unnamed = resource("aws:s3/bucket:Bucket", {}, { name: "bucket" });
const bucketV2 = resource("aws:s3/bucketV2:BucketV2", { bucket: "ours" }, { name: "bucket" });
const random = resource("random:index/randomId:RandomId", {}, { name: "random" });

const versioning = "aws:s3/bucketVersioning:BucketVersioning";
const versioningV2 = "aws:s3/bucketVersioningV2:BucketVersioningV2";
const versioningConfiguration = { status: "Enabled" };

testRule(bucketVersioningEnabled, {
  passes: {
    "by reference": [bucket, resource(versioning, { bucket, versioningConfiguration })],
    "by literal name": [bucket, resource(versioning, { bucket: "ours", versioningConfiguration })],
    "by ARN": [bucket, resource(versioning, { bucket: "arn:aws:s3:::ours", versioningConfiguration })],
    "by the name that the provider chose": [
      { ...unnamed, outputs: { bucket: "bucket-1a2b3c4" }, id: "bucket-1a2b3c4" },
      resource(versioning, { bucket: "bucket-1a2b3c4", versioningConfiguration }),
    ],
    "by way of another part of the bucket": [
      bucket,
      resource(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        { bucket, rule: unknown },
        { name: "controls" },
      ),
      resource(versioning, {
        bucket: resource("aws:s3/bucketOwnershipControls:BucketOwnershipControls", {}, { name: "controls" }),
        versioningConfiguration,
      }),
    ],
    "V2 for a V2 bucket": [bucketV2, resource(versioningV2, { bucket: bucketV2, versioningConfiguration })],
    "V2 for a bucket": [bucket, resource(versioningV2, { bucket, versioningConfiguration })],
    "for a V2 bucket": [bucketV2, resource(versioning, { bucket: bucketV2, versioningConfiguration })],
    inline: [resource("aws:s3/bucket:Bucket", { versioning: { enabled: true } })],
    "inline, V2": [resource("aws:s3/bucketV2:BucketV2", { versionings: [{ enabled: true }] })],
    "two buckets of a loop, each with its own": [1, 2].flatMap((number) => {
      const one = resource("aws:s3/bucket:Bucket", {}, { name: `bucket-${number}` });
      return [one, resource(versioning, { bucket: one, versioningConfiguration }, { name: `versioning-${number}` })];
    }),
    "a bucket that the program only reads": [{ ...bucket, external: true }],
  },
  violates: {
    "nothing said: S3 keeps no versions unless asked (S3 User Guide, Using versioning)": {
      stack: [bucket],
      observes: ["versioning is not enabled"],
    },
    "inline, off": {
      stack: [resource("aws:s3/bucket:Bucket", { versioning: { enabled: false } })],
      observes: ["versioning is not enabled"],
    },
    suspended: {
      stack: [
        bucket,
        resource(versioning, { bucket, versioningConfiguration: { status: "Suspended" } }, { name: "v" }),
      ],
      observes: ['versioning of it is "Suspended" in v'],
    },
    "the versions of another bucket": {
      stack: [bucket, resource(versioning, { bucket: "theirs", versioningConfiguration })],
      observes: ["versioning is not enabled"],
    },
    "the second bucket of a loop": {
      stack: [
        bucket,
        resource("aws:s3/bucket:Bucket", {}, { name: "other" }),
        resource(versioning, { bucket, versioningConfiguration }),
      ],
      observes: ["versioning is not enabled"],
    },
  },
  undetermined: {
    "an unknown status": [bucket, resource(versioning, { bucket, versioningConfiguration: { status: unknown } })],
    "an unknown bucket's": [unnamed, resource(versioning, { bucket: unknown, versioningConfiguration })],
    "one of two buckets'": [
      bucket,
      {
        ...resource(versioning, { bucket: unknown, versioningConfiguration }),
        propertyDependencies: {
          bucket: [bucket.urn, "urn:pulumi:test::test::aws:s3/bucket:Bucket::other"],
        },
      },
      resource("aws:s3/bucket:Bucket", { versioning: { enabled: true } }, { name: "other" }),
    ],
    "both named after the same random id": [
      random,
      resource("aws:s3/bucket:Bucket", { bucket: random }),
      resource(versioning, { bucket: random, versioningConfiguration }),
    ],
    "inline, unknown": [resource("aws:s3/bucket:Bucket", { versioning: unknown })],
  },
});
