import type { Subject } from "../../core/graph";
import { type Observations, type Rule, when } from "../../core/rule";
import { each, NotKnown } from "../../core/value";
import { type BlockDevice, blockDevices } from "../../facts/block-device";
import { across, on } from "../../facts/check";
import { saw } from "../../facts/expect";
import { isEncryptedAnyway, isRootSettled } from "../../facts/volume-encryption";

const launchers = ["aws:ec2/instance:Instance", "aws:ec2/launchConfiguration:LaunchConfiguration"] as const;
const declarers = ["aws:ebs/volume:Volume", "aws:ec2/launchTemplate:LaunchTemplate", ...launchers] as const;

export const volumeEncrypted: Rule = {
  id: "ec2-volume-encrypted",
  title: "EBS volumes must be encrypted",
  severity: "medium",
  why: "Whoever gets hold of an unencrypted volume, or of a snapshot of it that was shared by mistake, reads all of it.",
  fix: "Set encrypted to true, on rootBlockDevice and every other block device too. This replaces an existing volume: copy its data first.",
  catalogue: ["EC2.3"],
  equivalents: {
    checkov: ["CKV_AWS_3", "CKV_AWS_8", "CKV2_AWS_2"],
    "cdk-nag": ["EC2EBSVolumeEncrypted"],
    trivy: ["AWS-0026", "AWS-0131"],
    guard: ["ENCRYPTED_VOLUMES"],
    prowler: ["ec2_ebs_volume_encryption"],
  },
  checks: [
    on(declarers, (resource: Subject<any>) =>
      onDevices(resource, ({ volume }) => {
        const encrypted = volume.at("encrypted");
        return when(encrypted.boolean() === false, saw(encrypted));
      }),
    ),
    across(declarers, (resource: Subject<any>, { graph }) =>
      onDevices(resource, (device) => {
        const encrypted = device.volume.at("encrypted");
        if (encrypted.isPresent || isEncryptedAnyway(resource, device, graph)) return [];
        return [saw(encrypted)];
      }),
    ),
    across(launchers, (resource: Subject<any>, { graph }) => {
      if (isRootSettled(resource, graph)) return [];
      throw new NotKnown("rootBlockDevice is not set, so the AMI decides whether the root volume is encrypted");
    }),
  ],
};

function onDevices(resource: Subject<any>, observe: (device: BlockDevice) => Observations): Observations {
  return each(blockDevices(resource), (devices) => each(devices(), observe));
}
