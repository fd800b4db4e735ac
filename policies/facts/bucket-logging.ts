import type { Graph, Subject } from "../core/graph";
import { partsOf, type Pointer, pointingAt } from "./bucket";
import { some } from "./some";

const loggings = ["aws:s3/bucketLogging:BucketLogging", "aws:s3/bucketLoggingV2:BucketLoggingV2"] as const;

/** Whether S3 writes a log of the requests to this bucket, wherever that goes. */
export function hasAccessLogs(graph: Graph, bucket: Subject<any>): boolean {
  const ways = [
    () => bucket.at("logging").isPresent,
    () => bucket.at("loggings").elements().length > 0,
    () => partsOf(graph, bucket.urn, loggings).length > 0,
  ];
  return some(ways, (isLogged) => isLogged());
}

/**
 * Whether other buckets' access logs go to this one. S3 advises against logging such a bucket, which would log its own
 * logs for ever. Logs of CloudTrail, load balancers and others don't count: their buckets are to be logged (CloudTrail.7).
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
 */
export function receivesAccessLogs(graph: Graph, bucket: Subject<any>): boolean {
  return some<Pointer<any>>(targets, (target) => pointingAt(graph, bucket.urn, target).length > 0);
}

const targets: Pointer<any>[] = [
  { types: loggings, property: "targetBucket" },
  {
    types: ["aws:s3/bucket:Bucket"],
    property: "logging",
    names: (bucket) => [bucket.at("logging").at("targetBucket")],
  },
  {
    types: ["aws:s3/bucketV2:BucketV2"],
    property: "loggings",
    names: (bucket) =>
      bucket
        .at("loggings")
        .elements()
        .map((logging) => logging.at("targetBucket")),
  },
];
