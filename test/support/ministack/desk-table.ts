import { CreateTableCommand, type DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { deskTable } from "../../../operations/store/desk-table";

/** Makes the table of a desk, as the component declares it. */
export async function makeDeskTable(client: DynamoDBClient, TableName: string): Promise<void> {
  const { hashKey, rangeKey, indexes } = deskTable;
  const schema = (keys: { readonly hashKey: string; readonly rangeKey: string }) => [
    { AttributeName: keys.hashKey, KeyType: "HASH" as const },
    { AttributeName: keys.rangeKey, KeyType: "RANGE" as const },
  ];
  const keys = [deskTable, ...Object.values(indexes)];
  const names = [...new Set(keys.flatMap(({ hashKey: hash, rangeKey: range }) => [hash, range]))];
  await client.send(
    new CreateTableCommand({
      ...{ TableName, BillingMode: "PAY_PER_REQUEST", KeySchema: schema({ hashKey, rangeKey }) },
      AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
      GlobalSecondaryIndexes: Object.entries(indexes).map(([IndexName, keys]) => ({
        ...{ IndexName, KeySchema: schema(keys) },
        Projection: { ProjectionType: "keysOnly" in keys ? "KEYS_ONLY" : "ALL" },
      })),
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
    }),
  );
}
