import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { placeOf } from "../place";
import { fleetAlarms } from "./fleet-alarms";
import { Deploy, type FleetArgs } from "./fleet-args";
import { groupArgs } from "./fleet-group";
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
    fleetAlarms(name, args, group, child);

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
