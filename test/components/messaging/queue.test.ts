import * as assert from "node:assert/strict";
import fc from "fast-check";
import { Queue, type QueueArgs } from "../../../components";
import { keyArn, tags, testComponent } from "../../support/component";
import { deploy } from "../../support/deploy";

testComponent<QueueArgs>("Queue", {
  make: (name, args) => new Queue(name, args),
  least: {},
  accepted: fc.record(
    {
      keyArn,
      visibilityTimeoutSeconds: fc.integer({ min: 0, max: 43200 }),
      maxReceiveCount: fc.integer({ min: 1, max: 1000 }),
      messageRetentionSeconds: fc.integer({ min: 60, max: 1209600 }),
      fifoQueue: fc.boolean(),
      senders: fc.dictionary(
        fc.constantFrom("findings", "uploads_eu"),
        fc.constantFrom(
          { service: "events", sourceArn: "arn:aws:events:eu-west-1:123456789012:rule/findings" },
          { service: "s3", sourceArn: "arn:aws:s3:::uploads" },
        ),
        { noNullPrototype: true },
      ),
      tags,
    },
    { requiredKeys: [] },
  ),
  refused: {
    "a timeout of over twelve hours": [
      { visibilityTimeoutSeconds: 43201 },
      /expected `visibilityTimeoutSeconds` to be 0 to 43200, got 43201/,
    ],
    "messages that are kept for longer than 14 days": [
      { messageRetentionSeconds: 1209601 },
      /expected `messageRetentionSeconds` to be 60 to 1209600, got 1209601/,
    ],
    "a sender that is no service": [
      { senders: { all: { service: "*", sourceArn: "arn:aws:s3:::uploads" } } },
      /expected `senders\.all\.service` to be a name such as events, without amazonaws\.com, got "\*"/,
    ],
    "a sender without a name": [
      { senders: { "": { service: "s3", sourceArn: "arn:aws:s3:::uploads" } } },
      /expected `senders` to be named by letters, digits and _, got ""/,
    ],
    "a message that is never received": [{ maxReceiveCount: 0 }, /expected `maxReceiveCount` to be 1 to 1000, got 0/],
  },
});

describe("a Queue with senders", () => {
  it("lets each send for its source in this account, also to the dead letters", async () => {
    const senders = { uploads: { service: "s3", sourceArn: "arn:aws:s3:::uploads" } };
    const policies = (await deploy(() => new Queue("orders", { senders }))).filter(
      ({ type }) => type === "aws:sqs/queuePolicy:QueuePolicy",
    );
    const allowed = policies.map(({ name, inputs }) => [
      name,
      JSON.parse(inputs.policy as string).Statement.filter(({ Effect }: any) => Effect === "Allow"),
    ]);
    const statement = (queue: string) => ({
      ...{ Sid: "Senderuploads", Effect: "Allow", Principal: { Service: "s3.amazonaws.com" } },
      ...{ Action: "sqs:SendMessage", Resource: `arn:aws:sqs:eu-west-1:123456789012:${queue}` },
      Condition: {
        ArnEquals: { "aws:SourceArn": "arn:aws:s3:::uploads" },
        StringEquals: { "aws:SourceAccount": "123456789012" },
      },
    });
    assert.deepEqual(Object.fromEntries(allowed), {
      orders: [statement("orders")],
      "orders-dead-letters": [statement("orders-dead-letters")],
    });
  });
});

describe("a FIFO Queue", () => {
  it("has a dead-letter queue that is one, too (Developer Guide, Using dead-letter queues)", async () => {
    const queues = (await deploy(() => new Queue("orders", { fifoQueue: true }))).filter(
      ({ type }) => type === "aws:sqs/queue:Queue",
    );
    assert.deepEqual(
      queues.map(({ inputs }) => inputs.fifoQueue),
      [true, true],
    );
  });
});
