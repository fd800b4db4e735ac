import * as s3 from "@aws-sdk/client-s3";
import { type Create, tagList } from ".";

const bucket: Create = async (inputs, clients, name) => {
  const Bucket = (inputs.bucket ?? name) as string;
  await clients.s3.send(
    new s3.CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
      ObjectLockEnabledForBucket: inputs.objectLockEnabled,
    }),
  );
  if (inputs.tags) {
    await clients.s3.send(new s3.PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: tagList(inputs.tags) } }));
  }
  return { id: Bucket, bucket: Bucket, arn: `arn:aws:s3:::${Bucket}` };
};

/** A setting of a bucket, which has the bucket's name for its id. */
function setting(commandOf: (inputs: any) => { input: { Bucket: string | undefined } }): Create {
  return async (inputs, clients) => {
    await clients.s3.send(commandOf(inputs) as never);
    return { id: inputs.bucket };
  };
}

const publicAccessBlock = setting(
  (inputs) =>
    new s3.PutPublicAccessBlockCommand({
      Bucket: inputs.bucket,
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: inputs.blockPublicAcls,
        BlockPublicPolicy: inputs.blockPublicPolicy,
        IgnorePublicAcls: inputs.ignorePublicAcls,
        RestrictPublicBuckets: inputs.restrictPublicBuckets,
      },
    }),
);

const ownershipControls = setting(
  ({ bucket: Bucket, rule }) =>
    new s3.PutBucketOwnershipControlsCommand({
      Bucket,
      OwnershipControls: { Rules: [{ ObjectOwnership: rule.objectOwnership }] },
    }),
);

const versioning = setting(
  ({ bucket: Bucket, versioningConfiguration }) =>
    new s3.PutBucketVersioningCommand({
      Bucket,
      VersioningConfiguration: { Status: versioningConfiguration.status },
    }),
);

const encryption = setting(
  ({ bucket: Bucket, rules }) =>
    new s3.PutBucketEncryptionCommand({
      Bucket,
      ServerSideEncryptionConfiguration: {
        Rules: rules.map(({ applyServerSideEncryptionByDefault: byDefault, bucketKeyEnabled }: any) => ({
          ApplyServerSideEncryptionByDefault: {
            SSEAlgorithm: byDefault.sseAlgorithm,
            KMSMasterKeyID: byDefault.kmsMasterKeyId,
          },
          BucketKeyEnabled: bucketKeyEnabled,
        })),
      },
    }),
);

// moto fails on a principal "*" in the policy of a bucket that gets access logs; this one means the same.
const policy = setting(
  ({ bucket: Bucket, policy: text }) =>
    new s3.PutBucketPolicyCommand({ Bucket, Policy: text.replaceAll('"Principal":"*"', '"Principal":{"AWS":"*"}') }),
);

const lifecycle = setting(
  ({ bucket: Bucket, rules }) =>
    new s3.PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: {
        Rules: rules.map((rule: any) => ({
          ID: rule.id,
          Status: rule.status,
          Filter: { Prefix: rule.filter.prefix ?? "" },
          AbortIncompleteMultipartUpload: {
            DaysAfterInitiation: rule.abortIncompleteMultipartUpload.daysAfterInitiation,
          },
          NoncurrentVersionExpiration: { NoncurrentDays: rule.noncurrentVersionExpiration.noncurrentDays },
          Expiration: {
            Days: rule.expiration.days,
            ExpiredObjectDeleteMarker: rule.expiration.expiredObjectDeleteMarker,
          },
        })),
      },
    }),
);

const logging = setting(
  ({ bucket: Bucket, targetBucket: TargetBucket, targetPrefix: TargetPrefix }) =>
    new s3.PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix } } }),
);

const objectLock = setting(
  ({ bucket: Bucket, rule }) =>
    new s3.PutObjectLockConfigurationCommand({
      Bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: { DefaultRetention: { Days: rule.defaultRetention.days, Mode: rule.defaultRetention.mode } },
      },
    }),
);

export const createStorage: Readonly<Record<string, Create>> = {
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": lifecycle,
  "aws:s3/bucketLogging:BucketLogging": logging,
  "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": objectLock,
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": ownershipControls,
  "aws:s3/bucketPolicy:BucketPolicy": policy,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": publicAccessBlock,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": encryption,
  "aws:s3/bucketVersioning:BucketVersioning": versioning,
};
