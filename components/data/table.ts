import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument } from "../check-argument";
import { grant, setGrantor } from "../identity/grant";
import { arnIn, placeOf } from "../place";

/** Another way to find items, by other attributes. */
export interface TableIndex {
  /** Name of the attribute that is the index's partition key. */
  hashKey: string;
  /**
   * Name of the attribute that is the index's sort key.
   * @default - none
   */
  rangeKey?: string;
  /**
   * Leaves out of the index what isn't a key: it is written and read for less.
   * @default false
   */
  keysOnly?: boolean;
}

export interface TableArgs {
  /** Name of the attribute that is the partition key. */
  hashKey: string;
  /**
   * Name of the attribute that is the sort key.
   * @default - none
   */
  rangeKey?: string;
  /**
   * Global secondary indexes by name, with all attributes of the items unless they say `keysOnly`.
   * @default - none
   */
  indexes?: { [name: string]: TableIndex };
  /**
   * Key attributes that are numbers.
   * @default - all are strings
   */
  numberKeys?: string[];
  /**
   * Streams what changes, items before and after, for 24 hours.
   * @default false
   */
  streamEnabled?: boolean;
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
  /** The ARN of the table's stream; empty without one. */
  readonly streamArn: pulumi.Output<string>;

  constructor(name: string, args: TableArgs, opts?: pulumi.ComponentResourceOptions) {
    const { hashKey, rangeKey, ttlAttribute, indexes = {} } = args;
    expectKeys("", args);
    for (const [index, keys] of Object.entries(indexes)) expectKeys(`indexes.${index}.`, keys);
    const attributes = keyAttributes(args);
    super("guardrails:index:Table", name, args, opts);
    const child = { parent: this };

    const table = new aws.dynamodb.Table(
      name,
      {
        billingMode: "PAY_PER_REQUEST",
        hashKey,
        rangeKey,
        attributes,
        ...(args.indexes !== undefined && {
          globalSecondaryIndexes: Object.entries(indexes).map(([index, keys]) => ({
            ...{ name: index, hashKey: keys.hashKey, rangeKey: keys.rangeKey },
            projectionType: keys.keysOnly === true ? "KEYS_ONLY" : "ALL",
          })),
        }),
        ...(args.streamEnabled === true && { streamEnabled: true, streamViewType: "NEW_AND_OLD_IMAGES" }),
        serverSideEncryption: { enabled: true, kmsKeyArn: args.keyArn },
        pointInTimeRecovery: { enabled: true },
        deletionProtectionEnabled: args.deletable !== true,
        ttl: ttlAttribute === undefined ? undefined : { attributeName: ttlAttribute, enabled: true },
        tags: args.tags,
      },
      child,
    );

    const arn = arnIn(placeOf(child), "dynamodb", pulumi.interpolate`table/${table.name}`);
    setGrantor(this, { name, arn, keyArn: args.keyArn });
    this.tableName = table.name;
    this.arn = table.arn;
    this.streamArn = table.streamArn;
    this.registerOutputs({ tableName: this.tableName, arn: this.arn, streamArn: this.streamArn });
  }

  /** Lets a role read items, by indexes too. Child: role policy `<name>-<grantee>-read`. */
  grantRead(grantee: string, roleName: pulumi.Input<string>): this {
    grant(this, read, grantee, roleName);
    return this;
  }

  /** Lets a role read and write items. Child: role policy `<name>-<grantee>-write`. */
  grantWrite(grantee: string, roleName: pulumi.Input<string>): this {
    grant(this, write, grantee, roleName);
    return this;
  }
}

const suffixes = ["", "/index/*"];
const reading = ["BatchGetItem", "ConditionCheckItem", "DescribeTable", "GetItem", "Query", "Scan"];
const writing = ["BatchWriteItem", "DeleteItem", "PutItem", "UpdateItem"];
const inDynamoDb = (action: string) => `dynamodb:${action}`;
const read = { verb: "read", actions: reading.map(inDynamoDb), keyActions: ["kms:Decrypt"], suffixes };
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
const write = {
  ...{ verb: "write", actions: [...reading, ...writing].map(inDynamoDb), suffixes },
  keyActions: ["kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
};

function expectKeys(path: string, { hashKey, rangeKey }: TableIndex): void {
  expectArgument(hashKey !== "", `${path}hashKey`, "the name of an attribute", hashKey);
  expectArgument(
    rangeKey !== "" && rangeKey !== hashKey,
    `${path}rangeKey`,
    "another attribute than `hashKey`",
    rangeKey,
  );
}

/** Every attribute that is a key of the table or of an index, and no other: DynamoDB refuses those. */
function keyAttributes({ indexes = {}, numberKeys = [], ...table }: TableArgs): { name: string; type: string }[] {
  const keys = [table, ...Object.values(indexes)].flatMap(({ hashKey, rangeKey }) => [hashKey, rangeKey]);
  const names = [...new Set(keys.filter((key) => key !== undefined))];
  for (const key of numberKeys) expectArgument(names.includes(key), "numberKeys", `of ${names.join(", ")}`, key);
  return names.map((name) => ({ name, type: numberKeys.includes(name) ? "N" : "S" }));
}
