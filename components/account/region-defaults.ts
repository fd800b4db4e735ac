import * as aws from "@pulumi/aws";
import type { RegionScope } from "./region-scope";

/**
 * What EC2 does in a region when nobody says otherwise. Children: EBS encryption by default `<name>-ebs-encryption`, snapshot and
 * image block public access `<name>-snapshot-public-access` and `<name>-image-public-access`, instance metadata defaults
 * `<name>-instance-metadata`, serial console access `<name>-serial-console`, VPC block public access `<name>-vpc-public-access`.
 */
export function regionDefaults(
  { nameOf, region, child, has }: RegionScope,
  { blockPublicIngress }: { readonly blockPublicIngress: boolean },
): void {
  if (has("ebs-encryption")) {
    new aws.ebs.EncryptionByDefault(nameOf("ebs-encryption"), { enabled: true, region }, child);
  }
  if (has("snapshot-public-access")) {
    // Those that are public already no longer are.
    const name = nameOf("snapshot-public-access");
    new aws.ebs.SnapshotBlockPublicAccess(name, { state: "block-all-sharing", region }, child);
  }
  if (has("image-public-access")) {
    const name = nameOf("image-public-access");
    new aws.ec2.ImageBlockPublicAccess(name, { state: "block-new-sharing", region }, child);
  }
  if (has("instance-metadata")) {
    new aws.ec2.InstanceMetadataDefaults(
      nameOf("instance-metadata"),
      { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1, region },
      child,
    );
  }
  if (has("serial-console")) {
    new aws.ec2.SerialConsoleAccess(nameOf("serial-console"), { enabled: false, region }, child);
  }
  if (blockPublicIngress) {
    const name = nameOf("vpc-public-access");
    new aws.ec2.VpcBlockPublicAccessOptions(name, { internetGatewayBlockMode: "block-ingress", region }, child);
  }
}
