import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument } from "../check-argument";

export interface TableArgs {
  /** Name of the attribute that is the partition key; a string. */
  hashKey: string;
  /**
   * Name of the attribute that is the sort key; a string.
   * @default - none
   */
  rangeKey?: string;
  /**
   * ARN of the KMS key that encrypts the table.
   * @default - the key that AWS manages for DynamoDB in this account
   */
  keyArn?: pulumi.Input<string>;
  /**
   * Name of the attribute that holds the second at which an item expires.
   * @default - items don't expire
   */
  ttlAttribute?: string;
  /**
   * Lets the table be deleted. Without it, DynamoDB refuses.
   * @default false
   */
  deletable?: boolean;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * An encrypted DynamoDB table on demand, with point-in-time recovery and protected against deletion. Child: table `<name>`.
 */
export class Table extends pulumi.ComponentResource {
  /** The name of the table. */
  readonly tableName: pulumi.Output<string>;
  /** The ARN of the table. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: TableArgs, opts?: pulumi.ComponentResourceOptions) {
    const { hashKey, rangeKey, ttlAttribute } = args;
    expectArgument(hashKey !== "", "hashKey", "the name of an attribute", hashKey);
    expectArgument(rangeKey !== hashKey, "rangeKey", "another attribute than `hashKey`", rangeKey);
    super("guardrails:index:Table", name, args, opts);

    const table = new aws.dynamodb.Table(
      name,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey,
        rangeKey,
        attributes: [hashKey, rangeKey].filter((key) => key !== undefined).map((key) => ({ name: key, type: "S" })),
        serverSideEncryption: { enabled: true, kmsKeyArn: args.keyArn },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: args.deletable !== true,
        ttl: ttlAttribute === undefined ? undefined : { attributeName: ttlAttribute, enabled: true },
        tags: args.tags,
      },
      { parent: this },
    );

    this.tableName = table.name;
    this.arn = table.arn;
    this.registerOutputs({ tableName: this.tableName, arn: this.arn });
  }
}
