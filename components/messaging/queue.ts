import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument, isWithin } from "../check-argument";
import { placeOf } from "../place";
import { denyPlainHttp } from "../policy-statement";

export interface QueueArgs {
  /**
   * ARN or id of the KMS key that encrypts messages.
   * @default - a key that SQS manages
   */
  keyArn?: pulumi.Input<string>;
  /**
   * Seconds for which a received message is hidden from others, from 0 to 43200. At least six times the timeout of a Lambda
   * function that reads the queue.
   * @default 30
   */
  visibilityTimeoutSeconds?: number;
  /**
   * How often a message is received before it goes to the dead-letter queue, from 1 to 1000.
   * @default 5
   */
  maxReceiveCount?: number;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

const fourteenDays = 14 * 24 * 60 * 60;

/**
 * An encrypted SQS queue that answers only over TLS, and a dead-letter queue that keeps for 14 days what could not be
 * processed. Children: queue and policy `<name>`, queue, policy and redrive allow policy `<name>-dead-letters`.
 */
export class Queue extends pulumi.ComponentResource {
  /** The URL of the queue. */
  readonly url: pulumi.Output<string>;
  /** The ARN of the queue. */
  readonly arn: pulumi.Output<string>;
  /** The ARN of the dead-letter queue. */
  readonly deadLetterArn: pulumi.Output<string>;

  constructor(name: string, args: QueueArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { visibilityTimeoutSeconds = 30, maxReceiveCount = 5 } = args;
    expectArgument(
      isWithin(visibilityTimeoutSeconds, 0, 43200),
      "visibilityTimeoutSeconds",
      "0 to 43200",
      visibilityTimeoutSeconds,
    );
    expectArgument(isWithin(maxReceiveCount, 1, 1000), "maxReceiveCount", "1 to 1000", maxReceiveCount);
    super("guardrails:index:Queue", name, args, opts);
    const child = { parent: this };
    const encryption = args.keyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: args.keyArn };

    const deadLetters = new aws.sqs.Queue(
      `${name}-dead-letters`,
      { ...encryption, messageRetentionSeconds: fourteenDays, tags: args.tags },
      child,
    );
    const queue = new aws.sqs.Queue(
      name,
      {
        ...encryption,
        visibilityTimeoutSeconds,
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount }),
        tags: args.tags,
      },
      child,
    );
    new aws.sqs.RedriveAllowPolicy(
      `${name}-dead-letters`,
      {
        queueUrl: deadLetters.url,
        redriveAllowPolicy: pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [queue.arn] }),
      },
      child,
    );
    const place = placeOf(child);
    for (const [policyName, of] of [
      [name, queue],
      [`${name}-dead-letters`, deadLetters],
    ] as const) {
      const policy = pulumi
        .all([place, of.name])
        .apply(([{ partition, account, region }, queueName]) =>
          queuePolicy(`arn:${partition}:sqs:${region}:${account}:${queueName}`),
        );
      new aws.sqs.QueuePolicy(policyName, { queueUrl: of.url, policy }, child);
    }

    this.url = queue.url;
    this.arn = queue.arn;
    this.deadLetterArn = deadLetters.arn;
    this.registerOutputs({ url: this.url, arn: this.arn, deadLetterArn: this.deadLetterArn });
  }
}

function queuePolicy(arn: string): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [denyPlainHttp("sqs", arn)] });
}
