import type { iam } from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arnIn, placeOf } from "../../components/place";

export function allow(Sid: string, Action: string[], Resource: string | string[]): iam.PolicyStatement {
  return { Sid, Effect: "Allow", Action, Resource };
}

export function deny(Sid: string, Action: string[], Resource: string[]): iam.PolicyStatement {
  return { Sid, Effect: "Deny", Action, Resource };
}

/** The audit log, which no automation may touch. */
export function denyRecord(partition: string, bucket: string): iam.PolicyStatement {
  return deny("NotTheRecord", ["s3:*"], [`arn:${partition}:s3:::${bucket}`, `arn:${partition}:s3:::${bucket}/*`]);
}

/** What those need who read and write encrypted things. */
export function useKey(keyArn: string): iam.PolicyStatement {
  const actions = ["Decrypt", "Encrypt", "ReEncrypt*", "GenerateDataKey*", "DescribeKey"];
  return allow(
    "Key",
    actions.map((action) => `kms:${action}`),
    keyArn,
  );
}

/** The ARN of a table, known as soon as its name is. */
export function tableArn(name: pulumi.Input<string>, child: { readonly parent: pulumi.Resource }) {
  return arnIn(placeOf(child), "dynamodb", pulumi.interpolate`table/${name}`);
}

/**
 * Reads and writes the desk's table. Nothing in it is ever deleted but by DynamoDB itself, when commands expire: no function may.
 */
export function useTable(table: string): iam.PolicyStatement {
  const actions = ["GetItem", "Query", "PutItem", "UpdateItem", "ConditionCheckItem"];
  return allow(
    "Table",
    actions.map((action) => `dynamodb:${action}`),
    [table, `${table}/index/*`],
  );
}

export function readStream(table: string): iam.PolicyStatement {
  const actions = ["DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"];
  return allow(
    "Stream",
    actions.map((action) => `dynamodb:${action}`),
    `${table}/stream/*`,
  );
}
