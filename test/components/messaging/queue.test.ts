import fc from "fast-check";
import { Queue, type QueueArgs } from "../../../components";
import { keyArn, tags, testComponent } from "../../support/component";

testComponent<QueueArgs>("Queue", {
  make: (name, args) => new Queue(name, args),
  least: {},
  accepted: fc.record(
    {
      keyArn,
      visibilityTimeoutSeconds: fc.integer({ min: 0, max: 43200 }),
      maxReceiveCount: fc.integer({ min: 1, max: 1000 }),
      tags,
    },
    { requiredKeys: [] },
  ),
  refused: {
    "a timeout of over twelve hours": [
      { visibilityTimeoutSeconds: 43201 },
      /expected `visibilityTimeoutSeconds` to be 0 to 43200, got 43201/,
    ],
    "a message that is never received": [{ maxReceiveCount: 0 }, /expected `maxReceiveCount` to be 1 to 1000, got 0/],
  },
});
