import { bucketNoPublicWrite } from "../../../../policies/rules/s3/bucket-no-public-write";
import { resource, testRule, unknown } from "../../../../policies/testing";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "ours" }, { name: "bucket" });
const everyone = "http://acs.amazonaws.com/groups/global/AllUsers";
const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

function policy(Action: unknown) {
  const Statement = [{ Effect: "Allow", Principal: { AWS: "*" }, Action, Resource: "arn:aws:s3:::ours/*" }];
  return resource("aws:s3/bucketPolicy:BucketPolicy", { bucket, policy: JSON.stringify({ Statement }) }, { name: "p" });
}

function grants(permission: string) {
  return resource("aws:s3/bucket:Bucket", { grants: [{ type: "Group", uri: everyone, permissions: [permission] }] });
}

testRule(bucketNoPublicWrite, {
  passes: {
    "everyone may read: that is S3.2": [resource("aws:s3/bucket:Bucket", { acl: "public-read" })],
    "everyone may read by policy": [bucket, policy(["s3:GetObject", "s3:ListBucket"])],
    "a grant to read the ACL": [grants("READ_ACP")],
    "public ACLs are ignored": [
      resource("aws:s3/bucket:Bucket", { bucket: "ours", acl: "public-read-write" }),
      resource(block, { bucket: "ours", ignorePublicAcls: true }),
    ],
    "a public policy is restricted to the account": [
      bucket,
      policy("s3:*"),
      resource(block, { bucket, restrictPublicBuckets: true }),
    ],
  },
  violates: {
    "an ACL": {
      stack: [resource("aws:s3/bucket:Bucket", { acl: "public-read-write" })],
      observes: ['acl is "public-read-write"'],
    },
    "a grant": { stack: [grants("WRITE")], observes: ["grants[0] gives AllUsers write access"] },
    "a grant to write the ACL, so to grant oneself the rest": {
      stack: [grants("WRITE_ACP")],
      observes: ["grants[0] gives AllUsers write access"],
    },
    "a policy for uploads": {
      stack: [bucket, policy("s3:PutObject")],
      observes: ["policy.Statement[0] allows everyone: Action s3:PutObject (in p)"],
    },
    "a policy for deleting, in any case": {
      stack: [bucket, policy(["s3:GetObject", "S3:deleteobject*"])],
      observes: ["policy.Statement[0] allows everyone: Action s3:GetObject, S3:deleteobject* (in p)"],
    },
    "every action": {
      stack: [bucket, policy("*")],
      observes: ["policy.Statement[0] allows everyone: Action * (in p)"],
    },
  },
  undetermined: {
    "unknown actions": [bucket, policy(unknown)],
    "an unknown grant": [resource("aws:s3/bucket:Bucket", { grants: unknown })],
  },
});
