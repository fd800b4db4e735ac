import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { metricAlarm } from "../audit/metric-alarm";
import { placeOf } from "../place";
import { Deploy, type FleetArgs } from "./fleet-args";
import { type FleetSettings, fleetSettings } from "./fleet-settings";
import { type InstanceRole, instanceRole } from "./instance-role";
import { metadataOptions, rootVolume } from "./launch-settings";

/**
 * EC2 instances in an Auto Scaling group over several subnets, as closed as an `Instance`, that are deployed without
 * breaking what runs and renewed from the newest image every month. Patches come with new images: nothing is patched in
 * place. Children: launch template, group, role, role policy, instance profile and notification `<name>`; role policy
 * attachments `<name>-<policy>`; scaling policies `<name>-cpu` and `<name>-requests`; grant `<name>-volumes`; alarms
 * `<name>-cpu` and `<name>-too-few`.
 */
export class Fleet extends pulumi.ComponentResource {
  /** The name of the Auto Scaling group. Another one after each deployment by `replace`. */
  readonly groupName: pulumi.Output<string>;
  /** The id of the launch template. */
  readonly launchTemplateId: pulumi.Output<string>;
  /** The name of the role, to give it inline policies. */
  readonly roleName: pulumi.Output<string>;
  /** The ARN of the role, to name it in policies of resources. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: FleetArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = fleetSettings(args);
    super("guardrails:index:Fleet", name, args, opts);
    const child = { parent: this };

    const made = instanceRole(name, args.policyArns, args.tags, child);
    const template = launchTemplate(name, args, settings, made, child);
    const grant = keyGrant(name, args.keyArn, child);
    const group = new aws.autoscaling.Group(name, groupArgs(name, args, settings, template), {
      ...child,
      // Auto Scaling can't start instances whose volumes it can't encrypt.
      dependsOn: grant ? [grant] : [],
      replaceOnChanges: settings.deploy === Deploy.Replace ? deployments : [],
    });
    scalingPolicies(name, args, settings, group, child);
    alarms(name, args, group, child);

    this.groupName = group.name;
    this.launchTemplateId = template.id;
    this.roleName = made.role.name;
    this.roleArn = made.role.arn;
    const { groupName, launchTemplateId, roleName, roleArn } = this;
    this.registerOutputs({ groupName, launchTemplateId, roleName, roleArn });
  }
}

type Child = { readonly parent: pulumi.Resource };

/**
 * What makes a new group. By `#initerror`, a group whose instances never were well is no base for the next try: Pulumi
 * would take it for up after an update that waits for nothing, and delete the old one.
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go (initErrorSpecialKey)
 */
const deployments = ["launchTemplate", "mixedInstancesPolicy", "#initerror"];

function launchTemplate(
  name: string,
  args: FleetArgs,
  { instanceTypes, imageId, rootDeviceName }: FleetSettings,
  { profile }: InstanceRole,
  child: Child,
): aws.ec2.LaunchTemplate {
  const volume = { ...rootVolume(args), encrypted: "true", deleteOnTermination: "true" };
  const tags = pulumi.output(args.tags).apply((given) => ({ Name: name, ...given }));
  return new aws.ec2.LaunchTemplate(
    name,
    {
      imageId,
      instanceType: instanceTypes[0],
      iamInstanceProfile: { name: profile.name },
      metadataOptions,
      networkInterfaces: [
        { associatePublicIpAddress: "false", securityGroups: args.securityGroupIds, deleteOnTermination: "true" },
      ],
      blockDeviceMappings: [{ deviceName: rootDeviceName, ebs: volume }],
      monitoring: { enabled: true },
      userData: args.userData && pulumi.output(args.userData).apply((text) => Buffer.from(text).toString("base64")),
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({ resourceType, tags })),
      updateDefaultVersion: true,
      tags: args.tags,
    },
    child,
  );
}

/**
 * The key's policy says who may use it for callers of this account, and Auto Scaling's role has no policy that would.
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
 */
function keyGrant(name: string, keyArn: pulumi.Input<string> | undefined, child: Child): aws.kms.Grant | undefined {
  if (keyArn === undefined) return undefined;
  const service = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";
  return new aws.kms.Grant(
    `${name}-volumes`,
    {
      keyId: keyArn,
      granteePrincipal: placeOf(child).apply(
        ({ partition, account }) => `arn:${partition}:iam::${account}:role/${service}`,
      ),
      operations: [
        ...["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"],
        ...["DescribeKey", "CreateGrant"],
      ],
    },
    child,
  );
}

/** No number of instances is asked for: that is the autoscaler's to say. */
function groupArgs(
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

function scalingPolicies(
  name: string,
  { requestsPerTarget, resourceLabel }: FleetArgs,
  { cpuTarget }: FleetSettings,
  group: aws.autoscaling.Group,
  child: Child,
): void {
  const follow = (
    what: string,
    targetValue: number,
    predefinedMetricSpecification: aws.types.input.autoscaling.PolicyTargetTrackingConfigurationPredefinedMetricSpecification,
  ) =>
    new aws.autoscaling.Policy(
      `${name}-${what}`,
      {
        autoscalingGroupName: group.name,
        policyType: "TargetTrackingScaling",
        targetTrackingConfiguration: { targetValue, predefinedMetricSpecification },
      },
      child,
    );
  follow("cpu", cpuTarget, { predefinedMetricType: "ASGAverageCPUUtilization" });
  if (requestsPerTarget !== undefined) {
    follow("requests", requestsPerTarget, { predefinedMetricType: "ALBRequestCountPerTarget", resourceLabel });
  }
}

function alarms(
  name: string,
  { alarmTopicArn, minSize, tags }: FleetArgs,
  group: aws.autoscaling.Group,
  child: Child,
): void {
  const watched = { dimensions: { AutoScalingGroupName: group.name }, evaluationPeriods: 15, tags };
  metricAlarm(
    `${name}-cpu`,
    {
      ...{ ...watched, namespace: "AWS/EC2", metricName: "CPUUtilization", threshold: 90 },
      alarmDescription:
        "The processors have been busy to 90 % for a quarter of an hour: more instances don't come, or don't help.",
    },
    alarmTopicArn,
    child,
  );
  if (alarmTopicArn !== undefined) {
    const notifications = ["EC2_INSTANCE_LAUNCH_ERROR", "EC2_INSTANCE_TERMINATE_ERROR"] as const;
    new aws.autoscaling.Notification(
      name,
      {
        groupNames: [group.name],
        notifications: notifications.map((event) => `autoscaling:${event}` as const),
        topicArn: alarmTopicArn,
      },
      child,
    );
  }
  if (minSize === 0) return;
  metricAlarm(
    `${name}-too-few`,
    {
      ...{ ...watched, namespace: "AWS/AutoScaling", metricName: "GroupInServiceInstances", threshold: minSize },
      ...{ statistic: "Minimum", comparisonOperator: "LessThanThreshold" },
      alarmDescription:
        "Fewer instances than the fleet's minimum have served for a quarter of an hour: new ones don't start.",
    },
    alarmTopicArn,
    child,
  );
}
