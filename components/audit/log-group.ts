import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument } from "../check-argument";

export interface LogGroupArgs {
  /**
   * ARN of the KMS key that encrypts the logs; its policy must let CloudWatch Logs use it (`new Key("…", { services: ["logs"] })`).
   * @default - a key that CloudWatch Logs owns
   */
  keyArn?: pulumi.Input<string>;
  /**
   * Days for which logs are kept: one of the numbers that CloudWatch Logs offers.
   * @default 365
   */
  retentionInDays?: number;
  /**
   * Name of the log group, for a service that writes to one of that name.
   * @default - one that Pulumi makes up
   */
  logGroupName?: pulumi.Input<string>;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const retentions: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

/** A CloudWatch log group that keeps its logs for a year. Child: log group `<name>`. */
export class LogGroup extends pulumi.ComponentResource {
  /** The name of the log group. */
  readonly logGroupName: pulumi.Output<string>;
  /** The ARN of the log group. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: LogGroupArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { retentionInDays = 365 } = args;
    expectRetention("retentionInDays", retentionInDays);
    super("guardrails:index:LogGroup", name, args, opts);

    const group = new aws.cloudwatch.LogGroup(
      name,
      { name: args.logGroupName, retentionInDays, kmsKeyId: args.keyArn, tags: args.tags },
      { parent: this },
    );

    this.logGroupName = group.name;
    this.arn = group.arn;
    this.registerOutputs({ logGroupName: this.logGroupName, arn: this.arn });
  }
}

/** Refuses a number of days that CloudWatch Logs doesn't offer. */
export function expectRetention(name: string, days: number): void {
  expectArgument(retentions.includes(days), name, `one of ${retentions.join(", ")}`, days);
}
