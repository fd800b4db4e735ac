/** What the desk costs on AWS, on paper: what it writes is measured by running it, the prices are those of a list with a date. */
import { after } from "../operations/core/decider";
import type { Change } from "../operations/core/store";
import { Desk } from "../operations/desk/desk";
import type { Finding } from "../operations/findings/finding";
import { readSettings } from "../operations/settings/load";
import { type Item, itemsOf, sizeOf } from "../operations/store/dynamodb-items";
import { SqliteStore } from "../operations/store/sqlite";

/** US dollars in us-east-1, without free tiers, as price lists and guides to them gave them between May 2025 and June 2026. */
const prices = {
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  customEvent: 1 / 1e6,
  queueRequest: 0.4 / 1e6,
  invocation: 0.2 / 1e6,
  gigabyteSecond: 0.0000133334,
  transition: 0.025 / 1000,
  logGigabyte: 0.5,
  putObject: 0.005 / 1000,
  mail: 0.1 / 1000,
  alarm: 0.1,
  metric: 0.3,
  key: 1,
  secret: 0.4,
  storedGigabyte: 0.25 + 0.2,
};

/** What is assumed of a month. */
export const assumed = {
  /** The rest repeats what has a ticket. */
  newTickets: 0.1,
  /** Of the tickets. */
  contained: 0.1,
  transitionsPerContainment: 12,
  noticesPerTicket: 2,
  /** Functions that run each minute, and the seconds that they take. */
  ticking: 4.2,
  tickSeconds: 0.2,
  handlerSeconds: 0.05,
  gigabytes: 0.25,
  logBytesPerInvocation: 1000,
  messagesPerInvocation: 5,
  /** Those of the example. */
  alarms: 63,
  metrics: 19,
};

/** What a desk asked of DynamoDB. */
interface Usage {
  writes: number;
  reads: number;
  bytes: number;
  events: number;
}

const unitsOf = (bytes: number, unit: number) => Math.max(1, Math.ceil(bytes / unit));

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html */
function count(change: Change, before: Item | undefined, usage: Usage): Item | undefined {
  const { items } = itemsOf(change);
  usage.events += change.events.length;
  for (const { Item } of items) {
    const units = unitsOf(sizeOf(Item), 1024);
    usage.bytes += sizeOf(Item);
    // A transaction writes twice.
    usage.writes += 2 * units;
    // An event enters two indexes and leaves them, by an update each.
    if (Item.recorded !== undefined) usage.writes += 4 + 2 * units;
    if (Item.state !== undefined) usage.writes += indexWrites(before, Item, units);
  }
  // Who holds the key, what stands there, and whether the command is known; the event once more for the audit log.
  usage.reads += 2 + unitsOf(sizeOf(items[0]?.Item as Item), 4096) + change.events.length;
  return items[0]?.Item;
}

/** A key that changes is deleted and put; what an index holds is written with every change. */
function indexWrites(before: Item | undefined, item: Item, units: number): number {
  const due = before?.dueAt === item.dueAt ? 0 : Number(before?.dueAt !== undefined) + Number(item.dueAt !== undefined);
  const moved = before?.list !== undefined && (before.list !== item.list || before.listOrder !== item.listOrder);
  return due + (item.list === undefined ? 0 : units) + (moved ? units : 0);
}

const settings = `
catchAll: person:ben
people:
  ana: { email: ana@example.com, department: security, addresses: [slack] }
  ben: { email: ben@example.com, department: security, role: senior, addresses: [slack] }
departments: { security: { assign: "person:ana", head: ben } }
connectors: { slack: { type: slack, webhook: SLACK_WEBHOOK } }
`;

function finding(id: number, at: string): Finding {
  const text = "S3 general purpose buckets should have block public access settings enabled. ".repeat(4);
  return {
    ...{ id: `arn:aws:securityhub:eu-west-1:123456789012:subscription/x/S3.1/finding/${String(id)}`, at },
    ...{ source: "securityhub", rule: "S3.1", account: "123456789012", region: "eu-west-1", status: "active" },
    ...{ resource: `arn:aws:s3:::bucket-${String(id)}`, title: "Buckets block public access", description: text },
    ...{ severity: "high", fields: { productArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub" } },
  };
}

/** What a ticket from its opening to its end asks of DynamoDB, with all that follows from it, and what a repeat does. */
async function measured(): Promise<{ readonly ticket: Usage; readonly repeat: Usage }> {
  const store = SqliteStore.open();
  let usage: Usage = { writes: 0, reads: 0, bytes: 0, events: 0 };
  const known = new Map<string, Item | undefined>();
  const commit = store.commit.bind(store);
  store.commit = async (change) => {
    const outcome = await commit(change);
    if (outcome === "done") known.set(change.stream, count(change, known.get(change.stream), usage));
    return outcome;
  };
  let now = "2026-11-24T09:00:00.000Z";
  const connector = { send: () => Promise.resolve(undefined) };
  const desk = new Desk(
    store,
    readSettings(settings),
    () => Promise.resolve(connector),
    () => now,
  );
  const settle = async () => {
    for (let round = 0; round < 4; round++) await desk.drain(store).then(() => desk.sweep());
  };
  const tickets = 20;
  const take = () => {
    const { writes, reads, bytes, events } = usage;
    usage = { writes: 0, reads: 0, bytes: 0, events: 0 };
    return { writes: writes / tickets, reads: reads / tickets, bytes: bytes / tickets, events: events / tickets };
  };
  const opened: string[] = [];
  for (let id = 0; id < tickets; id++) opened.push((await desk.report(finding(id, now))).ticket ?? "");
  await settle();
  const first = take();
  now = after(now, 5);
  for (let id = 0; id < tickets; id++) await desk.report(finding(id, now));
  await settle();
  const repeat = take();
  now = after(now, 5);
  const all = async (command: { readonly type: string }) => {
    for (const id of opened) await desk.execute({ kind: "ticket", id, command, by: "user:ana" });
    await settle();
  };
  await all({ type: "acknowledge" });
  await all({ type: "resolve", resolution: "fixed", note: "" } as { readonly type: string });
  now = after(now, 80 * 60);
  await settle();
  const rest = take();
  await store.close();
  const sum = (name: keyof Usage) => first[name] + rest[name];
  return {
    ticket: { writes: sum("writes"), reads: sum("reads"), bytes: sum("bytes"), events: sum("events") },
    repeat,
  };
}

/** The parts of a month's bill, in US dollars. */
function bill(
  findings: number,
  { ticket, repeat }: Awaited<ReturnType<typeof measured>>,
): Readonly<Record<string, number>> {
  const tickets = findings * assumed.newTickets;
  const repeats = findings - tickets;
  const of = (name: keyof Usage) => tickets * ticket[name] + repeats * repeat[name];
  const ticks = assumed.ticking * 60 * 24 * 30;
  const notices = tickets * assumed.noticesPerTicket;
  const handled = (findings + of("events") + notices) / assumed.messagesPerInvocation;
  // What a batch takes grows with what is in it.
  const seconds = ticks * assumed.tickSeconds + (findings + of("events") + notices) * assumed.handlerSeconds;
  const invocations = ticks + handled;
  const containments = tickets * assumed.contained;
  return {
    "DynamoDB, writes": of("writes") * prices.writeUnit,
    "DynamoDB, reads": of("reads") * prices.readUnit,
    "DynamoDB, a month's data with backup": (of("bytes") / 1e9) * prices.storedGigabyte,
    "EventBridge, events of the desk": of("events") * prices.customEvent,
    // Sent, received and deleted, the last two in batches; and a queue that is empty is asked as well.
    SQS: ((findings + notices) * (1 + 2 / assumed.messagesPerInvocation) + 2 * 650_000) * prices.queueRequest,
    Lambda: invocations * prices.invocation + seconds * assumed.gigabytes * prices.gigabyteSecond,
    "Step Functions": containments * assumed.transitionsPerContainment * prices.transition,
    "CloudWatch, logs": ((invocations * assumed.logBytesPerInvocation) / 1e9) * prices.logGigabyte,
    "S3, audit log": Math.min(60 * 24 * 30, of("events")) * prices.putObject,
    "Alarms, metrics, key, secret":
      assumed.alarms * prices.alarm + assumed.metrics * prices.metric + prices.key + prices.secret,
  };
}

/** The table for the guide. */
export async function costs(): Promise<string> {
  const figures = await measured();
  const scales = [1000, 100_000, 10_000_000];
  const bills = scales.map((findings) => bill(findings, figures));
  const dollars = (amount: number) => (amount < 0.005 ? "0" : amount.toFixed(amount < 10 ? 2 : 0));
  const row = (name: string, amounts: readonly number[]) => `| ${name} | ${amounts.map(dollars).join(" | ")} |`;
  const total = (each: Readonly<Record<string, number>>) => Object.values(each).reduce((sum, part) => sum + part, 0);
  const { ticket, repeat } = figures;
  const units = ({ writes, reads, events }: Usage) =>
    `${writes.toFixed(0)} write units, ${reads.toFixed(0)} read units, ${events.toFixed(0)} events`;
  return [
    `Measured: a ticket from its opening to its end takes ${units(ticket)}; a repeat takes ${units(repeat)}.`,
    "",
    `| US dollars a month | ${scales.map((scale) => `${scale.toLocaleString("en")} findings`).join(" | ")} |`,
    "| --- | --: | --: | --: |",
    ...Object.keys(bills[0] ?? {}).map((name) =>
      row(
        name,
        bills.map((each) => each[name] ?? 0),
      ),
    ),
    row("**Total**", bills.map(total)),
    row(
      "Mail, if notices go by SES",
      scales.map((n) => n * assumed.newTickets * assumed.noticesPerTicket * prices.mail),
    ),
  ].join("\n");
}

if (require.main === module) void costs().then((text) => console.log(text));
