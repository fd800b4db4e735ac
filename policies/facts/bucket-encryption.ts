import type { Graph, Subject } from "../core/graph";
import type { Value } from "../core/value";
import { partsOf } from "./bucket";
import { known } from "./known";

const configurations = [
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
] as const;

/**
 * The algorithms by which a bucket encrypts objects that don't ask for another, by where they are written. None written:
 * S3 encrypts with its own keys (since January 2023).
 */
export function defaultEncryption(graph: Graph, bucket: Subject<any>): (() => Value<any>[])[] {
  return [
    () => algorithms([bucket.at("serverSideEncryptionConfiguration").at("rule")]),
    () => bucket.at("serverSideEncryptionConfigurations").elements().flatMap(rulesOf),
    () => partsOf(graph, bucket.urn, configurations).flatMap(rulesOf),
  ];
}

function rulesOf(configuration: Value<any>): Value<any>[] {
  return algorithms(configuration.at("rules").elements());
}

/** Written in the singular by the present resources, in the plural by BucketV2. */
function algorithms(rules: readonly Value<any>[]): Value<any>[] {
  return rules
    .flatMap((rule) => [
      rule.at("applyServerSideEncryptionByDefault"),
      ...rule.at("applyServerSideEncryptionByDefaults").elements(),
    ])
    .map((byDefault) => byDefault.at("sseAlgorithm"))
    .filter((algorithm) => known(() => algorithm.isPresent).value !== false);
}
