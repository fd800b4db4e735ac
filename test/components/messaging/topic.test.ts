import fc from "fast-check";
import { Topic, type TopicArgs } from "../../../components";
import { keyArn, tags, testComponent } from "../../support/component";

testComponent<TopicArgs>("Topic", {
  make: (name, args) => new Topic(name, args),
  least: {},
  accepted: fc.record(
    {
      keyArn,
      publishers: fc.uniqueArray(fc.constantFrom("cloudwatch", "events.rds", "s3")),
      fifoTopic: fc.boolean(),
      tags,
    },
    { requiredKeys: [] },
  ),
  refused: {
    "a principal in place of a publisher's name": [
      { publishers: ["events.rds.amazonaws.com"] },
      /expected `publishers` to be names such as events.*, got "events\.rds\.amazonaws\.com"/,
    ],
    "a wildcard among the publishers": [
      { publishers: ["*"] },
      /expected `publishers` to be names such as events.*, got "\*"/,
    ],
  },
});
