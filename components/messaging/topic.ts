import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument, isServiceName } from "../check-argument";
import { grant, setGrantor } from "../identity/grant";
import { arnIn, type Place, placeOf } from "../place";
import { denyPlainHttp } from "../policy-statement";

export interface TopicArgs {
  /**
   * ARN of the KMS key that encrypts messages. A service that publishes needs a key whose policy lets it.
   * @default - the key that AWS manages for SNS in this account
   */
  keyArn?: pulumi.Input<string>;
  /**
   * AWS services that publish on behalf of this account, such as `cloudwatch`, `events` or `events.rds`.
   * @default - none: identities of this account publish as their own policies allow
   */
  publishers?: string[];
  /**
   * Delivers messages in order within their group, each once, to FIFO queues (FIFO). Can't be changed later.
   * @default false
   */
  fifoTopic?: boolean;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** An encrypted SNS topic that answers only over TLS. Children: topic and policy `<name>`. */
export class Topic extends pulumi.ComponentResource {
  /** The ARN of the topic. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: TopicArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const { publishers = [] } = args;
    for (const publisher of publishers) {
      expectArgument(isServiceName(publisher), "publishers", "names such as events, without amazonaws.com", publisher);
    }
    super("guardrails:index:Topic", name, args, opts);
    const child = { parent: this };

    const topic = new aws.sns.Topic(
      name,
      {
        kmsMasterKeyId: args.keyArn ?? "alias/aws/sns",
        ...(args.fifoTopic === true && { fifoTopic: true, contentBasedDeduplication: true }),
        tags: args.tags,
      },
      child,
    );
    const place = placeOf(child);
    const policy = pulumi
      .all([place, topic.name])
      .apply(([place, topicName]) => JSON.stringify(topicPolicy(place, topicName, publishers)));
    new aws.sns.TopicPolicy(name, { arn: topic.arn, policy }, child);

    setGrantor(this, { name, arn: arnIn(place, "sns", topic.name), keyArn: args.keyArn });
    this.arn = topic.arn;
    this.registerOutputs({ arn: this.arn });
  }

  /** Lets a role publish. Child: role policy `<name>-<grantee>-publish`. */
  grantPublish(grantee: string, roleName: pulumi.Input<string>): this {
    grant(this, publish, grantee, roleName);
    return this;
  }
}

// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
const publish = { verb: "publish", actions: ["sns:Publish"], keyActions: ["kms:GenerateDataKey", "kms:Decrypt"] };

export function topicPolicy(
  { partition, account, region }: Place,
  name: string,
  publishers: readonly string[],
): aws.iam.PolicyDocument {
  const arn = `arn:${partition}:sns:${region}:${account}:${name}`;
  const allows = publishers.map((service): aws.iam.PolicyStatement => ({
    Sid: `Publisher${service.replaceAll(/\W/g, "")}`,
    Effect: "Allow",
    Principal: { Service: `${service}.amazonaws.com` },
    Action: "sns:Publish",
    Resource: arn,
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  }));
  return { Version: "2012-10-17", Statement: [denyPlainHttp("sns", arn), ...allows] };
}
