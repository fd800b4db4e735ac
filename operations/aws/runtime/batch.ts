import type { DynamoDBBatchResponse, DynamoDBRecord, SQSBatchResponse, SQSRecord } from "aws-lambda";

/** Handles each message by itself: only those that failed come again. */
export async function eachMessage(
  messages: readonly SQSRecord[],
  handle: (body: unknown) => Promise<void>,
): Promise<SQSBatchResponse> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { body, messageId } of messages) {
    try {
      await handle(JSON.parse(body) as unknown);
    } catch (error) {
      logError(`message ${messageId}`, error);
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

/** Handles records in their order up to the first that fails: Lambda comes again from there. */
export async function eachRecord(
  records: readonly DynamoDBRecord[],
  handle: (record: DynamoDBRecord) => Promise<void>,
): Promise<DynamoDBBatchResponse> {
  for (const record of records) {
    try {
      await handle(record);
    } catch (error) {
      const itemIdentifier = record.dynamodb?.SequenceNumber ?? "";
      logError(`record ${itemIdentifier}`, error);
      return { batchItemFailures: [{ itemIdentifier }] };
    }
  }
  return { batchItemFailures: [] };
}

/** Never with what was handled: it may hold what nobody should read in a log. */
export function logError(what: string, error: unknown): void {
  console.error(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
}
