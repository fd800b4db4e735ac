import * as assert from "node:assert/strict";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import fc from "fast-check";
import { DynamoStore } from "../../../operations/store/dynamodb";
import { itemsOf } from "../../../operations/store/dynamodb-items";
import { SqliteStore } from "../../../operations/store/sqlite";
import { emulator, locateServer } from "../../support/aws-emulator/server";
import { makeDeskTable } from "../../support/ministack/desk-table";
import { locateMinistack, ministack } from "../../support/ministack/server";
import { temporaryFolder } from "../../support/temporary-folder";
import { type Fresh, steps, testStore, told } from "./contract";

// To undo a transaction, moto puts back copies of all tables, and with them what others wrote in the meantime.
const engines = {
  moto: { isInstalled: locateServer() !== undefined, endpoint: emulator, races: false, numRuns: 6 },
  MiniStack: { isInstalled: locateMinistack() !== undefined, endpoint: ministack, races: true, numRuns: 30 },
} as const;

let tables = 0;

function dynamo(endpoint: () => Promise<string>): Fresh {
  return async () => {
    const client = new DynamoDBClient({
      ...{ endpoint: await endpoint(), region: "eu-west-1", maxAttempts: 1 },
      credentials: { accessKeyId: "emulator", secretAccessKey: "emulator" },
    });
    const name = `desk-${String((tables += 1))}`;
    await makeDeskTable(client, name);
    return new DynamoStore(client, name);
  };
}

const inMemory: Fresh = () => Promise.resolve(SqliteStore.open());

testStore("the store in SQLite, in memory", inMemory);
testStore("the store in SQLite, in a file", () => Promise.resolve(SqliteStore.open(temporaryFolder())));

for (const [engine, { isInstalled, endpoint, races, numRuns }] of Object.entries(engines)) {
  const title = `the store in DynamoDB, by ${engine}`;
  if (!isInstalled) {
    describe.skip(`${title} (skipped: bash test/support/aws-emulator/install.sh installs it)`, () => undefined);
    continue;
  }
  testStore(title, dynamo(endpoint), races);

  it(`${title}, tells the same as SQLite of any history`, async () => {
    const [sqlite, dynamodb] = await Promise.all([inMemory(), dynamo(endpoint)()]);
    let world = 0;
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        world += 1;
        const expected = await told(sqlite, String(world), history);
        assert.deepEqual(await told(dynamodb, String(world), history), expected);
      }),
      { numRuns },
    );
    await Promise.all([sqlite.close(), dynamodb.close()]);
  });
}

describe("a change that DynamoDB wouldn't take", () => {
  const events = (count: number, text = "") =>
    Array.from({ length: count }, (_none, index) => {
      return { stream: "thing/1", version: index + 1, at: "2026-11-24T09:00:00.000Z", by: "clock", event: { text } };
    });
  const change = { stream: "thing/1", expected: 0, state: {}, found: {}, commandId: "command" };

  it("is refused before it is sent, and says what is too large", () => {
    assert.throws(() => itemsOf({ ...change, events: events(99) }), /thing\/1 to write 100 items at most, got 101/);
    assert.equal(itemsOf({ ...change, events: events(98) }).items.length, 100);
    const tooLong = { ...change, events: events(1, "ä".repeat(205_000)) };
    assert.throws(() => itemsOf(tooLong), /E#0000000001 of thing\/1 to have 409600 bytes at most, got 4\d{5}/);
    assert.throws(() => itemsOf({ ...change, state: "x".repeat(410_000), events: events(1) }), /A of thing\/1/);
  });
});
