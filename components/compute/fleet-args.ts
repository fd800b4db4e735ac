import type * as pulumi from "@pulumi/pulumi";

/** How a change of what instances are reaches them. */
export const Deploy = { Replace: "replace", Rolling: "rolling" } as const;
export type Deploy = (typeof Deploy)[keyof typeof Deploy];

export interface FleetArgs {
  /** The subnets to run in, over which instances are spread; of two zones at least, to outlive one. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The security groups. Systems Manager needs a way out to port 443, of its endpoints or of the internet. */
  securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /** The fewest instances, and those that a new group starts with: see `deploy`. */
  minSize: number;
  /** The most instances, from 1. */
  maxSize: number;
  /**
   * The instance types, of one architecture, in the order of preference. With several there is a way out when AWS has
   * run out of one.
   * @default ["t4g.small"]
   */
  instanceTypes?: string[];
  /**
   * The id of an image (`ami-…`), or the name or ARN of an SSM parameter that holds one. A parameter is read at each
   * launch, so that instances are as new as the parameter; with `:<version>` at its end or with the id of an image, what
   * runs is pinned and stays so until you name another.
   * @default - the newest Amazon Linux 2023 for the architecture of the types
   */
  image?: string;
  /**
   * Where the image has its root volume, which is encrypted under this name.
   * @default - `/dev/xvda` for the images of Amazon Linux; to be given with any other
   */
  rootDeviceName?: string;
  /**
   * ARNs of target groups that send requests to the instances, and whose health checks decide which are well.
   * @default - none: EC2's own status checks decide
   */
  targetGroupArns?: pulumi.Input<string>[];
  /**
   * Percent of their processors that the instances are kept busy to, from 1 to 100, by more or fewer instances.
   * @default 50
   */
  cpuTarget?: number;
  /**
   * Requests per minute that each instance is kept at, too. Goes with `resourceLabel`.
   * @default - requests don't count
   */
  requestsPerTarget?: number;
  /**
   * The load balancer and target group whose requests count: `app/<name>/<id>/targetgroup/<name>/<id>`, which is what a
   * `LoadBalancer` gives as `resourceLabel`.
   * @default - none
   */
  resourceLabel?: pulumi.Input<string>;
  /**
   * `replace`: a change of image, type, user data or of anything else that instances are made with makes a new group
   * beside the old, which is deleted only when `minSize` new instances are well; when they aren't, the update fails and
   * the old group goes on. The new group starts with `minSize` instances whatever number the old one had grown to: at busy
   * hours, raise `minSize` in the same update. `rolling`: instances are replaced one by one in the group, after the update
   * has ended; what fails stops there, and goes back only by another update.
   * @default - `replace` with target groups and a `minSize` above 0, else `rolling`
   */
  deploy?: Deploy;
  /**
   * Names of CloudWatch alarms that stop a rolling deployment, such as one on errors.
   * @default - none
   */
  alarmNames?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * ARNs of policies that say what programs on the instances may do, by a name of yours each.
   * @default - nothing but what Systems Manager needs
   */
  policyArns?: { [name: string]: pulumi.Input<string> };
  /**
   * ARN of the KMS key that encrypts the volumes. The service-linked role of Auto Scaling, which is there after an
   * account's first group, is given a grant.
   * @default - the key that is the account's default for EBS
   */
  keyArn?: pulumi.Input<string>;
  /**
   * Size of the root volume in GiB, from 1 to 65536.
   * @default - the size that the image has
   */
  volumeSize?: number;
  /**
   * What an instance runs when it first starts, as text. Whoever may describe the launch template reads it: it is no place
   * for credentials, which the role can fetch.
   * @default - none
   */
  userData?: pulumi.Input<string>;
  /**
   * ARN of the topic that hears of too few instances, busy processors, and of instances that could not be launched or
   * terminated. Its policy must let `cloudwatch` publish; a key of its own must let the service-linked role of Auto Scaling
   * use it, too (`userArns` of a `Key`).
   * @default - no alarms
   */
  alarmTopicArn?: pulumi.Input<string>;
  /**
   * How many instances wait, stopped, that have started once, to be faster when more are needed. Needs the id of an image,
   * and no spot instances.
   * @default 0
   */
  warmPoolSize?: number;
  /**
   * Percent of the instances that are spot instances, which AWS may take back, from 0 to 100.
   * @default 0
   */
  spotPercent?: number;
  /**
   * Days after which an instance is replaced by a new one, made from the newest image, from 1 to 365.
   * @default 30
   */
  maxInstanceLifetimeDays?: number;
  /**
   * Seconds that an instance needs until it serves, from 0 to 7200: before, its health checks don't count.
   * @default 300
   */
  healthCheckGracePeriod?: number;
  /** Tags of everything, the instances and their volumes included. */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}
