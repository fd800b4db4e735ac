import { bucketTlsRequired } from "../../../../policies/rules/s3/bucket-tls-required";
import { resource, testRule, unknown } from "../../../../policies/testing";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "ours" }, { name: "bucket" });
const withoutTls = { Bool: { "aws:SecureTransport": "false" } };
const both = ["arn:aws:s3:::ours", "arn:aws:s3:::ours/*"];

function denial(changes: object = {}): object {
  return { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: both, Condition: withoutTls, ...changes };
}

function policy(...statements: unknown[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

const attached = (document: any) => [
  bucket,
  resource("aws:s3/bucketPolicy:BucketPolicy", { bucket, policy: document }, { name: "policy" }),
];

const nothing = ["no bucket policy denies all requests without TLS"];
const violates = (...statements: object[]) => ({ stack: attached(policy(...statements)), observes: nothing });

testRule(bucketTlsRequired, {
  passes: {
    "as AWS writes it (S3 User Guide, Requiring HTTPS)": attached(policy(denial())),
    "for any AWS principal": attached(policy(denial({ Principal: { AWS: "*" } }))),
    "for a list of principals": attached(policy(denial({ Principal: { AWS: ["123456789012", "*"] } }))),
    "every action": attached(policy(denial({ Action: ["*"] }))),
    "a boolean": attached(policy(denial({ Condition: { Bool: { "aws:SecureTransport": false } } }))),
    "a list": attached(policy(denial({ Condition: { Bool: { "aws:SecureTransport": ["false"] } } }))),
    "in other case": attached(policy(denial({ Condition: { bool: { "AWS:securetransport": "False" } } }))),
    "also without the key": attached(
      policy(denial({ Condition: { BoolIfExists: { "aws:SecureTransport": "false" } } })),
    ),
    "every resource": attached(policy(denial({ Resource: "*" }))),
    "one wildcard for both": attached(policy(denial({ Resource: "arn:aws:s3:::ours*" }))),
    "a statement for the bucket and one for the objects": attached(
      policy(...both.map((Resource) => denial({ Resource }))),
    ),
    "beside other statements, one of them unknown": attached(
      policy({ Effect: "Allow", Principal: unknown, Action: "s3:GetObject", Resource: "*" }, denial()),
    ),
    "another partition": attached(policy(denial({ Resource: ["arn:aws-cn:s3:::ours", "arn:aws-cn:s3:::ours/*"] }))),
    inline: [resource("aws:s3/bucket:Bucket", { policy: policy(denial()) })],
    "an object, attached by name": [
      bucket,
      resource("aws:s3/bucketPolicy:BucketPolicy", {
        bucket: "ours",
        policy: { Version: "2012-10-17", Statement: [denial()] } as any,
      }),
    ],
  },
  violates: {
    "no policy": { stack: [bucket], observes: nothing },
    "a policy about something else": violates({
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: "*",
    }),
    "an Allow with TLS leaves what else is allowed": violates({
      ...denial(),
      Effect: "Allow",
      Condition: { Bool: { "aws:SecureTransport": "true" } },
    }),
    "TLS is denied": violates(denial({ Condition: { Bool: { "aws:SecureTransport": "true" } } })),
    "for one account": violates(denial({ Principal: { AWS: "123456789012" } })),
    "for all but one": violates(denial({ Principal: undefined, NotPrincipal: { AWS: "123456789012" } })),
    "reading only": violates(denial({ Action: "s3:Get*" })),
    "under a further condition": violates(
      denial({ Condition: { ...withoutTls, StringEquals: { "aws:PrincipalAccount": "1" } } }),
    ),
    "old TLS versions only: a request without TLS has no version": violates(
      denial({ Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } }),
    ),
    "objects only": {
      stack: attached(policy(denial({ Resource: "arn:aws:s3:::ours/*" }))),
      observes: ["its policy denies requests without TLS to its objects, not to the bucket itself"],
    },
    "the bucket only": {
      stack: attached(policy(denial({ Resource: "arn:aws:s3:::ours" }))),
      observes: ["its policy denies requests without TLS to the bucket itself, not to all of its objects"],
    },
    "the bucket and some objects": {
      stack: attached(policy(denial({ Resource: ["arn:aws:s3:::ours", "arn:aws:s3:::ours/logs/*"] }))),
      observes: ["its policy denies requests without TLS to the bucket itself, not to all of its objects"],
    },
    "another bucket's policy": {
      stack: [bucket, resource("aws:s3/bucketPolicy:BucketPolicy", { bucket: "theirs", policy: policy(denial()) })],
      observes: nothing,
    },
  },
  undetermined: {
    "an unknown policy": attached(unknown),
    "unknown resources": attached({ Version: "2012-10-17", Statement: [denial({ Resource: [unknown, unknown] })] }),
    "an unknown condition": attached({ Version: "2012-10-17", Statement: [denial({ Condition: unknown })] }),
    "perhaps another bucket's policy": [
      bucket,
      resource("aws:s3/bucketPolicy:BucketPolicy", { bucket: unknown, policy: policy(denial()) }),
    ],
  },
});
