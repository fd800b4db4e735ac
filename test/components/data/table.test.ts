import fc from "fast-check";
import { Table, type TableArgs } from "../../../components";
import { keyArn, tags, testComponent } from "../../support/component";

testComponent<TableArgs>("Table", {
  make: (name, args) => new Table(name, args),
  least: { hashKey: "id" },
  accepted: fc.record(
    {
      hashKey: fc.constant("id"),
      rangeKey: fc.constantFrom("at", "version"),
      ttlAttribute: fc.constant("expires"),
      keyArn,
      deletable: fc.boolean(),
      tags,
    },
    { requiredKeys: ["hashKey"] },
  ),
  refused: {
    "a key without a name": [{ hashKey: "" }, /expected `hashKey` to be the name of an attribute, got ""/],
    "one attribute as both keys": [
      { hashKey: "id", rangeKey: "id" },
      /expected `rangeKey` to be another attribute than `hashKey`, got "id"/,
    ],
  },
});
