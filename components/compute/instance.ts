import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { metricAlarm } from "../audit/metric-alarm";
import { expectArgument } from "../check-argument";
import { expectImage, isImageId, newestAmazonLinux } from "./image";
import { instanceRole } from "./instance-role";
import { expectInstanceTypes } from "./instance-type";
import { expectVolumeSize, metadataOptions, rootVolume } from "./launch-settings";
import { patches, weekly } from "./patches";

export interface InstanceArgs {
  /** The subnet to run in. Take the output of the one subnet, not an element of a list that grows. */
  subnetId: pulumi.Input<string>;
  /** The security groups. Systems Manager needs a way out to port 443, of its endpoints or of the internet. */
  securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * The instance type. Changing it stops and starts the instance, which has to be `unprotected` by an update before; to another
   * architecture, it needs another image, too.
   * @default "t4g.small"
   */
  instanceType?: string;
  /**
   * The id of an image (`ami-…`), or the name or ARN of an SSM parameter that holds one. A parameter is read when the
   * instance is made: what it holds later never replaces the instance, which is patched where it is. To move to another
   * image, give its id.
   * @default - the newest Amazon Linux 2023 for the architecture of the type
   */
  image?: string;
  /**
   * ARNs of policies that say what programs on the instance may do, by a name of yours each.
   * @default - nothing but what Systems Manager needs
   */
  policyArns?: { [name: string]: pulumi.Input<string> };
  /**
   * ARN of the KMS key that encrypts the root volume.
   * @default - the key that is the account's default for EBS
   */
  keyArn?: pulumi.Input<string>;
  /**
   * Size of the root volume in GiB, from 1 to 65536.
   * @default - the size that the image has
   */
  volumeSize?: number;
  /**
   * What the instance runs when it first starts, as text. Whoever may describe the instance reads it: it is no place for
   * credentials, which the role can fetch. Changing it stops and starts the instance, which has to be `unprotected` by an
   * update before, and most images don't run it again.
   * @default - none
   */
  userData?: pulumi.Input<string>;
  /**
   * When patches are installed, with a restart if they need one: a cron expression of State Manager, in UTC.
   * @default "cron(0 3 ? * SUN *)"
   */
  patchSchedule?: string;
  /**
   * ARN of the topic that hears of failed status checks and of a busy processor. Its policy must let `cloudwatch` publish.
   * @default - no alarms
   */
  alarmTopicArn?: pulumi.Input<string>;
  /**
   * Lets the instance be terminated and stopped. Without it, EC2 refuses both, and so do changes that need them.
   * @default false
   */
  unprotected?: boolean;
  /** Tags of everything, the root volume included. A backup plan that selects by tag finds the instance by them. */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * An EC2 instance that is reached by Session Manager only: no key pair, no public address, metadata by session token,
 * an encrypted volume, a role of its own, patches every week, protected against being terminated or stopped.
 * Children: instance, role, role policy and instance profile `<name>`; role policy attachments `<name>-<policy>`; association
 * `<name>-patch`; alarms `<name>-status-check` and `<name>-cpu`.
 */
export class Instance extends pulumi.ComponentResource {
  /** The id of the instance. */
  readonly instanceId: pulumi.Output<string>;
  /** The private IPv4 address. */
  readonly privateIp: pulumi.Output<string>;
  /** The name of the role, to give it inline policies. */
  readonly roleName: pulumi.Output<string>;
  /** The ARN of the role, to name it in policies of resources. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: InstanceArgs, opts?: pulumi.ComponentResourceOptions) {
    const { instanceType = "t4g.small", patchSchedule = weekly, alarmTopicArn } = args;
    const architecture = expectInstanceTypes("instanceType", [instanceType]);
    const { image = newestAmazonLinux(architecture) } = args;
    expectImage(image);
    expectVolumeSize(args.volumeSize);
    expectArgument(/^cron\(.+\)$/.test(patchSchedule), "patchSchedule", "cron(…)", patchSchedule);
    super("guardrails:index:Instance", name, args, opts);
    const child = { parent: this };

    const tags = pulumi.output(args.tags).apply((given) => ({ Name: name, ...given }));
    const { role, profile } = instanceRole(name, args.policyArns, args.tags, child);
    const instance = new aws.ec2.Instance(
      name,
      {
        ami: isImageId(image) ? image : aws.ssm.getParameterOutput({ name: image }, child).insecureValue,
        instanceType,
        subnetId: args.subnetId,
        vpcSecurityGroupIds: args.securityGroupIds,
        associatePublicIpAddress: false,
        iamInstanceProfile: profile.name,
        metadataOptions,
        rootBlockDevice: { ...rootVolume(args), encrypted: true, tags },
        monitoring: true,
        disableApiTermination: args.unprotected !== true,
        disableApiStop: args.unprotected !== true,
        userData: args.userData,
        userDataReplaceOnChange: false,
        tags,
      },
      // An image that is given by its id is pinned as it is.
      { ...child, ignoreChanges: isImageId(image) ? [] : ["ami"] },
    );
    patches(name, instance, patchSchedule, child);
    alarms(name, instance, alarmTopicArn, args.tags, child);

    this.instanceId = instance.id;
    this.privateIp = instance.privateIp;
    this.roleName = role.name;
    this.roleArn = role.arn;
    const { instanceId, privateIp, roleName, roleArn } = this;
    this.registerOutputs({ instanceId, privateIp, roleName, roleArn });
  }
}

type Child = { readonly parent: pulumi.Resource };

function alarms(
  name: string,
  instance: aws.ec2.Instance,
  alarmTopicArn: pulumi.Input<string> | undefined,
  tags: InstanceArgs["tags"],
  child: Child,
): void {
  const watched = { namespace: "AWS/EC2", dimensions: { InstanceId: instance.id }, tags };
  metricAlarm(
    `${name}-status-check`,
    {
      ...{ ...watched, metricName: "StatusCheckFailed", statistic: "Maximum", threshold: 1, evaluationPeriods: 3 },
      alarmDescription: "The instance or its host has failed a status check for three minutes.",
    },
    alarmTopicArn,
    child,
  );
  metricAlarm(
    `${name}-cpu`,
    {
      ...{ ...watched, metricName: "CPUUtilization", threshold: 90, evaluationPeriods: 15 },
      alarmDescription: "The processor has been busy to 90 % for a quarter of an hour.",
    },
    alarmTopicArn,
    child,
  );
}
