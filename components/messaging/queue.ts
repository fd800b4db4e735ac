import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument, isServiceName, isWithin } from "../check-argument";
import { grant, setGrantor } from "../identity/grant";
import { arnIn, placeOf } from "../place";
import { denyPlainHttp } from "../policy-statement";

/** An AWS service that sends to a queue. */
export interface Sender {
  /** Such as `events`, `s3` or `sns`. */
  service: string;
  /** ARN of the rule, bucket, topic … on whose behalf it sends. */
  sourceArn: pulumi.Input<string>;
}

export interface QueueArgs {
  /**
   * ARN of the KMS key that encrypts messages.
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
  /**
   * Seconds for which a message waits to be received, from 60 to 1209600.
   * @default 345600
   */
  messageRetentionSeconds?: number;
  /**
   * Keeps messages in order within their group and delivers each once (FIFO). Can't be changed later.
   * @default false
   */
  fifoQueue?: boolean;
  /**
   * AWS services that may send messages, and what they could not deliver to the dead-letter queue, by a name of yours each. A key
   * of `keyArn` must let them use it.
   * @default - none: identities of this account send as their own policies allow
   */
  senders?: { [name: string]: Sender };
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

const fourteenDays = 14 * 24 * 60 * 60;

/**
 * An encrypted SQS queue that answers only over TLS, and a dead-letter queue that keeps for 14 days what could not be
 * processed. Children: queue and policy `<name>`, queue, policy and redrive allow policy `<name>-dead-letters`.
 */
export class Queue extends pulumi.ComponentResource {
  /** The name of the queue. */
  readonly queueName: pulumi.Output<string>;
  /** The URL of the queue. */
  readonly url: pulumi.Output<string>;
  /** The ARN of the queue. */
  readonly arn: pulumi.Output<string>;
  /** The ARN of the dead-letter queue. */
  readonly deadLetterArn: pulumi.Output<string>;
  /** The name of the dead-letter queue. */
  readonly deadLetterQueueName: pulumi.Output<string>;

  constructor(name: string, args: QueueArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { visibilityTimeoutSeconds = 30, maxReceiveCount = 5, messageRetentionSeconds } = args;
    expectArgument(
      isWithin(visibilityTimeoutSeconds, 0, 43200),
      "visibilityTimeoutSeconds",
      "0 to 43200",
      visibilityTimeoutSeconds,
    );
    expectArgument(isWithin(maxReceiveCount, 1, 1000), "maxReceiveCount", "1 to 1000", maxReceiveCount);
    expectArgument(
      messageRetentionSeconds === undefined || isWithin(messageRetentionSeconds, 60, fourteenDays),
      "messageRetentionSeconds",
      `60 to ${fourteenDays}`,
      messageRetentionSeconds,
    );
    for (const [sender, { service }] of Object.entries(args.senders ?? {})) {
      expectArgument(/^\w{1,100}$/.test(sender), "senders", "named by letters, digits and _", sender);
      const expected = "a name such as events, without amazonaws.com";
      expectArgument(isServiceName(service), `senders.${sender}.service`, expected, service);
    }
    super("guardrails:index:Queue", name, args, opts);
    const child = { parent: this };
    const alike = {
      ...(args.keyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: args.keyArn }),
      // The dead-letter queue of a FIFO queue is one, too. Content tells messages apart where no id does.
      ...(args.fifoQueue === true && { fifoQueue: true, contentBasedDeduplication: true }),
      tags: args.tags,
    };

    const deadLetters = new aws.sqs.Queue(
      `${name}-dead-letters`,
      { ...alike, messageRetentionSeconds: fourteenDays },
      child,
    );
    const queue = new aws.sqs.Queue(
      name,
      {
        ...alike,
        visibilityTimeoutSeconds,
        messageRetentionSeconds,
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount }),
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
        .all([arnIn(place, "sqs", of.name), place, args.senders ?? {}])
        .apply(([arn, { account }, sending]) => queuePolicy(arn, account, sending));
      new aws.sqs.QueuePolicy(policyName, { queueUrl: of.url, policy }, child);
    }

    setGrantor(this, { name, arn: arnIn(place, "sqs", queue.name), keyArn: args.keyArn });
    this.queueName = queue.name;
    this.url = queue.url;
    this.arn = queue.arn;
    this.deadLetterArn = deadLetters.arn;
    this.deadLetterQueueName = deadLetters.name;
    const { queueName, url, arn, deadLetterArn, deadLetterQueueName } = this;
    this.registerOutputs({ queueName, url, arn, deadLetterArn, deadLetterQueueName });
  }

  /** Lets a role send messages. Child: role policy `<name>-<grantee>-send`. */
  grantSend(grantee: string, roleName: pulumi.Input<string>): this {
    grant(this, send, grantee, roleName);
    return this;
  }

  /** Lets a role, such as a function's, receive messages and delete them. Child: role policy `<name>-<grantee>-receive`. */
  grantReceive(grantee: string, roleName: pulumi.Input<string>): this {
    grant(this, receive, grantee, roleName);
    return this;
  }
}

// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
const send = { verb: "send", actions: ["sqs:SendMessage"], keyActions: ["kms:GenerateDataKey", "kms:Decrypt"] };
const receive = {
  verb: "receive",
  actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"],
  keyActions: ["kms:Decrypt"],
};

function queuePolicy(
  arn: string,
  account: string,
  senders: { readonly [name: string]: { readonly service: string; readonly sourceArn: string } },
): string {
  const allows = Object.entries(senders).map(([sender, { service, sourceArn }]): aws.iam.PolicyStatement => ({
    Sid: `Sender${sender.replaceAll("_", "")}`,
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: "sqs:SendMessage",
    Resource: arn,
    // The ARN of a bucket names no account.
    Condition: { ArnEquals: { "aws:SourceArn": sourceArn }, StringEquals: { "aws:SourceAccount": account } },
  }));
  return JSON.stringify({ Version: "2012-10-17", Statement: [denyPlainHttp("sqs", arn), ...allows] });
}
