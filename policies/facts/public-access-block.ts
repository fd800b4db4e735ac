import type { Graph, Subject } from "../core/graph";
import { NotKnown } from "../core/value";
import { type BucketKey, partsOf } from "./bucket";
import { some } from "./some";

/** The four settings of S3 Block Public Access. The first two refuse new ACLs and policies, the others disarm all. */
export const publicAccessBlockFlags = [
  "blockPublicAcls",
  "blockPublicPolicy",
  "ignorePublicAcls",
  "restrictPublicBuckets",
] as const;

/**
 * Whether public ACLs (`ignorePublicAcls`) or public policies (`restrictPublicBuckets`) of a bucket have no effect, by its
 * own settings or its account's: S3 applies the most restrictive. `blockPublicAcls` and `blockPublicPolicy` don't count:
 * they refuse new ones and leave those that exist in force.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 *
 * @param part - a resource of the bucket's account
 */
export function disarms(
  graph: Graph,
  bucket: BucketKey,
  part: Subject<any>,
  flag: "ignorePublicAcls" | "restrictPublicBuckets",
): boolean {
  const own = () =>
    some(
      partsOf(graph, bucket, ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"]),
      (block) => block.at(flag).boolean() ?? false,
    );
  const account = () =>
    some(graph.all("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"), (block) => {
      if (!(block.at(flag).boolean() ?? false)) return false;
      if (block.resource.provider === part.resource.provider) return true;
      throw new NotKnown(`whether ${block.name} is for the account of ${part.name} is not known`);
    });
  return some([own, account], (level) => level());
}

/** Whether Object Ownership turns ACLs off for this bucket: they then no longer affect permissions. */
export function hasAclsDisabled(graph: Graph, bucket: BucketKey): boolean {
  return some(
    partsOf(graph, bucket, ["aws:s3/bucketOwnershipControls:BucketOwnershipControls"]),
    (controls) => controls.at("rule").at("objectOwnership").string() === "BucketOwnerEnforced",
  );
}
