import type { Observations, Rule } from "../../core/rule";
import type { Graph, Subject } from "../../core/graph";
import { buckets } from "../../facts/bucket";
import { defaultEncryption } from "../../facts/bucket-encryption";
import { across } from "../../facts/check";
import { receivesLogsWithoutKms } from "../../facts/log-delivery";
import { some } from "../../facts/some";
import { unless } from "../../facts/unless";

export const bucketKmsEncrypted: Rule = {
  id: "s3-bucket-kms-encrypted",
  title: "S3 buckets must encrypt by default with a KMS key",
  severity: "medium",
  why: "With S3's own keys, permission to read an object is all it takes; a KMS key can be refused, audited and disabled.",
  fix: 'Add an aws.s3.BucketServerSideEncryptionConfiguration for the bucket with rules [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId }, bucketKeyEnabled: true }]. A bucket for the access logs of S3 or load balancers is exempt: they can\'t be written with a KMS key.',
  catalogue: ["S3.17"],
  equivalents: {
    checkov: ["CKV_AWS_145"],
    "cdk-nag": ["S3DefaultEncryptionKMS"],
    guard: ["S3_DEFAULT_ENCRYPTION_KMS"],
    prowler: ["s3_bucket_kms_encryption"],
  },
  checks: [
    across(buckets, (bucket, { graph }) =>
      unless(
        () => receivesLogsWithoutKms(graph, bucket),
        () => observe(bucket, graph),
      ),
    ),
  ],
};

const kms = ["aws:kms", "aws:kms:dsse"];

function observe(bucket: Subject<any>, graph: Graph): Observations {
  const sources = defaultEncryption(graph, bucket);
  const isKms = some(sources, (algorithms) =>
    some(algorithms(), (algorithm) => kms.includes(algorithm.string() ?? "")),
  );
  if (isKms) return [];
  const [written] = sources.flatMap((algorithms) => algorithms().map((algorithm) => algorithm.string() ?? ""));
  return [written === undefined ? "no default encryption with a KMS key is declared" : `sseAlgorithm is "${written}"`];
}
