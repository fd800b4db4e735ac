import type { Graph, Subject } from "../core/graph";
import { each } from "../core/value";
import { allOf } from "./all-of";
import { type BucketKey, bucketOf, partsOf } from "./bucket";
import { type Access, publicGrants } from "./bucket-acl";
import { known } from "./known";
import { statements } from "./policy-document";
import { coversSomeAction, spelled } from "./policy-grant";
import { isPublic, publicPhrase } from "./public-access";
import { disarms, hasAclsDisabled } from "./public-access-block";
import { some } from "./some";
import { unless } from "./unless";

/** What may hold an ACL or a policy of a bucket, besides the bucket. */
export const bucketAccessParts = [
  "aws:s3/bucketAcl:BucketAcl",
  "aws:s3/bucketAclV2:BucketAclV2",
  "aws:s3/bucketPolicy:BucketPolicy",
] as const;

/**
 * The actions by which S3 considers a policy public, by how they begin, and those that replicate into a bucket.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_PublicAccessBlockConfiguration.html
 */
const actions: Readonly<Record<Access, readonly string[]>> = {
  read: ["s3:get", "s3:list"],
  write: ["s3:put", "s3:delete", "s3:abortmultipartupload", "s3:restoreobject", "s3:replicate"],
};

/**
 * What a bucket's ACLs and policies give to everyone and what has effect: a phrase for each. A new bucket blocks public
 * access and has ACLs off since April 2023, but the program doesn't tell whether the bucket is new: only what the stack
 * declares counts. https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
 */
export function publicAccess(bucket: Subject<any>, graph: Graph, access: Access): string[] {
  const parts = bucketAccessParts.flatMap((type) => certain(graph, bucket.urn, type));
  return each([bucket, ...parts], (part) =>
    publicPart(part, graph, access).map((phrase) => (part === bucket ? phrase : `${phrase} (in ${part.name})`)),
  );
}

/** The same of an ACL or policy by itself, for a bucket that this stack doesn't manage or that is not known yet. */
export function publicAccessElsewhere(part: Subject<any>, graph: Graph, access: Access): string[] {
  const { value: bucket } = known(() => bucketOf(graph, part));
  const target = graph.get(bucket);
  return target && !target.resource.external ? [] : publicPart(part, graph, access);
}

function certain(graph: Graph, bucket: BucketKey, type: (typeof bucketAccessParts)[number]): Subject<any>[] {
  return known(() => partsOf(graph, bucket, [type])).value ?? [];
}

function publicPart(part: Subject<any>, graph: Graph, access: Access): string[] {
  const bucket = () => bucketOf(graph, part);
  const looks = [
    () =>
      unless(
        () => ignoresAcls(graph, bucket(), part),
        () => publicGrants(part, access),
      ),
    () =>
      unless(
        () => disarms(graph, bucket(), part, "restrictPublicBuckets"),
        () => granted(part, access),
      ),
  ];
  return each(looks, (look) => look());
}

function ignoresAcls(graph: Graph, bucket: BucketKey, resource: Subject<any>): boolean {
  const reasons = [() => disarms(graph, bucket, resource, "ignorePublicAcls"), () => hasAclsDisabled(graph, bucket)];
  return some(reasons, (holds) => holds());
}

function granted(resource: Subject<any>, access: Access): string[] {
  return each(statements(resource.at("policy")), (statement) => {
    const isGranted = allOf(
      () => isPublic(statement),
      () => coversSomeAction(statement, actions[access]),
    );
    return isGranted ? [`${publicPhrase(statement)}: ${spelled(statement, "Action")}`] : [];
  });
}
