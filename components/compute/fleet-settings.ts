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
  readonly cpuTarget: number;
  readonly spotPercent: number;
  readonly maxInstanceLifetimeDays: number;
  readonly healthCheckGracePeriod: number;
}

/** Checks the arguments, too. */
export function fleetSettings(args: FleetArgs): FleetSettings {
  const { instanceTypes = ["t4g.small"], spotPercent = 0, maxInstanceLifetimeDays = 30, minSize } = args;
  const { healthCheckGracePeriod = 300, targetGroupArns = [], cpuTarget = 50 } = args;
  expectArgument(instanceTypes.length > 0, "instanceTypes", "one or more types", instanceTypes);
  const architecture = expectInstanceTypes("instanceTypes", instanceTypes);
  const isBalanced = targetGroupArns.length > 0;
  const deploy = args.deploy ?? (isBalanced && minSize > 0 ? Deploy.Replace : Deploy.Rolling);
  const settings = { isBalanced, deploy, cpuTarget, spotPercent, maxInstanceLifetimeDays, healthCheckGracePeriod };
  expectSizes(args, settings);
  return {
    ...settings,
    ...imageSettings(args, architecture, spotPercent),
    instanceTypes: instanceTypes as [string, ...string[]],
  };
}

function expectSizes(args: FleetArgs, settings: Omit<FleetSettings, "instanceTypes" | "imageId" | "rootDeviceName">) {
  const { minSize, maxSize, requestsPerTarget, resourceLabel } = args;
  const { deploy, cpuTarget, spotPercent, maxInstanceLifetimeDays: days, healthCheckGracePeriod: grace } = settings;
  expectArgument(isWithin(maxSize, 1, 10_000), "maxSize", "1 to 10000", maxSize);
  expectArgument(isWithin(minSize, 0, maxSize), "minSize", `0 to ${maxSize}, which is \`maxSize\``, minSize);
  expectArgument((Object.values(Deploy) as string[]).includes(deploy), "deploy", "replace or rolling", deploy);
  // A group without instances is up at once, and says nothing about those to come.
  expectArgument(deploy === Deploy.Rolling || minSize > 0, "minSize", "above 0 for `deploy` replace", minSize);
  const isHeeded = args.alarmNames === undefined || deploy === Deploy.Rolling;
  expectArgument(isHeeded, "alarmNames", "given for `deploy` rolling only", deploy);
  expectArgument(isWithin(cpuTarget, 1, 100), "cpuTarget", "1 to 100", cpuTarget);
  const isCounted = requestsPerTarget !== undefined;
  expectArgument(!isCounted || requestsPerTarget > 0, "requestsPerTarget", "above 0", requestsPerTarget);
  const isLabelled = isCounted === (resourceLabel !== undefined);
  const [given, other] = isCounted ? ["resourceLabel", resourceLabel] : ["requestsPerTarget", requestsPerTarget];
  expectArgument(isLabelled, given, "given, as the other is", other);
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
  const { image = newestAmazonLinux(architecture), warmPoolSize = 0 } = args;
  expectImage(image);
  const rootDeviceName = rootDeviceNameOf(image, args.rootDeviceName);
  expectArgument(isWithin(warmPoolSize, 0, 10_000), "warmPoolSize", "0 to 10000", warmPoolSize);
  if (warmPoolSize > 0) {
    // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-warm-pools.html
    expectArgument(spotPercent === 0, "spotPercent", "0 with a warm pool", spotPercent);
    expectArgument(isImageId(image), "image", "the id of an image with a warm pool", image);
  }
  return { imageId: isImageId(image) ? image : `resolve:ssm:${image}`, rootDeviceName };
}
