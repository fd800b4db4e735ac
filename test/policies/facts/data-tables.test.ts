import { Runtime } from "@pulumi/aws/types/enums/lambda";
import * as assert from "node:assert/strict";
import { dataTables } from "../../../policies/facts/data-tables";
import { deprecationOf } from "../../../policies/facts/lambda-runtimes";

describe("data tables", () => {
  for (const { name, asOf, source } of dataTables) {
    it(`${name} are dated, not in the future, and name their source`, () => {
      assert.match(asOf, /^\d{4}-\d{2}-\d{2}$/);
      assert.ok(new Date(asOf) <= new Date());
      assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\//);
    });
  }

  it("list every Lambda runtime that @pulumi/aws knows", () => {
    const missing = Object.values(Runtime).filter((runtime) => deprecationOf(runtime) === undefined);
    assert.deepEqual(missing, []);
  });

  it("give dates of Lambda runtimes that are dates", () => {
    for (const runtime of Object.values(Runtime)) {
      const date = deprecationOf(runtime);
      if (date) assert.equal(new Date(date).toISOString().slice(0, 10), date);
    }
  });
});
