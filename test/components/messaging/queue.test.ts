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
    "a message that is never received": [{ maxReceiveCount: 0 }, /expected `maxReceiveCount` to be 1 to 1000, got 0/],
  },
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
