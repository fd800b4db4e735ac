import * as pulumi from "@pulumi/pulumi";
import { expectArgument, isWithin } from "../check-argument";
import { grant, setGrantor } from "../identity/grant";
import { placeOf } from "../place";
import { bucketArn, expectDays, guardedBucket } from "./guarded-bucket";
import { LogBucket } from "./log-bucket";

/** Who may shorten a retention: nobody, or whoever has `s3:BypassGovernanceRetention`. */
export const LockMode = { Governance: "GOVERNANCE", Compliance: "COMPLIANCE" } as const;
export type LockMode = (typeof LockMode)[keyof typeof LockMode];

/** How long objects can't be changed or deleted. */
export interface ObjectLock {
  /** Days from when an object is written. */
  days: number;
  /**
   * `COMPLIANCE` binds everyone, the account's owner included.
   * @default GOVERNANCE
   */
  mode?: LockMode;
}

export interface BucketArgs {
  /**
   * ARN of the KMS key that encrypts objects.
   * @default - the key that AWS manages for S3 in this account
   */
  keyArn?: pulumi.Input<string>;
  /**
   * Name of the bucket that gets the access logs, such as that of a `LogBucket`.
   * @default - a log bucket of its own, `<name>-logs`
   */
  logBucket?: pulumi.Input<string>;
  /**
   * Keeps objects from being changed or deleted. Can't be switched off later.
   * @default - objects can be deleted; older versions stay for `noncurrentDays`
   */
  objectLock?: ObjectLock;
  /**
   * Days after which objects are removed.
   * @default - never
   */
  expirationDays?: number;
  /**
   * Days for which versions are kept that were overwritten or deleted.
   * @default 90
   */
  noncurrentDays?: number;
  /**
   * Lets the bucket be deleted while it holds objects.
   * @default false
   */
  deletable?: boolean;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * A private, encrypted bucket that answers over TLS only, keeps old versions and logs who reads what. Children: bucket, its public
 * access block, ownership controls, versioning, encryption, policy, lifecycle, logging and object lock `<name>`; log bucket
 * `<name>-logs`.
 */
export class Bucket extends pulumi.ComponentResource {
  /** The name of the bucket. */
  readonly bucket: pulumi.Output<string>;
  /** The ARN of the bucket. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: BucketArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { keyArn, objectLock, expirationDays, noncurrentDays = 90, deletable, tags } = args;
    expectDays("expirationDays", expirationDays);
    expectDays("noncurrentDays", noncurrentDays);
    expectLock(objectLock);
    super("guardrails:index:Bucket", name, args, opts);
    const child = { parent: this };

    const logBucket = args.logBucket ?? new LogBucket(`${name}-logs`, { deletable, tags }, child).bucket;
    const made = guardedBucket(
      name,
      {
        kmsKey: keyArn ?? "aws/s3",
        logBucket,
        objectLock: objectLock && { days: objectLock.days, mode: objectLock.mode ?? LockMode.Governance },
        ...{ expirationDays, noncurrentDays, deletable, tags },
      },
      child,
    );

    setGrantor(this, { name, arn: bucketArn(placeOf(child), made.bucket), keyArn });
    this.bucket = made.bucket;
    this.arn = made.arn;
    this.registerOutputs({ bucket: this.bucket, arn: this.arn });
  }

  /** Lets a role list and read objects. Child: role policy `<name>-<grantee>-read`. */
  grantRead(grantee: string, roleName: pulumi.Input<string>): this {
    grant(this, read, grantee, roleName);
    return this;
  }

  /** Lets a role list, read, write and delete objects; older versions stay. Child: role policy `<name>-<grantee>-write`. */
  grantWrite(grantee: string, roleName: pulumi.Input<string>): this {
    grant(this, write, grantee, roleName);
    return this;
  }
}

const suffixes = ["", "/*"];
const reading = ["s3:GetObject", "s3:ListBucket"];
const read = { verb: "read", actions: reading, keyActions: ["kms:Decrypt"], suffixes };
const uploading = ["s3:PutObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];
const write = {
  ...{ verb: "write", actions: [...reading, ...uploading, "s3:DeleteObject"], suffixes },
  // A part of a multipart upload is decrypted before it is joined to the others.
  keyActions: ["kms:Decrypt", "kms:GenerateDataKey"],
};

function expectLock(lock: ObjectLock | undefined): void {
  if (lock === undefined) return;
  expectArgument(isWithin(lock.days, 1, 36500), "objectLock.days", "1 to 36500", lock.days);
  const modes: unknown[] = [undefined, ...Object.values(LockMode)];
  expectArgument(modes.includes(lock.mode), "objectLock.mode", "GOVERNANCE or COMPLIANCE", lock.mode);
}
