import * as assert from "node:assert/strict";
import fc from "fast-check";
import { Table, type TableArgs } from "../../../components";
import { keyArn, tags, testComponent } from "../../support/component";
import { deploy } from "../../support/deploy";

testComponent<TableArgs>("Table", {
  make: (name, args) => new Table(name, args),
  least: { hashKey: "id" },
  accepted: fc.record(
    {
      hashKey: fc.constant("id"),
      rangeKey: fc.constantFrom("at", "version"),
      indexes: fc.constantFrom<NonNullable<TableArgs["indexes"]>[]>(
        {},
        { byOwner: { hashKey: "owner", rangeKey: "id" }, byState: { hashKey: "state", keysOnly: true } },
      ),
      numberKeys: fc.constantFrom([], ["id"]),
      streamEnabled: fc.boolean(),
      ttlAttribute: fc.constant("expires"),
      keyArn,
      deletable: fc.boolean(),
      tags,
    },
    { requiredKeys: ["hashKey"] },
  ),
  refused: {
    "a key without a name": [{ hashKey: "" }, /expected `hashKey` to be the name of an attribute, got ""/],
    "an index without a key": [
      { hashKey: "id", indexes: { byOwner: { hashKey: "" } } },
      /expected `indexes\.byOwner\.hashKey` to be the name of an attribute, got ""/,
    ],
    "a number that is no key": [
      { hashKey: "id", rangeKey: "at", numberKeys: ["price"] },
      /expected `numberKeys` to be of id, at, got "price"/,
    ],
    "one attribute as both keys": [
      { hashKey: "id", rangeKey: "id" },
      /expected `rangeKey` to be another attribute than `hashKey`, got "id"/,
    ],
  },
});

describe("a Table", () => {
  it("defines each key attribute once, and no other (API CreateTable, AttributeDefinitions)", async () => {
    const indexes = { byOwner: { hashKey: "owner", rangeKey: "at" } };
    const [table] = (
      await deploy(() => new Table("orders", { hashKey: "id", rangeKey: "at", indexes, numberKeys: ["at"] }))
    ).filter(({ type }) => type === "aws:dynamodb/table:Table");
    assert.deepEqual(table?.inputs.attributes, [
      { name: "id", type: "S" },
      { name: "at", type: "N" },
      { name: "owner", type: "S" },
    ]);
  });
});
