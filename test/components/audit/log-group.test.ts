import fc from "fast-check";
import { LogGroup, type LogGroupArgs } from "../../../components";
import { keyArn, tags, testComponent } from "../../support/component";

testComponent<LogGroupArgs>("LogGroup", {
  make: (name, args) => new LogGroup(name, args),
  least: {},
  accepted: fc.record({ keyArn, retentionInDays: fc.constantFrom(1, 30, 365, 3653), tags }, { requiredKeys: [] }),
  refused: {
    "a number of days that CloudWatch Logs doesn't offer": [
      { retentionInDays: 366 },
      /expected `retentionInDays` to be one of 1, 3, .*, got 366/,
    ],
  },
});
