import * as assert from "node:assert/strict";
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { PutSecretValueCommand, CreateSecretCommand } from "@aws-sdk/client-secrets-manager";
import { BatchImportFindingsCommand, EnableSecurityHubCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { SQSRecord } from "aws-lambda";
import { AuditLog } from "../../../operations/aws/runtime/audit-log";
import { isAutomationOn } from "../../../operations/aws/runtime/automation";
import { eachMessage, eachRecord } from "../../../operations/aws/runtime/batch";
import { catchUp } from "../../../operations/aws/runtime/catch-up";
import { type Abilities, deskOn, type Running } from "../../../operations/aws/runtime/desk";
import { putMetrics } from "../../../operations/aws/runtime/metrics";
import { publisher } from "../../../operations/aws/runtime/publish";
import { secretsIn } from "../../../operations/aws/runtime/secrets";
import { sweepKind } from "../../../operations/aws/runtime/sweep";
import { firstBroken } from "../../../operations/core/audit";
import { temporaryAccess } from "../../../operations/access/decide";
import { requestAccess } from "../../../operations/access/kind";
import type { AccessCommand, TemporaryAccess } from "../../../operations/access/temporary-access";
import { ask } from "../../../operations/containment/calls";
import { after, Refusal } from "../../../operations/core/decider";
import { Desk } from "../../../operations/desk/desk";
import { emptyAccount } from "../access-review/organisation";
import { readSettingsFile } from "../../../operations/settings/load";
import { DynamoStore } from "../../../operations/store/dynamodb";
import { SqliteStore } from "../../../operations/store/sqlite";
import type { Ticket } from "../../../operations/tickets/ticket";
import { emulator, locateServer } from "../../support/aws-emulator/server";
import { auditEntries } from "../../support/ministack/audit-log";
import { describeWithMinistack, ministackClients } from "../../support/ministack/deploy";
import { makeDeskTable } from "../../support/ministack/desk-table";

describe("a batch of a function", () => {
  it("sends back the messages that failed, and no other", async () => {
    const messages = ["1", "broken", "3"].map((body, index) => ({ messageId: `m${String(index)}`, body }) as SQSRecord);
    const handled: unknown[] = [];
    const { batchItemFailures } = await quietly(() =>
      eachMessage(messages, (body) => {
        handled.push(body);
        return body === 3 ? Promise.reject(new Error("no")) : Promise.resolve();
      }),
    );
    assert.deepEqual(handled, [1, 3]);
    assert.deepEqual(batchItemFailures, [{ itemIdentifier: "m1" }, { itemIdentifier: "m2" }]);
  });

  it("begins again at the first record of a stream that failed: what follows waits for it", async () => {
    const records = ["1", "2", "3"].map((SequenceNumber) => ({ dynamodb: { SequenceNumber } }));
    const handled: unknown[] = [];
    const answer = await quietly(() =>
      eachRecord(records, ({ dynamodb }) => {
        handled.push(dynamodb?.SequenceNumber);
        return dynamodb?.SequenceNumber === "2" ? Promise.reject(new Error("no")) : Promise.resolve();
      }),
    );
    assert.deepEqual(handled, ["1", "2"]);
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: "2" }] });
  });

  it("does what is due of one kind; what fails is logged and counted, and keeps nothing else", async () => {
    const store = SqliteStore.open();
    const settings = readSettingsFile("test/fixtures/operations/least.yaml");
    let now = "2026-11-24T09:00:00.000Z";
    const desk = new Desk(
      store,
      settings,
      () => assert.fail(),
      () => now,
    );
    for (const id of [1, 2, 3]) await reportTo(desk, id);
    await desk.drain(store);
    now = after(now, 24 * 60);
    const due = await store.due(now, 10, "ticket");
    assert.equal(due.length, 3);
    const handled: string[] = [];
    const lines: string[] = [];
    const sweeping = () =>
      sweepKind(desk, "ticket", {
        handle: (stream) => {
          if (stream === due[1]) return Promise.reject(new Error("no"));
          handled.push(stream);
          return Promise.resolve();
        },
      });
    assert.deepEqual(await quietly(sweeping, lines), { done: 2, failures: 1 });
    assert.deepEqual(handled, [due[0], due[2]]);
    assert.deepEqual(
      lines.map((line) => line.split("\n")[0]),
      [`${String(due[1])}: Error: no`],
    );
    assert.deepEqual(await sweepKind(desk, "ticket", { at: after(now, -24 * 60 - 1) }), { done: 0, failures: 0 });
    assert.deepEqual(await sweepKind(desk, "ticket", { most: 2 }), { done: 2, failures: 0 });
    assert.equal((await store.due(now, 10, "ticket")).length, 1);
    await store.close();
  });

  it("writes its metrics as one line of JSON that CloudWatch reads (Embedded Metric Format)", () => {
    let line = "";
    putMetrics({ Heartbeat: 1, Swept: 7 }, (text) => (line = text));
    const { _aws, Desk, Heartbeat, Swept } = JSON.parse(line);
    assert.deepEqual([Desk, Heartbeat, Swept], ["desk", 1, 7]);
    assert.deepEqual(_aws.CloudWatchMetrics, [
      { Namespace: "Guardrails", Dimensions: [["Desk"]], Metrics: [{ Name: "Heartbeat" }, { Name: "Swept" }] },
    ]);
    assert.equal(line.includes("\n"), false);
  });
});

describeWithMinistack("what functions of the desk rest on", () => {
  let tables = 0;

  async function newDesk(): Promise<Running> {
    return (await newDesks({}))[0]!;
  }

  /** Functions of one desk, which may do different things. */
  async function newDesks(...abilities: readonly Abilities[]): Promise<Running[]> {
    const { dynamodb } = await ministackClients();
    const name = `runtime-${String((tables += 1))}`;
    await makeDeskTable(dynamodb, name);
    const settings = readSettingsFile("test/fixtures/operations/temporary-access.yaml");
    return abilities.map((each) => deskOn(new DynamoStore(dynamodb, name), settings, each));
  }

  it("a secret is read again after five minutes, and errors don't quote it", async () => {
    const { secrets } = await ministackClients();
    await secrets.send(new CreateSecretCommand({ Name: "desk" }));
    const put = (SecretString: string) => secrets.send(new PutSecretValueCommand({ SecretId: "desk", SecretString }));
    let now = 0;
    const known = secretsIn("desk", secrets, () => now);
    await known.refresh();
    assert.throws(() => known.secretOf("TOKEN"), /^UserError: expected TOKEN in the secret desk, got none$/);
    await put(JSON.stringify({ TOKEN: "one" }));
    now = 4 * 60_000;
    await known.refresh();
    assert.equal(known.find("TOKEN"), undefined);
    now = 5 * 60_000;
    await known.refresh();
    assert.equal(known.secretOf("TOKEN"), "one");
    await put("hunter2");
    now = 10 * 60_000;
    await assert.rejects(known.refresh(), ({ message }: Error) => !message.includes("hunter2"));
  });

  it("the automation is on by one word only, and off when nobody can say", async () => {
    const { ssm } = await ministackClients();
    const turn = (Value: string) =>
      ssm.send(new PutParameterCommand({ Name: "/on", Value, Type: "String", Overwrite: true }));
    assert.equal(await quietly(() => isAutomationOn("/on", ssm)), false);
    for (const [value, isOn] of [
      ["on", true],
      ["off", false],
      ["ON", false],
      ["true", false],
    ] as const) {
      await turn(value);
      assert.equal(await isAutomationOn("/on", ssm), isOn, value);
    }
  });

  it("an event is acted on once, wherever the function ends before it is settled", async () => {
    const running = await newDesk();
    await reportTo(running.desk, 1);
    const sent: string[] = [];
    for (const failsAt of ["bus", "settle", "nowhere"]) {
      const bus = {
        send: ({ input }: any) => {
          if (failsAt === "bus") throw new Error("the function ends");
          sent.push(input.Entries[0].DetailType);
          return Promise.resolve({ FailedEntryCount: 0 });
        },
      } as unknown as EventBridgeClient;
      const settle = () => Promise.reject(new Error("the function ends"));
      const store = failsAt === "settle" ? Object.assign(Object.create(running.store), { settle }) : running.store;
      const publish = publisher({ ...running, store }, bus, "desk");
      for (const recorded of await running.store.unsettled(100)) await publish(recorded).catch(() => undefined);
    }
    // The bus hears again what was not settled; the table holds nothing twice.
    assert.deepEqual(sent.filter((type) => type === "TicketOpened").length, 2);
    const queued = (await running.store.unaudited(100)).filter(({ event }) => (event as any).type === "DeliveryQueued");
    const streams = queued.map(({ stream }) => stream);
    assert.ok(streams.length > 0);
    assert.deepEqual(streams, [...new Set(streams)]);
  });

  it("the audit log has every event once, wherever a run of it ends", async () => {
    const { s3 } = await ministackClients();
    await s3.send(new CreateBucketCommand({ Bucket: "audit-faults" }));
    const running = await newDesk();
    let id = 0;
    for (const end of ["before the object", "after the object", "while marking", "before the head", "nowhere"]) {
      await reportTo(running.desk, (id += 1));
      const { client, store } = endingAt(end, s3, running.store);
      await new AuditLog(store, client, "audit-faults").append().catch(() => undefined);
    }
    await new AuditLog(running.store, s3, "audit-faults").append();
    const entries = await auditEntries(s3, "audit-faults");
    const kept = entries.map(({ recorded: { stream, version } }) => `${stream}@${String(version)}`);
    assert.equal(firstBroken(entries), undefined);
    assert.deepEqual(kept, [...new Set(kept)]);
    assert.deepEqual(await running.store.unaudited(100), []);
    assert.equal(entries.filter(({ recorded: { event } }) => (event as any).type === "TicketOpened").length, id);
  });

  it("two runs of the audit log at once make one chain", async () => {
    const { s3 } = await ministackClients();
    await s3.send(new CreateBucketCommand({ Bucket: "audit-race" }));
    const running = await newDesk();
    for (let round = 0; round < 5; round++) {
      await reportTo(running.desk, round);
      const run = () => new AuditLog(running.store, s3, "audit-race").append().catch(() => undefined);
      await Promise.all([run(), run()]);
    }
    await new AuditLog(running.store, s3, "audit-race").append();
    const entries = await auditEntries(s3, "audit-race");
    const kept = entries.map(({ recorded: { stream, version } }) => `${stream}@${String(version)}`);
    assert.equal(firstBroken(entries), undefined);
    assert.deepEqual(kept, [...new Set(kept)]);
    assert.equal(entries.filter(({ recorded: { event } }) => (event as any).type === "TicketOpened").length, 5);
  });

  it("what is asked for and approved in one function, another gives and takes; switched off, it says so", async function () {
    if (locateServer() === undefined) this.skip();
    const send = await emptyAccount();
    await ask(send, "iam", "CreateGroup", { GroupName: "administrators" });
    await ask(send, "iam", "CreateUser", { UserName: "ben@example.com" });
    const isIn = async () =>
      (await ask(send, "iam", "ListGroupsForUser", { UserName: "ben@example.com" })).Groups?.length;
    let isOn = true;
    const off = () => Promise.reject(new Error("expected the automation to be on, got it switched off"));
    const [api, giving] = await newDesks({}, { sendToGroups: () => (isOn ? Promise.resolve(send) : off()) });
    if (!api || !giving) assert.fail("two functions");
    const request = { person: "ben", group: "admins", requestedBy: "ben", reason: "incident", minutes: 30 };
    const { id, grant } = await requestAccess(api.desk, request);
    const tell = async (command: AccessCommand, by: string) =>
      assert.ok(!((await api.desk.execute({ kind: temporaryAccess.kind, id, command, by })) instanceof Refusal));
    const sweep = async () => assert.deepEqual((await giving.desk.sweep(500, temporaryAccess.kind)).failed, []);
    const state = async () => (await api.store.load(`${temporaryAccess.kind}/${id}`))?.state as TemporaryAccess;
    await sweep();
    assert.equal(await isIn(), 0);
    await tell({ type: "approve", grant, person: "ana" }, "user:ana");
    await sweep();
    assert.deepEqual([await isIn(), (await state()).state], [1, "in"]);
    await tell({ type: "revoke", grant, reason: "done" }, "user:ben");
    isOn = false;
    await sweep();
    assert.deepEqual([await isIn(), (await state()).state], [1, "removing"]);
    assert.match((await state()).error ?? "", /switched off$/);
    for (const recorded of await api.store.unsettled(100)) await api.desk.react(recorded);
    const told = (await api.store.unaudited(100)).filter(({ event }) => (event as any).type === "DeliveryQueued");
    assert.ok(told.some(({ stream }) => stream.includes(temporaryAccess.kind)));
  });

  it("each hour, what Security Hub finds has a ticket, also what never arrived; events that were lost are acted on", async function () {
    if (locateServer() === undefined) this.skip();
    const running = await newDesk();
    const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
    const hub = new SecurityHubClient({ endpoint: await emulator(), region: "eu-west-1", credentials });
    await hub.send(new EnableSecurityHubCommand({}));
    await hub.send(new BatchImportFindingsCommand({ Findings: [1, 2, 3].map(asff) }));
    const published: string[] = [];
    const publish = ({ stream }: { stream: string }) => Promise.resolve(void published.push(stream));
    assert.deepEqual(await catchUp(running, publish, hub), { unticketed: 3, unpublished: 0, failures: 0 });
    assert.deepEqual(await catchUp(running, publish, hub), { unticketed: 0, unpublished: 0, failures: 0 });
    const { aggregates } = await running.store.list("ticket/open");
    assert.deepEqual(
      aggregates.map(({ state }) => (state as Ticket).seen.count),
      [1, 1, 1],
    );
    // Six minutes later, nobody has acted on the tickets' events.
    const desk = Object.assign(Object.create(running.desk), {
      now: () => new Date(Date.now() + 6 * 60_000).toISOString(),
    });
    const { unpublished } = await catchUp({ ...running, desk }, publish, hub);
    assert.equal(unpublished, published.length);
    assert.ok(published.length >= 6);
  });
});

async function reportTo(desk: Desk, id: number): Promise<void> {
  const place = { account: "", region: "", resource: `laptop-${String(id)}`, fields: {} };
  const what = { title: "Late", description: "", severity: "high", status: "active" } as const;
  await desk.report({ ...place, ...what, id: String(id), source: "edr", rule: "late", at: desk.now() });
}

function asff(id: number) {
  const at = new Date().toISOString();
  return {
    ...{ SchemaVersion: "2018-10-08", Id: `finding/${String(id)}`, GeneratorId: "S3.1", AwsAccountId: "123456789012" },
    ProductArn: "arn:aws:securityhub:eu-west-1:123456789012:product/123456789012/default",
    ...{
      CreatedAt: at,
      UpdatedAt: at,
      Title: "Open",
      Description: "It is open.",
      Severity: { Label: "HIGH" as const },
    },
    Resources: [{ Type: "AwsS3Bucket", Id: `arn:aws:s3:::bucket-${String(id)}` }],
  };
}

/** A bucket and a store that end the function somewhere. */
function endingAt(end: string, s3: S3Client, store: DynamoStore) {
  const over = () => Promise.reject(new Error("the function ends"));
  const client = {
    async send(command: { constructor: { name: string } }) {
      const isPut = command.constructor.name === "PutObjectCommand";
      if (isPut && end === "before the object") return over();
      const answer: unknown = await s3.send(command as never);
      return isPut && end === "after the object" ? over() : answer;
    },
  } as unknown as S3Client;
  const marked = Object.create(store) as DynamoStore;
  if (end === "while marking")
    marked.markAudited = async (events) => {
      await store.markAudited(events.slice(0, 1));
      await over();
    };
  if (end === "before the head") marked.moveAuditHead = over;
  // Methods of the class see its private fields on the store itself.
  for (const name of ["unaudited", "markAudited", "auditHead", "moveAuditHead"] as const) {
    if (!Object.hasOwn(marked, name)) Object.assign(marked, { [name]: store[name].bind(store) });
  }
  return { client, store: marked };
}

/** What a function would log is expected here. */
async function quietly<T>(run: () => Promise<T>, lines: string[] = []): Promise<T> {
  const { error } = console;
  console.error = (line: string) => void lines.push(line);
  try {
    return await run();
  } finally {
    console.error = error;
  }
}
