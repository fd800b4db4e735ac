import type { Subject } from "../core/graph";
import type { Value } from "../core/value";

/** Where EC2 keeps the root volume: which of the two names it is depends on the AMI (EC2 User Guide, "Device names"). */
export const rootDeviceNames = ["/dev/xvda", "/dev/sda1"] as const;

/** A volume that a program declares: `encrypted` and `snapshotId` stand in `volume`. */
export interface BlockDevice {
  readonly volume: Value<any>;
  /** The device names that it may have. None for a volume of its own. */
  readonly names: readonly string[];
}

/**
 * The volumes that a resource declares, by the property they stand in: put the same question to each property, for one of
 * them may be unknown.
 */
export function blockDevices(resource: Subject<any>): (() => BlockDevice[])[] {
  if (resource.type === "aws:ebs/volume:Volume") return [() => [{ volume: resource, names: [] }]];
  if (resource.type === "aws:ec2/launchTemplate:LaunchTemplate") return [() => mappings(resource)];
  return [
    () => {
      const root = resource.at("rootBlockDevice");
      return root.isPresent ? [{ volume: root, names: rootDeviceNames }] : [];
    },
    () => withoutEmpty(resource.at("ebsBlockDevices").elements()).map((volume) => ({ volume, names: nameOf(volume) })),
  ];
}

/** What a launch template maps, inline. */
export function mappings(template: Value<any>): BlockDevice[] {
  return withoutEmpty(template.at("blockDeviceMappings").elements())
    .filter((mapping) => mapping.at("ebs").isPresent)
    .map((mapping) => ({ volume: mapping.at("ebs"), names: nameOf(mapping) }));
}

/** `noDevice` takes a device of the AMI away; there is no volume then. */
function withoutEmpty(devices: readonly Value<any>[]): Value<any>[] {
  return devices.filter((device) => (device.at("noDevice").string() ?? "false") === "false");
}

function nameOf(device: Value<any>): string[] {
  return [device.at("deviceName").string() ?? ""];
}
