import type { Observations, Rule } from "../../core/rule";
import type { Graph, Subject } from "../../core/graph";
import { buckets, partsOf } from "../../facts/bucket";
import { across } from "../../facts/check";
import { some } from "../../facts/some";

const versionings = [
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:s3/bucketVersioningV2:BucketVersioningV2",
] as const;

export const bucketVersioningEnabled: Rule = {
  id: "s3-bucket-versioning-enabled",
  title: "S3 buckets must keep versions of their objects",
  severity: "low",
  why: "An object that was overwritten or deleted, by mistake or by ransomware, is gone for good.",
  fix: 'Add an aws.s3.BucketVersioning for the bucket with versioningConfiguration { status: "Enabled" }, and a lifecycle rule that expires old versions.',
  catalogue: ["S3.14"],
  equivalents: {
    checkov: ["CKV_AWS_21"],
    "cdk-nag": ["S3BucketVersioningEnabled"],
    trivy: ["AWS-0090"],
    guard: ["S3_BUCKET_VERSIONING_ENABLED"],
    prowler: ["s3_bucket_object_versioning"],
  },
  checks: [across(buckets, observe)],
};

function observe(bucket: Subject<any>, { graph }: { graph: Graph }): Observations {
  const inline = () =>
    some(
      [bucket.at("versioning"), ...bucket.at("versionings").elements()],
      (versioning) => versioning.at("enabled").boolean() ?? false,
    );
  const split = () =>
    some(
      partsOf(graph, bucket.urn, versionings),
      (part) => part.at("versioningConfiguration").at("status").string() === "Enabled",
    );
  if (some([inline, split], (isEnabled) => isEnabled())) return [];
  const [part] = partsOf(graph, bucket.urn, versionings);
  const status = part?.at("versioningConfiguration").at("status").string();
  return [
    status === undefined ? "versioning is not enabled" : `versioning of it is "${status}" in ${part?.name ?? ""}`,
  ];
}
