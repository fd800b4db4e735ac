import type * as pulumi from "@pulumi/pulumi";
import { expectArgument, isWithin } from "../check-argument";

/** How instances answer for their metadata: by session token only, and not to containers or proxies one hop further. */
export const metadataOptions = { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 };

/** Of an instance and of a launch template, which name what they share alike. */
export interface RootVolume {
  readonly keyArn?: pulumi.Input<string> | undefined;
  readonly volumeSize?: number | undefined;
}

export function rootVolume({ keyArn, volumeSize }: RootVolume) {
  return { volumeType: "gp3", volumeSize, kmsKeyId: keyArn };
}

export function expectVolumeSize(volumeSize: number | undefined): void {
  expectArgument(volumeSize === undefined || isWithin(volumeSize, 1, 65536), "volumeSize", "1 to 65536", volumeSize);
}
