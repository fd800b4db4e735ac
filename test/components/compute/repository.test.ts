import fc from "fast-check";
import { Repository, type RepositoryArgs } from "../../../components";
import { keyArn, tags, testComponent } from "../../support/component";

testComponent<RepositoryArgs>("Repository", {
  make: (name, args) => new Repository(name, args),
  least: {},
  accepted: fc.record(
    { keyArn, untaggedDays: fc.integer({ min: 1, max: 3650 }), deletable: fc.boolean(), tags },
    { requiredKeys: [] },
  ),
  refused: { "an image that expires at once": [{ untaggedDays: 0 }, /expected `untaggedDays` to be 1 to 3650, got 0/] },
});
