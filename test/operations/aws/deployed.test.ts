import * as assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { json } from "node:stream/consumers";
import {
  DescribeRuleCommand,
  PutEventsCommand,
  PutRuleCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import {
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  ListAccessKeysCommand,
  ListGroupsForUserCommand,
} from "@aws-sdk/client-iam";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { GetQueueAttributesCommand, SendMessageCommand } from "@aws-sdk/client-sqs";
import { AccessReview, Connectors, Containment, Escalation, TicketDesk } from "../../../operations";
import { sender } from "../../../operations/containment/calls";
import type { Containment as Contained } from "../../../operations/containment/containment";
import { containmentKind, type ContainmentParts } from "../../../operations/containment/drive";
import { requestContainment } from "../../../operations/containment/request";
import { newToken } from "../../../operations/api/tokens";
import { after as inMinutes } from "../../../operations/core/decider";
import { firstBroken } from "../../../operations/core/audit";
import { Desk } from "../../../operations/desk/desk";
import { readSettings } from "../../../operations/settings/load";
import { DynamoStore } from "../../../operations/store/dynamodb";
import type { Ticket } from "../../../operations/tickets/ticket";
import type { Clients } from "../../support/aws-emulator/clients";
import { deployTo } from "../../support/aws-emulator/deploy";
import { auditEntries } from "../../support/ministack/audit-log";
import { describeWithMinistack, eventually, ministackClients } from "../../support/ministack/deploy";
import { ministack } from "../../support/ministack/server";
import { temporaryFolder } from "../../support/temporary-folder";

const settings = (port: number) => `
catchAll: department:security
people:
  ana: { email: ana@example.com, department: security, role: senior, addresses: [hook], manager: ben }
  ben: { email: ben@example.com, department: security, addresses: [hook] }
departments: { security: { addresses: [hook] } }
policies:
  default: { levels: [{ targets: ["person:ana"], minutes: 15 }, { targets: ["department:security"], minutes: 15 }] }
connectors: { hook: { type: webhook, url: "http://127.0.0.1:${String(port)}/", secret: HOOK_SECRET, allowPrivate: true } }
accessReview: { owner: ana }
temporaryAccess: { groups: { admins: { source: iam, group: administrators, maxMinutes: 60, approvers: [ana] } } }
`;

describeWithMinistack("the desk, its functions running in MiniStack", function () {
  let clients: Clients;
  let store: DynamoStore;
  let token: string;
  let tokenOfBen: string;
  let names: Readonly<Record<"auditBucket" | "killSwitch" | "queueUrl", string>>;
  const received: { readonly type: string; readonly subject: string }[] = [];
  const hook = createServer((request, response) => {
    void json(request).then((body) => {
      received.push(body as (typeof received)[number]);
      response.end();
    });
  });

  before(async function () {
    this.timeout(120_000);
    await new Promise<void>((done) => hook.listen(0, "127.0.0.1", done));
    const file = settings((hook.address() as AddressInfo).port);
    const settingsFile = join(temporaryFolder({ "operations.yaml": file }), "operations.yaml");
    clients = await ministackClients();
    const made = await deployTo(clients, () => {
      const desk = new TicketDesk("desk", { settingsFile });
      const shared = { settingsFile, tableName: desk.tableName, busName: desk.busName, keyArn: desk.keyArn };
      new Escalation("escalation", shared);
      const { secretName } = new Connectors("connectors", shared);
      const { killSwitch } = new Containment("containment", { ...shared, auditBucket: desk.auditBucket });
      new AccessReview("review", { ...shared, auditBucket: desk.auditBucket });
      return {
        killSwitch,
        tableName: desk.tableName,
        auditBucket: desk.auditBucket,
        queueUrl: desk.queueUrl,
        secretName,
      };
    });
    names = made;
    const now = new Date().toISOString();
    const { token: text, kept } = newToken("ana", now, inMinutes(now, 60));
    token = text;
    const ofBen = newToken("ben", now, inMinutes(now, 60));
    tokenOfBen = ofBen.token;
    const SecretString = JSON.stringify({
      ...{ HOOK_SECRET: hookSecret, DESK_TOKENS: JSON.stringify({ tokens: [kept, ofBen.kept] }) },
      DESK_SESSION_KEY: "a test's key, of 32 characters or more",
    });
    await clients.secrets.send(new PutSecretValueCommand({ SecretId: made.secretName, SecretString }));
    store = new DynamoStore(clients.dynamodb, made.tableName);
  });
  after(() => hook.close());

  async function invoke(name: string, payload: unknown = {}): Promise<void> {
    const command = new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) });
    const { FunctionError, Payload } = await clients.lambda.send(command);
    assert.equal(FunctionError, undefined, Payload?.transformToString());
  }

  /** A request as API Gateway hands it to the function. */
  async function request(method: string, path: string, more: { token?: string; body?: unknown } = {}) {
    const host = "connectors.example.com";
    const event = {
      ...{ version: "2.0", routeKey: "$default", rawPath: path, rawQueryString: "", isBase64Encoded: false },
      headers: {
        ...{ host, "x-forwarded-proto": "https", "content-type": "application/json" },
        ...(more.token !== undefined && { authorization: `Bearer ${more.token}` }),
      },
      requestContext: { domainName: host, http: { method, path, sourceIp: "192.0.2.1", protocol: "HTTP/1.1" } },
      ...(more.body !== undefined && { body: JSON.stringify(more.body) }),
    };
    const command = new InvokeCommand({ FunctionName: "connectors-api", Payload: JSON.stringify(event) });
    const { FunctionError, Payload } = await clients.lambda.send(command);
    const answer = JSON.parse(Payload?.transformToString() ?? "") as { statusCode: number; body: string };
    assert.equal(FunctionError, undefined, JSON.stringify(answer));
    return { status: answer.statusCode, body: JSON.parse(answer.body) };
  }

  async function ticketOf(rule: string): Promise<Ticket | undefined> {
    const { aggregates } = await store.list("ticket/open");
    return aggregates.map(({ state }) => state as Ticket).find(({ finding }) => finding.rule === rule);
  }

  function noticesOf({ id }: Ticket): number {
    return received.filter(({ type, subject }) => type === "TicketEscalated" && subject === `ticket/${id}`).length;
  }

  async function typesIn(stream: string): Promise<string[]> {
    return (await store.history(stream)).map(({ event }) => (event as { type: string }).type);
  }

  const typesOf = ({ id }: Ticket) => typesIn(`ticket/${id}`);

  /** Nobody but AWS may put events of AWS's services on a bus: the rule is asked whether it takes them, and then takes others. */
  async function standInForSecurityHub(): Promise<string> {
    const Name = "desk-findings-security-hub";
    const { EventPattern = "" } = await clients.events.send(new DescribeRuleCommand({ Name }));
    const { Source, DetailType, Detail } = imported("aws.securityhub");
    const event = { source: Source, "detail-type": DetailType, detail: JSON.parse(Detail) as unknown };
    const whole = { ...event, id: "1", account: "123456789012", region: "eu-west-1", resources: [] };
    const Event = JSON.stringify({ ...whole, time: "2026-11-24T09:00:00Z", version: "0" });
    const { Result } = await clients.events.send(new TestEventPatternCommand({ EventPattern, Event }));
    assert.equal(Result, true);
    const ours = EventPattern.replace("aws.securityhub", "test.securityhub");
    await clients.events.send(new PutRuleCommand({ Name, EventPattern: ours }));
    return "test.securityhub";
  }

  it("makes one ticket of what Security Hub puts on the bus twice, and tells whom it concerns", async () => {
    const Entries = [imported(await standInForSecurityHub())];
    for (let time = 0; time < 2; time++) {
      const { FailedEntryCount } = await clients.events.send(new PutEventsCommand({ Entries }));
      assert.equal(FailedEntryCount, 0);
    }
    const ticket = await eventually("a ticket", () => ticketOf("S3.1"));
    assert.equal(ticket.severity, "critical");
    await eventually("a notice", () => Promise.resolve(noticesOf(ticket) > 0));
    assert.deepEqual((await typesOf(ticket)).slice(0, 2), ["TicketOpened", "TicketEscalated"]);
    assert.equal((await store.list("ticket/open")).aggregates.length, 1);
    await eventually("nothing left to act on", async () => (await store.unsettled(10)).length === 0);
  });

  it("goes to the next level at the next sweep when nobody has acknowledged in time", async () => {
    const past = new Date(Date.now() - 20 * 60_000).toISOString();
    const desk = new Desk(
      store,
      readSettings(settings(1)),
      () => assert.fail(),
      () => past,
    );
    const finding = { id: "late", source: "edr", rule: "late", account: "", region: "", resource: "laptop-1" };
    const more = { title: "Late", description: "", severity: "high" as const, at: past, status: "active" as const };
    await desk.report({ ...finding, ...more, fields: {} });
    await invoke("escalation-sweep");
    const ticket = (await ticketOf("late")) ?? assert.fail();
    assert.deepEqual([ticket.escalation.level, ticket.escalation.exhausted], [1, false]);
    assert.deepEqual(await typesOf(ticket), ["TicketOpened", "TicketEscalated", "TicketEscalated"]);
    await eventually("both notices", () => Promise.resolve(noticesOf(ticket) >= 2));
    await invoke("escalation-sweep");
    assert.equal((await typesOf(ticket)).length, 3);
  });

  it("sees the canary arrive, and has nobody called for it", async () => {
    await invoke("escalation-canary");
    const stream = await eventually("the canary's ticket", canaryStream);
    await eventually("its end", async () => ((await store.load(stream))?.state as Ticket).state === "resolved");
    assert.deepEqual(
      received.filter(({ subject }) => subject === stream),
      [],
    );
  });

  async function canaryStream(): Promise<string | undefined> {
    const events = [...(await store.unaudited(1000))];
    return events.find(({ event }) => (event as any).ticket?.finding.source === "canary")?.stream;
  }

  it("keeps all of it in the audit log, each event once, and breaks nothing when it is run again", async () => {
    await eventually("nothing left to act on", async () => (await store.unsettled(10)).length === 0);
    const expected = (await store.unaudited(1000)).map(({ stream, version }) => `${stream}@${String(version)}`);
    await invoke("desk-auditor");
    await invoke("desk-auditor");
    const entries = await auditEntries(clients.s3, names.auditBucket);
    assert.equal(firstBroken(entries), undefined);
    const kept = entries.map(({ recorded: { stream, version } }) => `${stream}@${String(version)}`);
    assert.ok(expected.length > 10);
    assert.deepEqual([...new Set(kept)].sort(), [...kept].sort());
    assert.deepEqual(
      expected.filter((event) => !kept.includes(event)),
      [],
    );
    assert.deepEqual(await store.unaudited(10), []);
  });

  describe("containment", () => {
    let parts: ContainmentParts;
    let desk: Desk;

    before(async () => {
      const place = { region: "eu-west-1", endpoint: await ministack() };
      const send = sender({ ...place, credentials: { accessKeyId: "emulator", secretAccessKey: "emulator" } });
      const { containment } = readSettings(settings(1));
      const self = () => Promise.resolve(["arn:aws:iam::123456789012:role/containment-step"]);
      parts = { store, settings: containment, sendTo: () => send, self };
      desk = new Desk(store, readSettings(settings(1)), () => assert.fail());
      desk.add(containmentKind(parts));
    });

    /** A new user's key, and its target. */
    async function newKey(UserName: string) {
      await clients.iam.send(new CreateUserCommand({ UserName }));
      const { AccessKey } = await clients.iam.send(new CreateAccessKeyCommand({ UserName }));
      return `access-key/123456789012/${AccessKey?.AccessKeyId ?? ""}`;
    }

    async function statusOf(UserName: string): Promise<string | undefined> {
      const { AccessKeyMetadata = [] } = await clients.iam.send(new ListAccessKeysCommand({ UserName }));
      return AccessKeyMetadata[0]?.Status;
    }

    async function stateOf(target: string): Promise<string | undefined> {
      return ((await store.load(`containment/${target}`))?.state as Contained | undefined)?.state;
    }

    it("disables a key in an execution that the bus starts, and enables it again when it is released", async () => {
      const target = await newKey("eve");
      const [asked] = await requestContainment(parts, [target], { id: "h1", reason: "leaked" }, "user:ana");
      assert.equal(asked?.refused, undefined);
      await eventually("the key to be contained", async () => (await stateOf(target)) === "contained");
      assert.equal(await statusOf("eve"), "Inactive");
      const release = { type: "release", hold: "h1", reason: "rotated" };
      await desk.execute({ kind: "containment", id: target, command: release, by: "user:ana" });
      await eventually("the key to be active", async () => (await statusOf("eve")) === "Active");
      // Sessions that were revoked stay so until the last of them has run out; the clock ends it then.
      await eventually(
        "the rest",
        async () => (await typesIn(`containment/${target}`)).at(-1) === "ContainmentPartlyReleased",
      );
    });

    it("does nothing while the kill switch is off, and goes on when it is on again", async () => {
      const turn = (Value: string) =>
        clients.ssm.send(new PutParameterCommand({ Name: names.killSwitch, Value, Overwrite: true }));
      await turn("off");
      const target = await newKey("mallory");
      await requestContainment(parts, [target], { id: "h2", reason: "leaked" }, "user:ana");
      await eventually("nothing left to act on", async () => (await store.unsettled(10)).length === 0);
      await invoke("containment-clock-start");
      await invoke("containment-step", { stream: `containment/${target}` });
      assert.deepEqual([await stateOf(target), await statusOf("mallory")], ["applying", "Active"]);
      await turn("on");
      await invoke("containment-clock-start");
      await eventually("the key to be contained", async () => (await stateOf(target)) === "contained");
      assert.equal(await statusOf("mallory"), "Inactive");
    });
  });

  it("lets people in by its API, who are known by a token, and acknowledge", async () => {
    const { id } = (await ticketOf("S3.1")) ?? assert.fail();
    assert.equal((await request("GET", "/api/tickets")).status, 401);
    assert.equal((await request("GET", "/api/tickets", { token: `${token}x` })).status, 401);
    const { status, body } = await request("GET", "/api/tickets", { token });
    assert.equal(status, 200);
    assert.ok(body.tickets.some((ticket: { id: string }) => ticket.id === id));
    assert.equal((await request("POST", `/api/tickets/${id}/acknowledge`, { token, body: {} })).status, 200);
    assert.deepEqual(((await ticketOf("S3.1")) ?? assert.fail()).acknowledged?.by, "user:ana");
  });

  it("puts whom somebody else has approved into a group, and takes them out again when it is revoked", async () => {
    const UserName = "ben@example.com";
    await clients.iam.send(new CreateGroupCommand({ GroupName: "administrators" }));
    await clients.iam.send(new CreateUserCommand({ UserName }));
    const groups = async () => {
      const { Groups = [] } = await clients.iam.send(new ListGroupsForUserCommand({ UserName }));
      return Groups.map(({ GroupName }) => GroupName);
    };
    const wanted = { group: "admins", minutes: 30, reason: "incident" };
    const asked = await request("POST", "/api/temporary-access", { token: tokenOfBen, body: wanted });
    assert.equal(asked.status, 200, JSON.stringify(asked.body));
    const { grant } = asked.body;
    const act = async (name: string, by: string, body: object = {}) =>
      (await request("POST", `/api/temporary-access/ben:admins/${name}`, { token: by, body: { grant, ...body } }))
        .status;
    assert.equal(await act("approve", tokenOfBen), 403);
    await invoke("review-temporary");
    assert.deepEqual(await groups(), []);
    assert.equal(await act("approve", token), 200);
    await invoke("review-temporary");
    assert.deepEqual(await groups(), ["administrators"]);
    await eventually("both to be told", () => {
      const told = received.filter(({ subject }) => subject === "temporary-access/ben:admins").map(({ type }) => type);
      return Promise.resolve(told.includes("AccessRequested") && told.includes("AccessActivated"));
    });
    assert.equal(await act("revoke", tokenOfBen, { reason: "done" }), 200);
    await invoke("review-temporary");
    assert.deepEqual(await groups(), []);
    assert.equal((await typesIn("temporary-access/ben:admins")).at(-1), "AccessRemoved");
    assert.equal((await request("POST", "/api/access-reviews", { token, body: { id: "2026-q4" } })).status, 501);
  });

  it("sets aside what is no finding, and makes tickets of what came with it", async () => {
    const { queueUrl: QueueUrl } = names;
    const bodies = ["no JSON", JSON.stringify({ "detail-type": "Rent is due" }), JSON.stringify(own("with others"))];
    for (const MessageBody of bodies) await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    await eventually("a ticket", () => ticketOf("with others"));
    // Those that failed wait until they are tried again.
    const attributes = { QueueUrl, AttributeNames: ["ApproximateNumberOfMessagesNotVisible" as const] };
    await eventually("two that wait", async () => {
      const { Attributes } = await clients.sqs.send(new GetQueueAttributesCommand(attributes));
      return Attributes?.["ApproximateNumberOfMessagesNotVisible"] === "2";
    });
  });
});

const hookSecret = "not a secret, but a test's 0123456789";

const own = (rule: string) => ({ "detail-type": "Guardrails Finding", detail: { id: rule, rule, title: rule } });

/** An event as Security Hub puts it on the account's bus. */
function imported(Source: string) {
  const finding = {
    SchemaVersion: "2018-10-08",
    Id: "arn:aws:securityhub:eu-west-1:123456789012:subscription/x/S3.1/finding/1",
    ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub",
    GeneratorId: "aws-foundational-security-best-practices/v/1.0.0/S3.1",
    ...{ AwsAccountId: "123456789012", CreatedAt: "2026-11-24T09:00:00.000Z", UpdatedAt: "2026-11-24T09:00:00.000Z" },
    ...{ Title: "Block public access", Description: "It is open.", Severity: { Label: "CRITICAL" } },
    ...{ Resources: [{ Type: "AwsS3Bucket", Id: "arn:aws:s3:::receipts" }], RecordState: "ACTIVE" },
    ...{ Workflow: { Status: "NEW" }, Compliance: { Status: "FAILED", SecurityControlId: "S3.1" } },
  };
  return {
    ...{ Source, DetailType: "Security Hub Findings - Imported" },
    Detail: JSON.stringify({ findings: [finding] }),
  };
}
