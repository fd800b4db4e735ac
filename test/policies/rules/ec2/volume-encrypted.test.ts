import { volumeEncrypted } from "../../../../policies/rules/ec2/volume-encrypted";
import { resource, testRule, unknown } from "../../../../policies/testing";

const volume = "aws:ebs/volume:Volume";
const instance = "aws:ec2/instance:Instance";
const template = "aws:ec2/launchTemplate:LaunchTemplate";
const configuration = "aws:ec2/launchConfiguration:LaunchConfiguration";
const zone = { availabilityZone: "eu-west-1a", size: 20 };
const launch = { imageId: "ami-1", instanceType: "t3.micro" };
const root = { rootBlockDevice: { encrypted: true } };
const byDefault = resource("aws:ebs/encryptionByDefault:EncryptionByDefault", {}, { name: "default" });
const off = resource("aws:ebs/encryptionByDefault:EncryptionByDefault", { enabled: false }, { name: "default" });
const copy = resource(
  "aws:ebs/snapshotCopy:SnapshotCopy",
  { sourceRegion: "eu-west-1", sourceSnapshotId: "snap-0", encrypted: true },
  { name: "copy" },
);
const mapped = resource(
  template,
  {
    blockDeviceMappings: [
      { deviceName: "/dev/xvda", ebs: { encrypted: "true" } },
      { deviceName: "/dev/sdf", ebs: { encrypted: "true" } },
    ],
  },
  { name: "mapped" },
);

testRule(volumeEncrypted, {
  passes: {
    "a volume": [resource(volume, { ...zone, encrypted: true, kmsKeyId: unknown })],
    "the devices of an instance": [
      resource(instance, { ...root, ebsBlockDevices: [{ deviceName: "/dev/sdf", encrypted: true }] }),
    ],
    "the devices of a launch configuration": [resource(configuration, { ...launch, ...root })],
    "the mappings of a launch template, as text": [mapped],
    "a launch template that maps nothing": [resource(template, {})],
    "left out where the account encrypts by default (enabled unless it says otherwise)": [
      byDefault,
      resource(volume, zone),
      resource(instance, { ebsBlockDevices: [{ deviceName: "/dev/sdf" }] }),
    ],
    "supplied by the launch template, for the root and for the same device": [
      mapped,
      resource(instance, {
        launchTemplate: { id: mapped },
        rootBlockDevice: { volumeSize: 30 },
        ebsBlockDevices: [{ deviceName: "/dev/sdf", volumeSize: 100 }],
      }),
    ],
    "all of it supplied by the launch template": [mapped, resource(instance, { launchTemplate: { id: mapped } })],
    "from an encrypted snapshot of this stack": [copy, resource(volume, { ...zone, snapshotId: copy })],
    "a device taken away": [
      resource(configuration, { ...launch, ...root, ebsBlockDevices: [{ deviceName: "/dev/sdf", noDevice: true }] }),
    ],
    "instance store and empty devices of a launch template": [
      resource(template, {
        blockDeviceMappings: [
          { deviceName: "/dev/sdb", virtualName: "ephemeral0" },
          { deviceName: "/dev/sdc", noDevice: "true" },
        ],
      }),
    ],
  },
  violates: {
    "a volume, left out: EBS encrypts nothing unless asked or set so (EBS User Guide, Amazon EBS encryption)": {
      stack: [resource(volume, zone)],
      observes: ["encrypted is not set"],
    },
    "a volume, off": { stack: [resource(volume, { ...zone, encrypted: false })], observes: ["encrypted is false"] },
    "left out, and the account's default switched off": {
      stack: [off, resource(volume, zone)],
      observes: ["encrypted is not set"],
    },
    "the root of an instance, and one device of two": {
      stack: [
        resource(instance, {
          rootBlockDevice: { volumeSize: 20 },
          ebsBlockDevices: [{ deviceName: "/dev/sdf", encrypted: true }, { deviceName: "/dev/sdg" }],
        }),
      ],
      observes: ["rootBlockDevice.encrypted is not set", "ebsBlockDevices[1].encrypted is not set"],
    },
    "a device off, the root not known": {
      stack: [
        resource(instance, {
          rootBlockDevice: unknown,
          ebsBlockDevices: [{ deviceName: "/dev/sdf", encrypted: false }],
        }),
      ],
      observes: ["ebsBlockDevices[0].encrypted is false"],
    },
    "a launch template": {
      stack: [resource(template, { blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 20 } }] })],
      observes: ["blockDeviceMappings[0].ebs.encrypted is not set"],
    },
    "a launch configuration": {
      stack: [resource(configuration, { ...launch, rootBlockDevice: { encrypted: false } })],
      observes: ["rootBlockDevice.encrypted is false"],
    },
    "a device that the launch template does not map": {
      stack: [
        mapped,
        resource(instance, { launchTemplate: { id: mapped }, ebsBlockDevices: [{ deviceName: "/dev/sdh" }] }),
      ],
      observes: ["ebsBlockDevices[0].encrypted is not set"],
    },
  },
  undetermined: {
    "a volume, not known": [resource(volume, { ...zone, encrypted: unknown })],
    "a volume from a snapshot of another stack": [resource(volume, { ...zone, snapshotId: "snap-1" })],
    "a device from a snapshot": [
      resource(instance, { ...root, ebsBlockDevices: [{ deviceName: "/dev/sdf", snapshotId: "snap-1" }] }),
    ],
    "the root is left to the AMI, whose snapshot decides": [resource(instance, { ami: "ami-1" })],
    "the account's default is not known": [
      resource("aws:ebs/encryptionByDefault:EncryptionByDefault", { enabled: unknown }, { name: "default" }),
      resource(volume, zone),
    ],
    "a launch template of another stack": [resource(instance, { launchTemplate: { id: "lt-2" } })],
  },
});
