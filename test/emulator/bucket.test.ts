import * as assert from "node:assert/strict";
import * as s3 from "@aws-sdk/client-s3";
import { Bucket, Key } from "../../components";
import { clients, deployToEmulator, describeWithEmulator } from "../support/aws-emulator/deploy";

describeWithEmulator("Bucket, made in the emulator", () => {
  it("is private, encrypted, versioned and cleaned up, and logs into its own log bucket", async () => {
    await deployToEmulator(() => new Bucket("files"));
    const client = (await clients()).s3;
    for (const Bucket of ["files", "files-logs"]) {
      const { PublicAccessBlockConfiguration } = await client.send(new s3.GetPublicAccessBlockCommand({ Bucket }));
      assert.deepEqual(PublicAccessBlockConfiguration, {
        ...{ BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      });
      const { OwnershipControls } = await client.send(new s3.GetBucketOwnershipControlsCommand({ Bucket }));
      assert.deepEqual(OwnershipControls?.Rules, [{ ObjectOwnership: "BucketOwnerEnforced" }]);
      assert.equal((await client.send(new s3.GetBucketVersioningCommand({ Bucket }))).Status, "Enabled");
      const { Rules } = await client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket }));
      assert.equal(Rules?.[0]?.AbortIncompleteMultipartUpload?.DaysAfterInitiation, 7);
      const { Policy = "" } = await client.send(new s3.GetBucketPolicyCommand({ Bucket }));
      const sids = JSON.parse(Policy).Statement.map(({ Sid }: any) => Sid as string);
      assert.deepEqual(sids.slice(0, 2), ["DenyPlainHttp", "DenyOldTls"]);
    }
    const { LoggingEnabled } = await client.send(new s3.GetBucketLoggingCommand({ Bucket: "files" }));
    assert.equal(LoggingEnabled?.TargetBucket, "files-logs");
    assert.equal(LoggingEnabled.TargetPrefix, "files/");
  });

  it("is encrypted with the key that it is given, and locked as asked", async () => {
    const key = await deployToEmulator(() => {
      const { arn } = new Key("files");
      new Bucket("files", { keyArn: arn, objectLock: { days: 30 }, expirationDays: 400 });
      return arn;
    });
    const client = (await clients()).s3;
    const { ServerSideEncryptionConfiguration } = await client.send(
      new s3.GetBucketEncryptionCommand({ Bucket: "files" }),
    );
    assert.deepEqual(ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault, {
      SSEAlgorithm: "aws:kms",
      KMSMasterKeyID: key,
    });
    const { ObjectLockConfiguration } = await client.send(
      new s3.GetObjectLockConfigurationCommand({ Bucket: "files" }),
    );
    const { Mode, Days } = ObjectLockConfiguration?.Rule?.DefaultRetention ?? {};
    assert.deepEqual([Mode, Days], ["GOVERNANCE", 30]);
    const { Rules } = await client.send(new s3.GetBucketLifecycleConfigurationCommand({ Bucket: "files" }));
    assert.equal(Rules?.[0]?.Expiration?.Days, 400);
  });
});
