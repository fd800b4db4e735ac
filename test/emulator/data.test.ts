import * as assert from "node:assert/strict";
import * as dynamodb from "@aws-sdk/client-dynamodb";
import { GetRolePolicyCommand } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, GetKeyPolicyCommand, GetKeyRotationStatusCommand } from "@aws-sdk/client-kms";
import { GetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import * as aws from "@pulumi/aws";
import { Key, Queue, Table } from "../../components";
import { clients, deployToEmulator, describeWithEmulator } from "../support/aws-emulator/deploy";

describeWithEmulator("what keeps data, made in the emulator", () => {
  it("a key rotates, has its alias and the policy that was written", async () => {
    const keyId = await deployToEmulator(() => new Key("orders", { services: ["sns"] }).keyId);
    const { kms } = await clients();
    const { KeyRotationEnabled } = await kms.send(new GetKeyRotationStatusCommand({ KeyId: keyId }));
    assert.equal(KeyRotationEnabled, true);
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: "alias/orders" }));
    assert.equal(KeyMetadata?.KeyId, keyId);
    const { Policy = "" } = await kms.send(new GetKeyPolicyCommand({ KeyId: keyId, PolicyName: "default" }));
    assert.deepEqual(
      JSON.parse(Policy).Statement.map(({ Principal }: any) => Principal),
      [{ AWS: "arn:aws:iam::123456789012:root" }, { Service: "sns.amazonaws.com" }],
    );
  });

  it("a queue is encrypted with the key, and what fails goes to its dead letters", async () => {
    const { url, arn, deadLetterArn, key } = await deployToEmulator(() => {
      const key = new Key("orders", { services: ["sns"] });
      const queue = new Queue("orders", { keyArn: key.arn });
      return { url: queue.url, arn: queue.arn, deadLetterArn: queue.deadLetterArn, key: key.arn };
    });
    const { sqs } = await clients();
    const attributesOf = async (QueueUrl: string) =>
      (await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }))).Attributes ?? {};
    const attributes = await attributesOf(url);
    assert.equal(attributes.KmsMasterKeyId, key);
    const redrive = JSON.parse(attributes.RedrivePolicy ?? "") as Record<string, unknown>;
    assert.equal(redrive.deadLetterTargetArn, deadLetterArn);
    const [{ Effect, Resource, Condition }] = JSON.parse(attributes.Policy ?? "").Statement;
    assert.deepEqual([Effect, Resource, Condition], ["Deny", arn, { Bool: { "aws:SecureTransport": "false" } }]);
    const deadLetters = await attributesOf(`${url}-dead-letters`);
    assert.equal(deadLetters.KmsMasterKeyId, key);
    assert.equal(deadLetters.MessageRetentionPeriod, String(14 * 24 * 60 * 60));
  });

  it("a table has its keys, indexes and stream, is encrypted, can be restored and can't be deleted", async () => {
    const { tableName, key } = await deployToEmulator(() => {
      const key = new Key("orders");
      const indexes = { customer: { hashKey: "customer", rangeKey: "placed" } };
      const table = new Table("orders", {
        ...{ hashKey: "id", rangeKey: "line", indexes, numberKeys: ["line"], streamEnabled: true },
        ...{ ttlAttribute: "expires", keyArn: key.arn, tags: { Owner: "shop" } },
      });
      return { tableName: table.tableName, key: key.arn };
    });
    const client = (await clients()).dynamodb;
    const { Table: table } = await client.send(new dynamodb.DescribeTableCommand({ TableName: tableName }));
    assert.deepEqual(table?.SSEDescription, { Status: "ENABLED", SSEType: "KMS", KMSMasterKeyArn: key });
    assert.deepEqual(
      table?.KeySchema?.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`),
      ["id HASH", "line RANGE"],
    );
    assert.equal(table?.GlobalSecondaryIndexes?.[0]?.IndexName, "customer");
    assert.equal(table?.StreamSpecification?.StreamViewType, "NEW_AND_OLD_IMAGES");
    const backups = await client.send(new dynamodb.DescribeContinuousBackupsCommand({ TableName: tableName }));
    const { PointInTimeRecoveryDescription } = backups.ContinuousBackupsDescription ?? {};
    assert.equal(PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus, "ENABLED");
    const { TimeToLiveDescription } = await client.send(
      new dynamodb.DescribeTimeToLiveCommand({ TableName: tableName }),
    );
    assert.equal(TimeToLiveDescription?.AttributeName, "expires");
    await assert.rejects(client.send(new dynamodb.DeleteTableCommand({ TableName: tableName })), /delet/i);
  });

  it("a role that is let at a queue and a table has a policy that IAM takes", async () => {
    await deployToEmulator(() => {
      const trust = { Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" };
      const assumeRolePolicy = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
      const role = new aws.iam.Role("web", { assumeRolePolicy });
      new Queue("orders").grantSend("web", role.name);
      new Table("orders", { hashKey: "id" }).grantWrite("web", role.name);
    });
    const { iam } = await clients();
    for (const [PolicyName, service] of [
      ["orders-web-send", "sqs"],
      ["orders-web-write", "dynamodb"],
    ] as const) {
      const { PolicyDocument = "" } = await iam.send(new GetRolePolicyCommand({ RoleName: "web", PolicyName }));
      const [{ Action }] = JSON.parse(decodeURIComponent(PolicyDocument)).Statement;
      assert.ok(
        Action.every((action: string) => action.startsWith(`${service}:`)),
        String(Action),
      );
    }
  });
});
