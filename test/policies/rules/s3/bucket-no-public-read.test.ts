import { bucketNoPublicRead } from "../../../../policies/rules/s3/bucket-no-public-read";
import { resource, testRule, unknown } from "../../../../policies/testing";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "ours" }, { name: "bucket" });
const open = resource("aws:s3/bucket:Bucket", { acl: "public-read" }, { name: "bucket" });
const provider = resource("pulumi:providers:aws", { region: "eu-west-1" }, { name: "provider" });

const everyone = "http://acs.amazonaws.com/groups/global/AllUsers";
const signedIn = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
const logDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";

const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const accountBlock = "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock";
const controls = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";

function allows(changes: object = {}): string {
  const allowed = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::ours/*" };
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ ...allowed, ...changes }] });
}

function acl(inputs: object, target: any = bucket) {
  return resource("aws:s3/bucketAcl:BucketAcl", { bucket: target, ...inputs }, { name: "acl" });
}

function policy(document: any, target: any = bucket) {
  return resource("aws:s3/bucketPolicy:BucketPolicy", { bucket: target, policy: document }, { name: "policy" });
}

function grant(permission: string, uri: string) {
  return acl({
    accessControlPolicy: { owner: { id: "o" }, grants: [{ permission, grantee: { type: "Group", uri } }] },
  });
}

testRule(bucketNoPublicRead, {
  passes: {
    "nothing said: S3 keeps a bucket private": [bucket],
    "a private ACL": [bucket, acl({ acl: "private" })],
    "an ACL for S3's log delivery": [bucket, grant("READ", logDelivery)],
    "everyone may write: that is S3.3": [bucket, grant("WRITE", everyone)],
    "a policy for an account": [bucket, policy(allows({ Principal: { AWS: "123456789012" } }))],
    "a policy for an organization": [
      bucket,
      policy(allows({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } } })),
    ],
    "a policy that lets everyone write: that is S3.3": [bucket, policy(allows({ Action: "s3:PutObject" }))],
    "NotAction that leaves nothing to read": [
      bucket,
      policy(allows({ Action: undefined, NotAction: ["s3:Get*", "s3:List*"] })),
    ],
    "public ACLs are ignored": [open, resource(block, { bucket: open, ignorePublicAcls: true })],
    "an unknown ACL, but public ones are ignored": [
      resource("aws:s3/bucket:Bucket", { bucket: "ours", acl: unknown }, { name: "bucket" }),
      resource(block, { bucket: "ours", ignorePublicAcls: true }),
    ],
    "public ACLs are ignored in the account": [open, resource(accountBlock, { ignorePublicAcls: true })],
    "ACLs are off (S3 User Guide, Controlling ownership)": [
      bucket,
      acl({ acl: "public-read" }),
      resource(controls, { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }),
    ],
    "a public policy is restricted to the account": [
      bucket,
      policy(allows()),
      resource(block, { bucket, restrictPublicBuckets: true }),
    ],
    "a public policy is restricted to the account, by the account": [
      bucket,
      policy(allows()),
      resource(accountBlock, { restrictPublicBuckets: true }),
    ],
    "a private ACL of an unknown bucket": [bucket, acl({ acl: "private" }, unknown)],
  },
  violates: {
    "an ACL inline; new buckets refuse it, but this may be an old one": {
      stack: [open],
      observes: ['acl is "public-read"'],
    },
    "an ACL inline, V2": {
      stack: [resource("aws:s3/bucketV2:BucketV2", { acl: "public-read-write" })],
      observes: ['acl is "public-read-write"'],
    },
    "for everyone with an AWS account": {
      stack: [resource("aws:s3/bucket:Bucket", { acl: "authenticated-read" })],
      observes: ['acl is "authenticated-read"'],
    },
    "a grant inline": {
      stack: [
        resource("aws:s3/bucket:Bucket", {
          grants: [{ type: "Group", uri: everyone, permissions: ["WRITE", "READ"] }],
        }),
      ],
      observes: ["grants[0] gives AllUsers read access"],
    },
    "an ACL by reference": {
      stack: [bucket, acl({ acl: "public-read" })],
      observes: ['acl is "public-read" (in acl)'],
    },
    "an ACL by name": {
      stack: [bucket, acl({ acl: "public-read" }, "ours")],
      observes: ['acl is "public-read" (in acl)'],
    },
    "an ACL for a bucket elsewhere": {
      stack: [acl({ acl: "public-read" }, "theirs")],
      observes: ['acl is "public-read"'],
    },
    "an ACL for a bucket that the program only reads": {
      stack: [{ ...bucket, external: true }, acl({ acl: "public-read" })],
      observes: ['acl is "public-read"'],
    },
    "a grant, split": {
      stack: [bucket, grant("FULL_CONTROL", signedIn)],
      observes: ["accessControlPolicy.grants[0] gives AuthenticatedUsers read access (in acl)"],
    },
    "new public ACLs are refused, but those there are stay (PublicAccessBlockConfiguration)": {
      stack: [open, resource(block, { bucket: open, blockPublicAcls: true, restrictPublicBuckets: true })],
      observes: ['acl is "public-read"'],
    },
    "ACLs are on": {
      stack: [open, resource(controls, { bucket: open, rule: { objectOwnership: "BucketOwnerPreferred" } })],
      observes: ['acl is "public-read"'],
    },
    "a policy, attached": {
      stack: [bucket, policy(allows())],
      observes: ["policy.Statement[0] allows everyone: Action s3:GetObject (in policy)"],
    },
    "a policy, inline, with a wildcard": {
      stack: [resource("aws:s3/bucket:Bucket", { policy: allows({ Action: "s3:*Object" }) })],
      observes: ["policy.Statement[0] allows everyone: Action s3:*Object"],
    },
    "a policy under a condition that everyone meets": {
      stack: [bucket, policy(allows({ Action: "*", Condition: { StringLike: { "aws:PrincipalArn": "*" } } }))],
      observes: ["policy.Statement[0] allows everyone, under a condition that anyone can meet: Action * (in policy)"],
    },
    "a policy with NotAction": {
      stack: [bucket, policy(allows({ Action: undefined, NotAction: "s3:DeleteObject" }))],
      observes: ["policy.Statement[0] allows everyone: NotAction s3:DeleteObject (in policy)"],
    },
    "ignoring public ACLs doesn't restrict policies": {
      stack: [
        bucket,
        policy(allows()),
        resource(block, { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true }),
      ],
      observes: ["policy.Statement[0] allows everyone: Action s3:GetObject (in policy)"],
    },
    "an ACL beside an unknown policy": {
      stack: [open, policy(unknown, open)],
      observes: ['acl is "public-read"'],
    },
    "another bucket's block": {
      stack: [open, resource(block, { bucket: "theirs", ignorePublicAcls: true, restrictPublicBuckets: true })],
      observes: ['acl is "public-read"'],
    },
  },
  undetermined: {
    "an unknown ACL": [bucket, acl({ acl: unknown })],
    "an unknown policy": [bucket, policy(unknown)],
    "a public ACL of an unknown bucket, one with a block": [
      bucket,
      acl({ acl: "public-read" }, unknown),
      resource(block, { bucket, ignorePublicAcls: true }),
    ],
    "perhaps the block is another bucket's": [open, resource(block, { bucket: unknown, ignorePublicAcls: true })],
    "an unknown setting": [open, resource(block, { bucket: open, ignorePublicAcls: unknown })],
    "the block is of another provider's account, perhaps the same": [
      provider,
      open,
      resource(accountBlock, { ignorePublicAcls: true }, { provider }),
    ],
    "unknown ownership": [open, resource(controls, { bucket: open, rule: { objectOwnership: unknown } })],
    "a grant to an unknown group": [bucket, grant("READ", unknown)],
  },
});
