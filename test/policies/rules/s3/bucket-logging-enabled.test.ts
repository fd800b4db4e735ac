import { bucketLoggingEnabled } from "../../../../policies/rules/s3/bucket-logging-enabled";
import { resource, testRule, unknown } from "../../../../policies/testing";

const bucket = resource("aws:s3/bucket:Bucket", { bucket: "ours" }, { name: "bucket" });
const logs = resource("aws:s3/bucket:Bucket", { bucket: "logs" }, { name: "logs" });
const logsV2 = resource("aws:s3/bucketV2:BucketV2", {}, { name: "logs" });
const logging = "aws:s3/bucketLogging:BucketLogging";

const bucketPolicy = "aws:s3/bucketPolicy:BucketPolicy";

function delivery(Service: string) {
  return JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { Service }, Action: "s3:PutObject" }] });
}

const unlogged = ["no access logging is declared for it"];

testRule(bucketLoggingEnabled, {
  passes: {
    "split; the bucket for logs is exempt (S3 User Guide, Logging requests: don't log the destination)": [
      bucket,
      logs,
      resource(logging, { bucket, targetBucket: logs, targetPrefix: "ours/" }),
    ],
    "split, by name": [
      bucket,
      logs,
      resource(logging, { bucket: "ours", targetBucket: "logs", targetPrefix: "ours/" }),
    ],
    "split, V2": [
      bucket,
      logsV2,
      resource("aws:s3/bucketLoggingV2:BucketLoggingV2", { bucket, targetBucket: logsV2, targetPrefix: "" }),
    ],
    inline: [logs, resource("aws:s3/bucket:Bucket", { logging: { targetBucket: logs } })],
    "inline, V2": [logs, resource("aws:s3/bucketV2:BucketV2", { loggings: [{ targetBucket: "logs" }] })],
    "a bucket whose policy lets S3's log delivery write, for the buckets of other stacks": [
      bucket,
      resource(bucketPolicy, { bucket, policy: delivery("logging.s3.amazonaws.com") }),
    ],
    "to a bucket elsewhere": [bucket, resource(logging, { bucket, targetBucket: "central-logs", targetPrefix: "" })],
    "to an unknown bucket": [bucket, resource(logging, { bucket, targetBucket: unknown, targetPrefix: "" })],
  },
  violates: {
    "nothing said": { stack: [bucket], observes: unlogged },
    "an empty list": { stack: [resource("aws:s3/bucketV2:BucketV2", { loggings: [] })], observes: unlogged },
    "another bucket's log": {
      stack: [bucket, logs, resource(logging, { bucket: "theirs", targetBucket: logs, targetPrefix: "" })],
      observes: unlogged,
    },
    "a bucket for a load balancer's logs: those are no access logs of S3": {
      stack: [bucket, resource("aws:lb/loadBalancer:LoadBalancer", { accessLogs: { bucket: bucket } })],
      observes: unlogged,
    },
    "a bucket that load balancers may write to": {
      stack: [
        bucket,
        resource(bucketPolicy, { bucket, policy: delivery("logdelivery.elasticloadbalancing.amazonaws.com") }),
      ],
      observes: unlogged,
    },
    "a bucket for CloudTrail, which CloudTrail.7 wants logged": {
      stack: [bucket, resource("aws:cloudtrail/trail:Trail", { s3BucketName: bucket })],
      observes: unlogged,
    },
  },
  undetermined: {
    "a policy not known yet": [bucket, resource(bucketPolicy, { bucket, policy: unknown })],
    "an unknown bucket's": [bucket, resource(logging, { bucket: unknown, targetBucket: "logs", targetPrefix: "" })],
    "perhaps the bucket for another's logs": [
      bucket,
      resource(logging, { bucket: "theirs", targetBucket: unknown, targetPrefix: "" }),
    ],
  },
});
