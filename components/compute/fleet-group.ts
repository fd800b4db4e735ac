import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Deploy, type FleetArgs } from "./fleet-args";
import type { FleetSettings } from "./fleet-settings";

/** No number of instances is asked for: that is the autoscaler's to say. */
export function groupArgs(
  name: string,
  args: FleetArgs,
  settings: FleetSettings,
  template: aws.ec2.LaunchTemplate,
): aws.autoscaling.GroupArgs {
  const { isBalanced, spotPercent, healthCheckGracePeriod } = settings;
  const healthy = { minHealthyPercentage: 100, maxHealthyPercentage: 110 };
  const tags = pulumi
    .output(args.tags)
    .apply((given) =>
      Object.entries({ Name: name, ...given }).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
    );
  return {
    ...instancesOf(settings, template),
    vpcZoneIdentifiers: args.subnetIds,
    minSize: args.minSize,
    maxSize: args.maxSize,
    targetGroupArns: args.targetGroupArns,
    healthCheckType: isBalanced ? "ELB" : "EC2",
    healthCheckGracePeriod,
    defaultInstanceWarmup: healthCheckGracePeriod,
    // Counts when the group is made only: later it would wait for exactly so many, whatever the autoscaler has started.
    minElbCapacity: isBalanced ? args.minSize : undefined,
    waitForCapacityTimeout: `${Math.ceil(healthCheckGracePeriod / 60) + 10}m`,
    // A new instance is well before the old one that it replaces goes, be that for its age or in a deployment.
    instanceMaintenancePolicy: healthy,
    instanceRefresh: settings.deploy === Deploy.Rolling ? refresh(args, healthy) : undefined,
    maxInstanceLifetime: settings.maxInstanceLifetimeDays * 24 * 60 * 60,
    capacityRebalance: spotPercent > 0,
    warmPool: warmPool(args),
    enabledMetrics: ["GroupInServiceInstances", "GroupDesiredCapacity", "GroupPendingInstances", "GroupTotalInstances"],
    tags,
  };
}

/** Both sizes, or so many would wait that all of `maxSize` have started. */
function warmPool({ warmPoolSize = 0, minSize }: FleetArgs): aws.autoscaling.GroupArgs["warmPool"] {
  if (warmPoolSize === 0) return undefined;
  return { poolState: "Stopped", minSize: warmPoolSize, maxGroupPreparedCapacity: minSize + warmPoolSize };
}

/**
 * The version is named: Pulumi would see no change, and neither refresh nor replace anything, if it were `$Latest`.
 */
function instancesOf(
  { instanceTypes, spotPercent }: FleetSettings,
  template: aws.ec2.LaunchTemplate,
): Pick<aws.autoscaling.GroupArgs, "launchTemplate" | "mixedInstancesPolicy"> {
  const version = template.latestVersion.apply(String);
  if (instanceTypes.length === 1 && spotPercent === 0) return { launchTemplate: { id: template.id, version } };
  return {
    mixedInstancesPolicy: {
      instancesDistribution: {
        onDemandAllocationStrategy: "prioritized",
        onDemandBaseCapacity: 0,
        onDemandPercentageAboveBaseCapacity: 100 - spotPercent,
        spotAllocationStrategy: "price-capacity-optimized",
      },
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: template.id, version },
        overrides: instanceTypes.map((instanceType) => ({ instanceType })),
      },
    },
  };
}

/**
 * Without rollback: AWS offers none to templates that name a parameter, and the provider's goes back to the new version.
 * https://github.com/hashicorp/terraform-provider-aws/issues/34189
 */
function refresh({ alarmNames }: FleetArgs, healthy: object): aws.autoscaling.GroupArgs["instanceRefresh"] {
  const alarmSpecification = alarmNames && { alarms: alarmNames };
  return { strategy: "Rolling", preferences: { ...healthy, alarmSpecification } };
}
