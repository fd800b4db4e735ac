import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument, isWithin } from "../check-argument";
import { type Place, placeOf } from "../place";
import { denyPlainHttp } from "../policy-statement";

/** What our buckets differ in. */
export interface GuardedBucketSettings {
  /** The key that encrypts by default, `aws/s3` for the one that AWS manages; without one, S3's own keys. */
  readonly kmsKey?: pulumi.Input<string>;
  /** Name of the bucket that gets the access logs. */
  readonly logBucket?: pulumi.Input<string>;
  /** What the bucket's policy says beside refusing what isn't TLS. */
  readonly statements?: (place: Place, bucketArn: string) => aws.iam.PolicyStatement[];
  /** Days after which objects are removed; kept for ever without. */
  readonly expirationDays?: number;
  /** Days after which versions are removed that are no longer the latest. */
  readonly noncurrentDays: number;
  readonly objectLock?: { readonly days: number; readonly mode: string };
  readonly deletable?: boolean;
  readonly tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** The ARN of a bucket, known as soon as its name is. */
export function bucketArn(place: pulumi.Output<Place>, bucket: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.all([place, bucket]).apply(([{ partition }, name]) => `arn:${partition}:s3:::${name}`);
}

/**
 * A bucket that nobody outside reaches, that answers over TLS only, with versions, and what belongs to it, all named alike. Who
 * uses the name that comes back waits for the bucket's policy: Elastic Load Balancing tries whether it may write as soon as
 * logs are turned on (https://github.com/aws/copilot-cli/pull/4169).
 */
export function guardedBucket(
  name: string,
  settings: GuardedBucketSettings,
  child: { readonly parent: pulumi.Resource },
): { readonly bucket: pulumi.Output<string>; readonly arn: pulumi.Output<string> } {
  const { kmsKey, logBucket, objectLock, deletable = false, tags } = settings;
  const made = new aws.s3.Bucket(
    name,
    { forceDestroy: deletable, objectLockEnabled: objectLock === undefined ? undefined : true, tags },
    child,
  );
  const { bucket } = made;
  new aws.s3.BucketPublicAccessBlock(
    name,
    { bucket, blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
    child,
  );
  new aws.s3.BucketOwnershipControls(name, { bucket, rule: { objectOwnership: "BucketOwnerEnforced" } }, child);
  const versioning = new aws.s3.BucketVersioning(
    name,
    { bucket, versioningConfiguration: { status: "Enabled" } },
    child,
  );
  const byDefault =
    kmsKey === undefined
      ? { sseAlgorithm: "AES256" }
      : { sseAlgorithm: "aws:kms", kmsMasterKeyId: kmsKey === "aws/s3" ? undefined : kmsKey };
  new aws.s3.BucketServerSideEncryptionConfiguration(
    name,
    {
      bucket,
      rules: [
        { applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled: kmsKey === undefined ? undefined : true },
      ],
    },
    child,
  );
  const place = placeOf(child);
  const policy = pulumi
    .all([place, bucketArn(place, bucket)])
    .apply(([at, arn]) => JSON.stringify(bucketPolicy(arn, settings.statements?.(at, arn) ?? [])));
  const guard = new aws.s3.BucketPolicy(name, { bucket, policy }, child);
  // S3 takes rules about versions only once there are some.
  const afterVersioning = { ...child, dependsOn: [versioning] };
  new aws.s3.BucketLifecycleConfiguration(name, { bucket, rules: lifecycle(settings) }, afterVersioning);
  if (logBucket !== undefined) {
    new aws.s3.BucketLogging(
      name,
      { bucket, targetBucket: logBucket, targetPrefix: pulumi.interpolate`${bucket}/` },
      child,
    );
  }
  if (objectLock) {
    new aws.s3.BucketObjectLockConfiguration(name, { bucket, rule: { defaultRetention: objectLock } }, afterVersioning);
  }
  return { bucket: guard.bucket, arn: made.arn };
}

/** Checks what all buckets take. */
export function expectDays(name: string, days: number | undefined): void {
  expectArgument(days === undefined || isWithin(days, 1, 36500), name, "1 to 36500", days);
}

function bucketPolicy(arn: string, statements: readonly aws.iam.PolicyStatement[]): aws.iam.PolicyDocument {
  const resources = [arn, `${arn}/*`];
  return {
    Version: "2012-10-17",
    Statement: [
      denyPlainHttp("s3", resources),
      {
        Sid: "DenyOldTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: resources,
        Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
      },
      ...statements,
    ],
  };
}

function lifecycle({
  expirationDays,
  noncurrentDays,
}: GuardedBucketSettings): aws.types.input.s3.BucketLifecycleConfigurationRule[] {
  return [
    {
      id: "clean-up",
      status: "Enabled",
      filter: {},
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      noncurrentVersionExpiration: { noncurrentDays },
      expiration: expirationDays === undefined ? { expiredObjectDeleteMarker: true } : { days: expirationDays },
    },
  ];
}
