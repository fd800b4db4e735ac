import { CreateTableCommand, UpdateContinuousBackupsCommand, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import { CreateAliasCommand, CreateKeyCommand, EnableKeyRotationCommand } from "@aws-sdk/client-kms";
import { CreateQueueCommand, GetQueueAttributesCommand, SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import type { Clients } from "../clients";
import type { Create } from ".";

const key: Create = async (inputs, { kms }) => {
  const { description, policy, tags } = inputs;
  const { KeyMetadata } = await kms.send(
    new CreateKeyCommand({
      Description: description,
      Policy: policy,
      Tags: Object.entries<string>(tags ?? {}).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
    }),
  );
  const id = KeyMetadata?.KeyId ?? "";
  if (inputs.enableKeyRotation) {
    await kms.send(
      new EnableKeyRotationCommand({ KeyId: id, RotationPeriodInDays: inputs.rotationPeriodInDays as number }),
    );
  }
  return { id, keyId: id, arn: KeyMetadata?.Arn };
};

const alias: Create = async ({ name, targetKeyId }, { kms }) => {
  await kms.send(new CreateAliasCommand({ AliasName: name, TargetKeyId: targetKeyId }));
  return { id: name };
};

const queue: Create = async (inputs, { sqs }, logicalName) => {
  const attributes = {
    KmsMasterKeyId: inputs.kmsMasterKeyId,
    MessageRetentionPeriod: inputs.messageRetentionSeconds,
    RedrivePolicy: inputs.redrivePolicy,
    SqsManagedSseEnabled: inputs.sqsManagedSseEnabled,
    VisibilityTimeout: inputs.visibilityTimeoutSeconds,
  };
  const name = inputs.name ?? logicalName;
  const { QueueUrl: url = "" } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: given(attributes), tags: inputs.tags }),
  );
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["QueueArn"] }));
  return { id: url, url, name, arn: Attributes?.QueueArn };
};

/** The attributes that are set, as the texts that SQS takes. */
function given(attributes: Readonly<Record<string, unknown>>): Record<string, string> {
  const set = Object.entries(attributes).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set.map(([attribute, value]) => [attribute, String(value)]));
}

function queueAttribute(attribute: string, input: string): Create {
  return async (inputs, { sqs }) => {
    const { queueUrl } = inputs;
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: queueUrl, Attributes: { [attribute]: inputs[input] as string } }),
    );
    return { id: queueUrl };
  };
}

const table: Create = async (inputs, { dynamodb }, logicalName) => {
  const { serverSideEncryption: sse, streamEnabled, streamViewType } = inputs;
  const name = inputs.name ?? logicalName;
  const { TableDescription } = await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: inputs.billingMode,
      KeySchema: keySchema(inputs),
      AttributeDefinitions: inputs.attributes.map((attribute: any) => ({
        AttributeName: attribute.name,
        AttributeType: attribute.type,
      })),
      GlobalSecondaryIndexes: inputs.globalSecondaryIndexes?.map((index: any) => ({
        IndexName: index.name,
        KeySchema: keySchema(index),
        Projection: { ProjectionType: index.projectionType },
      })),
      SSESpecification: sse && {
        Enabled: sse.enabled,
        ...(sse.enabled && { SSEType: "KMS" as const }),
        KMSMasterKeyId: sse.kmsKeyArn,
      },
      StreamSpecification: streamEnabled && { StreamEnabled: true, StreamViewType: streamViewType },
      DeletionProtectionEnabled: inputs.deletionProtectionEnabled,
      Tags: Object.entries<string>(inputs.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    }),
  );
  await completeTable(name as string, inputs, dynamodb);
  return { id: name, name, arn: TableDescription?.TableArn, streamArn: TableDescription?.LatestStreamArn };
};

function keySchema({ hashKey, rangeKey }: any): { AttributeName: string; KeyType: "HASH" | "RANGE" }[] {
  return [
    { AttributeName: hashKey, KeyType: "HASH" },
    ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: "RANGE" as const }]),
  ];
}

/** What DynamoDB takes only once the table is there. */
async function completeTable(TableName: string, inputs: any, dynamodb: Clients["dynamodb"]): Promise<void> {
  if (inputs.pointInTimeRecovery) {
    await dynamodb.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: inputs.pointInTimeRecovery.enabled },
      }),
    );
  }
  if (inputs.ttl) {
    const { attributeName: AttributeName, enabled: Enabled } = inputs.ttl;
    await dynamodb.send(
      new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: { AttributeName, Enabled } }),
    );
  }
}

export const createData: Readonly<Record<string, Create>> = {
  "aws:dynamodb/table:Table": table,
  "aws:kms/alias:Alias": alias,
  "aws:kms/key:Key": key,
  "aws:sqs/queue:Queue": queue,
  "aws:sqs/queuePolicy:QueuePolicy": queueAttribute("Policy", "policy"),
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": queueAttribute("RedriveAllowPolicy", "redriveAllowPolicy"),
};
