import { expectArgument, isWithin } from "../check-argument";
import { Deploy, type FleetArgs } from "./fleet-args";
import type { Architecture } from "./function";
import { expectImage, isImageId, newestAmazonLinux, rootDeviceNameOf } from "./image";
import { expectInstanceTypes } from "./instance-type";
import { expectVolumeSize } from "./launch-settings";

/** The plain arguments of a fleet, with what holds for those that are absent. */
export interface FleetSettings {
  readonly instanceTypes: readonly [string, ...string[]];
  /** As a launch template takes it. */
  readonly imageId: string;
  readonly rootDeviceName: string;
  readonly isBalanced: boolean;
  readonly deploy: Deploy;
  readonly cpu: number;
  readonly spotPercent: number;
  readonly maxInstanceLifetimeDays: number;
  readonly healthCheckGracePeriod: number;
}

/** Checks the arguments, too. */
export function fleetSettings(args: FleetArgs): FleetSettings {
  const { instanceTypes = ["t4g.small"], spotPercent = 0, maxInstanceLifetimeDays = 30, minSize } = args;
  const { healthCheckGracePeriod = 300, targetGroupArns = [], scaling: { cpu = 50 } = {} } = args;
  expectArgument(instanceTypes.length > 0, "instanceTypes", "one or more types", instanceTypes);
  const architecture = expectInstanceTypes("instanceTypes", instanceTypes);
  const isBalanced = targetGroupArns.length > 0;
  const deploy = args.deploy ?? (isBalanced && minSize > 0 ? Deploy.Replace : Deploy.Rolling);
  const settings = { isBalanced, deploy, cpu, spotPercent, maxInstanceLifetimeDays, healthCheckGracePeriod };
  expectSizes(args, settings);
  return {
    ...settings,
    ...imageSettings(args, architecture, spotPercent),
    instanceTypes: instanceTypes as [string, ...string[]],
  };
}

function expectSizes(args: FleetArgs, settings: Omit<FleetSettings, "instanceTypes" | "imageId" | "rootDeviceName">) {
  const { minSize, maxSize, scaling: { requestsPerTarget = 1 } = {}, resourceLabel } = args;
  const { deploy, cpu, spotPercent, maxInstanceLifetimeDays: days, healthCheckGracePeriod: grace } = settings;
  expectArgument(isWithin(maxSize, 1, 10_000), "maxSize", "1 to 10000", maxSize);
  expectArgument(isWithin(minSize, 0, maxSize), "minSize", `0 to ${maxSize}, which is \`maxSize\``, minSize);
  expectArgument((Object.values(Deploy) as string[]).includes(deploy), "deploy", "replace or rolling", deploy);
  // A group without instances is up at once, and says nothing about those to come.
  expectArgument(deploy === Deploy.Rolling || minSize > 0, "minSize", "above 0 for `deploy` replace", minSize);
  const isHeeded = args.alarmNames === undefined || deploy === Deploy.Rolling;
  expectArgument(isHeeded, "alarmNames", "given for `deploy` rolling only", deploy);
  expectArgument(isWithin(cpu, 1, 100), "scaling.cpu", "1 to 100", cpu);
  expectArgument(requestsPerTarget > 0, "scaling.requestsPerTarget", "above 0", requestsPerTarget);
  const isLabelled = args.scaling?.requestsPerTarget === undefined || resourceLabel !== undefined;
  expectArgument(isLabelled, "resourceLabel", "given with `scaling.requestsPerTarget`", resourceLabel);
  expectArgument(isWithin(spotPercent, 0, 100), "spotPercent", "0 to 100", spotPercent);
  expectArgument(isWithin(days, 1, 365), "maxInstanceLifetimeDays", "1 to 365", days);
  expectArgument(isWithin(grace, 0, 7200), "healthCheckGracePeriod", "0 to 7200", grace);
  expectVolumeSize(args.volumeSize);
}

/**
 * A launch template that names a parameter needs no update to bring newer images, which reading the parameter in the
 * program would: every update would then deploy whatever AWS had published since, asked for or not.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html
 */
function imageSettings(args: FleetArgs, architecture: Architecture, spotPercent: number) {
  const { image = newestAmazonLinux(architecture), warmPool } = args;
  expectImage(image);
  const rootDeviceName = rootDeviceNameOf(image, args.rootDeviceName);
  if (warmPool !== undefined) {
    const { minSize = 0, maxGroupPreparedCapacity = args.maxSize } = warmPool;
    // https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_PutWarmPool.html
    expectArgument(spotPercent === 0, "spotPercent", "0 with a `warmPool`", spotPercent);
    expectArgument(isImageId(image), "image", "the id of an image with a `warmPool`", image);
    expectArgument(isWithin(minSize, 0, args.maxSize), "warmPool.minSize", `0 to ${args.maxSize}`, minSize);
    const isRight = isWithin(maxGroupPreparedCapacity, Math.max(1, args.minSize), 10_000);
    expectArgument(isRight, "warmPool.maxGroupPreparedCapacity", "`minSize` to 10000", maxGroupPreparedCapacity);
  }
  return { imageId: isImageId(image) ? image : `resolve:ssm:${image}`, rootDeviceName };
}
