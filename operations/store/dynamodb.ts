import { randomInt, randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
} from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { type AuditEntry, genesis } from "../core/audit";
import type { Instant, Recorded } from "../core/decider";
import type { Aggregate, Change, Outbox, Outcome, Page, Store } from "../core/store";
import { eventPrefix } from "./desk-table";
import { aggregateSort, eventSort, type Item, itemsOf, keyOf, shards } from "./dynamodb-items";

/**
 * All of it in one table ({@link deskTable}), for any number of handlers. What is due, lists and what is unsettled come from
 * indexes, which follow the table within a second or so; everything else is read as it stands.
 */
export class DynamoStore implements Store, Outbox {
  readonly #client: DynamoDBDocumentClient;

  constructor(
    client: DynamoDBClient,
    readonly tableName: string,
  ) {
    this.#client = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  }

  async load(stream: string): Promise<Aggregate | undefined> {
    const item = await this.#get({ pk: stream, sk: aggregateSort });
    return item && aggregateOf(item);
  }

  async history(stream: string): Promise<readonly Recorded<unknown>[]> {
    const items = await this.#query({
      ConsistentRead: true,
      KeyConditionExpression: "pk = :stream AND begins_with(sk, :events)",
      ExpressionAttributeValues: { ":stream": stream, ":events": eventPrefix },
    });
    return items.map(recordedOf);
  }

  /** @throws RangeError when the change is larger than DynamoDB takes: an item of 400 KB, 100 items */
  async commit(change: Change): Promise<Outcome> {
    const { items, command } = itemsOf(change);
    try {
      const TransactItems = items.map((put) => ({ Put: { TableName: this.tableName, ...put } }));
      // Known by its token, what the client sends again after a lost answer isn't made again.
      await this.#client.send(new TransactWriteCommand({ TransactItems, ClientRequestToken: randomUUID() }));
      return "done";
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const reasons = (error.CancellationReasons ?? []).map(({ Code }) => Code);
      if (command !== undefined && reasons[command] === "ConditionalCheckFailed") return "repeated";
      if (reasons.includes("ConditionalCheckFailed")) return "conflict";
      if (!reasons.includes("TransactionConflict")) throw error;
      // Another transaction is on one of the items: many at once would only turn each other away.
      await pause(randomInt(10, 200));
      return "conflict";
    }
  }

  async knows(commandId: string): Promise<boolean> {
    return (await this.#get(keyOf("command", commandId))) !== undefined;
  }

  async holder(key: string): Promise<string | undefined> {
    return (await this.#get(keyOf("claim", key)))?.holder;
  }

  async due(now: Instant, limit: number, kind?: string): Promise<readonly string[]> {
    const items = await this.#merged("due", limit, (due) => ({
      KeyConditionExpression: "due = :due AND dueAt <= :now",
      ExpressionAttributeValues: { ":due": due, ":now": now, ...(kind !== undefined && { ":kind": `${kind}/` }) },
      ...(kind !== undefined && { FilterExpression: "begins_with(pk, :kind)" }),
    }));
    return items
      .sort(by((item) => `${item.dueAt ?? ""} ${item.pk}`))
      .slice(0, limit)
      .map(({ pk }) => pk);
  }

  async list(list: string, { limit = 100, after }: { limit?: number; after?: string } = {}): Promise<Page> {
    const [listOrder, pk] = after === undefined ? [] : (JSON.parse(after) as string[]);
    const { Items = [], LastEvaluatedKey: last } = await this.#client.send(
      new QueryCommand({
        ...{ TableName: this.tableName, IndexName: "lists", ScanIndexForward: false, Limit: limit },
        KeyConditionExpression: "#list = :list",
        ExpressionAttributeNames: { "#list": "list" },
        ExpressionAttributeValues: { ":list": list },
        ExclusiveStartKey: after === undefined ? undefined : { list, listOrder, pk, sk: aggregateSort },
      }),
    );
    return {
      aggregates: (Items as Item[]).map(aggregateOf),
      next: last && JSON.stringify([last["listOrder"], last["pk"]]),
    };
  }

  unsettled(limit: number): Promise<readonly Recorded<unknown>[]> {
    return this.#waiting("unsettled", limit);
  }

  settle(events: readonly Recorded<unknown>[]): Promise<void> {
    return this.#done("unsettled", events);
  }

  /** The events that the audit log lacks, the oldest first. */
  unaudited(limit: number): Promise<readonly Recorded<unknown>[]> {
    return this.#waiting("unaudited", limit);
  }

  /** Says that the audit log has them. */
  markAudited(events: readonly Recorded<unknown>[]): Promise<void> {
    return this.#done("unaudited", events);
  }

  /** The last entry of the audit log. */
  async auditHead(): Promise<AuditHead> {
    const item = await this.#get(auditHeadKey);
    return item ? (JSON.parse(item.state ?? "") as AuditHead) : genesis;
  }

  /** Moves it on from the entry with this hash, unless another run has. */
  async moveAuditHead(from: string, to: AuditHead): Promise<void> {
    const put = new PutCommand({
      ...{ TableName: this.tableName, Item: { ...auditHeadKey, state: JSON.stringify(to), holder: to.hash } },
      ConditionExpression: from === genesis.hash ? "attribute_not_exists(pk)" : "holder = :from",
      ...(from !== genesis.hash && { ExpressionAttributeValues: { ":from": from } }),
    });
    await this.#client.send(put).catch((error: unknown) => {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    });
  }

  async #waiting(index: Waiting, limit: number): Promise<readonly Recorded<unknown>[]> {
    const keys = await this.#merged(index, limit, (shard) => ({
      ...{ KeyConditionExpression: "#index = :shard", ExpressionAttributeNames: { "#index": index } },
      ExpressionAttributeValues: { ":shard": shard },
    }));
    const oldest = keys.sort(by((item) => item.happened ?? "")).slice(0, limit);
    const items = await Promise.all(oldest.map(({ pk, sk }) => this.#get({ pk, sk })));
    // The index may still hold what was done a moment ago.
    return items.filter((item) => item?.[index] !== undefined).map((item) => recordedOf(item as Item));
  }

  async #done(index: Waiting, events: readonly Recorded<unknown>[]): Promise<void> {
    const done = events.map(async ({ stream, version }) => {
      const update = new UpdateCommand({
        ...{ TableName: this.tableName, Key: { pk: stream, sk: eventSort(version) } },
        ...{ UpdateExpression: "REMOVE #index", ExpressionAttributeNames: { "#index": index } },
        ConditionExpression: "attribute_exists(pk)",
      });
      await this.#client.send(update).catch((error: unknown) => {
        // An update would make the item.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      });
    });
    await Promise.all(done);
  }

  close(): Promise<void> {
    this.#client.destroy();
    return Promise.resolve();
  }

  async #get(Key: Pick<Item, "pk" | "sk">): Promise<Item | undefined> {
    const got = await this.#client.send(new GetCommand({ TableName: this.tableName, Key, ConsistentRead: true }));
    return got.Item as Item | undefined;
  }

  /** All items of a query, or the first ones. */
  async #query(query: Omit<QueryCommandInput, "TableName">, limit = Infinity): Promise<Item[]> {
    const items: Item[] = [];
    let from: QueryCommandInput["ExclusiveStartKey"];
    do {
      const page = await this.#client.send(
        new QueryCommand({ TableName: this.tableName, ...query, ExclusiveStartKey: from }),
      );
      items.push(...((page.Items ?? []) as Item[]));
      from = page.LastEvaluatedKey;
    } while (from !== undefined && items.length < limit);
    return items;
  }

  /** The first items of every shard of an index. */
  async #merged(
    IndexName: string,
    limit: number,
    queryOf: (shard: string) => Omit<QueryCommandInput, "TableName">,
  ): Promise<Item[]> {
    const found = await Promise.all(
      shards(IndexName).map((shard) => this.#query({ IndexName, Limit: limit, ...queryOf(shard) }, limit)),
    );
    return found.flat();
  }
}

type AuditHead = Pick<AuditEntry, "sequence" | "hash">;
const auditHeadKey = { pk: "audit", sk: "head" };

/** Indexes of events that something is still to be done with. */
type Waiting = "unsettled" | "unaudited";

function by(textOf: (item: Item) => string): (a: Item, b: Item) => number {
  return (a, b) => (textOf(a) < textOf(b) ? -1 : 1);
}

function aggregateOf({ pk, version = 0, state = "" }: Item): Aggregate {
  return { stream: pk, version, state: JSON.parse(state) as unknown };
}

function recordedOf({ recorded = "" }: Item): Recorded<unknown> {
  return JSON.parse(recorded) as Recorded<unknown>;
}
