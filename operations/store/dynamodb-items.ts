import { createHash } from "node:crypto";
import type { Change } from "../core/store";
import { eventPrefix } from "./desk-table";

/** An item of the table: an aggregate, an event, a command that was carried out, or a claim. */
export interface Item {
  readonly pk: string;
  readonly sk: string;
  readonly version?: number;
  /** JSON: numbers and absent values come back as they were. */
  readonly state?: string;
  readonly due?: string | undefined;
  readonly dueAt?: string | undefined;
  readonly list?: string | undefined;
  readonly listOrder?: string | undefined;
  readonly recorded?: string;
  readonly unsettled?: string;
  readonly unaudited?: string;
  readonly happened?: string;
  readonly holder?: string;
  /** Seconds since 1970. */
  readonly expires?: number;
}

/** An item that is written on a condition. */
export interface Put {
  readonly Item: Item;
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Record<string, string | number>;
}

export const aggregateSort = "A";

/** Text order is the order of versions. */
export function eventSort(version: number): string {
  return `${eventPrefix}${String(version).padStart(10, "0")}`;
}

/** Keys hold 2,048 bytes, what they are made of may be longer. */
export function keyOf(kind: "command" | "claim", name: string): Pick<Item, "pk" | "sk"> {
  return { pk: `${kind}#${createHash("sha256").update(name).digest("hex")}`, sk: kind };
}

const shardCount = 8;

export function shards(index: string): readonly string[] {
  return Array.from({ length: shardCount }, (_none, shard) => `${index}#${String(shard)}`);
}

/** All that belongs to one stream is in one shard, and so in order. */
function shardOf(index: string, stream: string): string {
  const [first = 0] = createHash("sha256").update(stream).digest();
  return `${index}#${String(first % shardCount)}`;
}

/** A source may report again what it reported last year: then it is news. */
const commandDays = 365;

/** What a change writes, in one transaction, and which of it is the command. */
export function itemsOf(change: Change): { readonly items: readonly Put[]; readonly command: number | undefined } {
  const { stream, events, commandId, claim } = change;
  const items: Put[] = [aggregateItem(change)];
  for (const recorded of events) {
    const { version, at } = recorded;
    const sk = eventSort(version);
    const happened = `${at} ${stream} ${sk}`;
    const item = { pk: stream, sk, recorded: JSON.stringify(recorded), happened };
    const waiting = { unsettled: shardOf("unsettled", stream), unaudited: shardOf("unaudited", stream) };
    items.push(absent({ ...item, ...waiting }));
  }
  if (claim) {
    const item = { ...keyOf("claim", claim.key), holder: stream };
    items.push(claim.from === undefined ? absent(item) : onlyIf(item, "holder", claim.from));
  }
  const command = commandId === undefined ? undefined : items.length;
  if (commandId !== undefined) {
    const expires = Math.floor(Date.parse(events[0]?.at ?? "") / 1000) + commandDays * 24 * 60 * 60;
    items.push(absent({ ...keyOf("command", commandId), expires }));
  }
  expectSizes(stream, items);
  return { items, command };
}

function aggregateItem({ stream, expected, state, found, events }: Change): Put {
  const { dueAt, list, order = "" } = found;
  const item: Item = {
    ...{ pk: stream, sk: aggregateSort, version: expected + events.length, state: JSON.stringify(state), dueAt },
    due: dueAt === undefined ? undefined : shardOf("due", stream),
    list,
    // What follows the order decides among equals; no text comes before it.
    listOrder: list === undefined ? undefined : `${order}\u0000${stream}`,
  };
  return expected === 0 ? absent(item) : onlyIf(item, "version", expected);
}

function absent(Item: Item): Put {
  return { Item, ConditionExpression: "attribute_not_exists(pk)" };
}

function onlyIf(Item: Item, attribute: keyof Item, value: string | number): Put {
  return {
    ...{ Item, ConditionExpression: "#attribute = :value" },
    ...{ ExpressionAttributeNames: { "#attribute": attribute }, ExpressionAttributeValues: { ":value": value } },
  };
}

const mostBytes = 400 * 1024;
const mostItems = 100;

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html */
function expectSizes(stream: string, items: readonly Put[]): void {
  if (items.length > mostItems) {
    throw new RangeError(`expected a change of ${stream} to write ${mostItems} items at most, got ${items.length}`);
  }
  for (const { Item } of items) {
    const bytes = sizeOf(Item);
    if (bytes <= mostBytes) continue;
    throw new RangeError(`expected ${Item.sk} of ${stream} to have ${mostBytes} bytes at most, got ${bytes}`);
  }
}

/** What DynamoDB counts: names and values in UTF-8; a number takes 21 bytes at most. */
export function sizeOf(item: Item): number {
  return Object.entries(item)
    .filter(([, value]) => value !== undefined)
    .reduce((sum, [name, value]) => sum + name.length + (typeof value === "string" ? Buffer.byteLength(value) : 21), 0);
}
