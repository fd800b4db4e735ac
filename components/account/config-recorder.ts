import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Place, placeOf } from "../place";
import { guardedBucket } from "../storage/guarded-bucket";
import type { RegionScope } from "./region-scope";
import type { Keeping } from "./trail";

/** Where AWS Config delivers, and as whom. Children: bucket `<name>-config`, service-linked role `<name>-config-role`. */
export function configBucket(
  name: string,
  { keyArn, logBucket, retentionDays, deletable, tags, makesRole }: Keeping & { makesRole: boolean },
  child: { readonly parent: pulumi.Resource },
): { readonly bucket: pulumi.Output<string>; readonly role: aws.iam.ServiceLinkedRole | undefined } {
  const { bucket } = guardedBucket(
    `${name}-config`,
    {
      statements: configDelivery,
      ...{ kmsKey: keyArn, logBucket, expirationDays: retentionDays, noncurrentDays: 30, deletable, tags },
    },
    child,
  );
  const role = makesRole
    ? new aws.iam.ServiceLinkedRole(`${name}-config-role`, { awsServiceName: "config.amazonaws.com", tags }, child)
    : undefined;
  return { bucket, role };
}

/**
 * With the service-linked role, AWS Config delivers as itself.
 * https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
 */
export function configDelivery({ account }: Place, bucketArn: string): aws.iam.PolicyStatement[] {
  const Principal = { Service: "config.amazonaws.com" };
  const source = { "aws:SourceAccount": account };
  return [
    {
      ...{ Sid: "ConfigBucketCheck", Effect: "Allow", Principal, Action: ["s3:GetBucketAcl", "s3:ListBucket"] },
      Resource: bucketArn,
      Condition: { StringEquals: source },
    },
    {
      ...{ Sid: "ConfigWrite", Effect: "Allow", Principal, Action: "s3:PutObject" },
      Resource: `${bucketArn}/AWSLogs/${account}/Config/*`,
      Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", ...source } },
    },
  ];
}

/**
 * Records every resource of a region. A region has one recorder and one delivery channel, which AWS calls `default`.
 * Children: recorder, its status and delivery channel `<name>-config`.
 */
export function configRecorder(
  { nameOf, region, child }: RegionScope,
  settings: {
    readonly bucket: pulumi.Output<string>;
    readonly role: aws.iam.ServiceLinkedRole | undefined;
    readonly keyArn: pulumi.Output<string>;
    readonly recordsGlobalResources: boolean;
  },
): void {
  const name = nameOf("config");
  const roleArn = placeOf(child).apply(
    ({ partition, account }) =>
      `arn:${partition}:iam::${account}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
  );
  const recorder = new aws.cfg.Recorder(
    name,
    {
      ...{ name: "default", region, roleArn },
      // Users and roles are the same in every region: once is enough.
      recordingGroup: { allSupported: true, includeGlobalResourceTypes: settings.recordsGlobalResources },
    },
    { ...child, dependsOn: settings.role ? [settings.role] : [] },
  );
  const channel = new aws.cfg.DeliveryChannel(
    name,
    {
      ...{ name: "default", region, s3BucketName: settings.bucket, s3KmsKeyArn: settings.keyArn },
      snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
    },
    { ...child, dependsOn: [recorder] },
  );
  new aws.cfg.RecorderStatus(
    name,
    { name: recorder.name, region, isEnabled: true },
    { ...child, dependsOn: [channel] },
  );
}
