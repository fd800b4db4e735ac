import type { Observations, Rule } from "../../core/rule";
import type { Graph } from "../../core/graph";
import { buckets } from "../../facts/bucket";
import { hasStatement } from "../../facts/bucket-policy";
import { across, type SubjectOf } from "../../facts/check";
import { deniesPlainHttp } from "../../facts/secure-transport";

export const bucketTlsRequired: Rule = {
  id: "s3-bucket-tls-required",
  title: "S3 bucket policies must deny requests that don't use TLS",
  severity: "medium",
  why: "S3 also answers on plain HTTP: who sits on the way can read and change what is sent, signed requests included.",
  fix: 'Add an aws.s3.BucketPolicy that denies s3:* to Principal "*" on the bucket\'s ARN and on that ARN with /*, under the condition {"Bool": {"aws:SecureTransport": "false"}}.',
  catalogue: ["S3.5"],
  equivalents: {
    checkov: ["CKV_AWS_379"],
    "cdk-nag": ["S3BucketSSLRequestsOnly"],
    guard: ["S3_BUCKET_SSL_REQUESTS_ONLY"],
    prowler: ["s3_bucket_secure_transport_policy"],
  },
  checks: [across(buckets, observe)],
};

function observe(bucket: SubjectOf<(typeof buckets)[number]>, { graph }: { graph: Graph }): Observations {
  const isDenied = (on: "bucket" | "objects") =>
    hasStatement(graph, bucket, (statement) => deniesPlainHttp(statement, on));
  const forObjects = isDenied("objects");
  const forBucket = isDenied("bucket");
  if (forObjects && forBucket) return [];
  if (forObjects) return ["its policy denies requests without TLS to its objects, not to the bucket itself"];
  if (forBucket) return ["its policy denies requests without TLS to the bucket itself, not to all of its objects"];
  return ["no bucket policy denies all requests without TLS"];
}
