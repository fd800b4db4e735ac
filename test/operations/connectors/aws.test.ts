import * as assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { EnableSecurityHubCommand, GetFindingsCommand, SecurityHubClient } from "@aws-sdk/client-securityhub";
import { CreateEmailIdentityCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { CreateQueueCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { clients, describeWithEmulator } from "../../support/aws-emulator/deploy";
import { emulator } from "../../support/aws-emulator/server";
import { asffItems, fromAsff } from "../../../operations/findings/asff";
import { start } from "../tickets/fixture";
import { connect, failure, Life } from "./fixture";
import { closeStandIns, standIn } from "./stand-in";

const region = "eu-west-1";
const account = "123456789012";
const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
const clientFor = async () => ({ endpoint: await emulator(), region, credentials });

/** Connectors take credentials from the environment, as a function of AWS does. */
function withCredentials(): void {
  const { env } = process;
  beforeEach(() => {
    process.env = { ...env, AWS_ACCESS_KEY_ID: "emulator", AWS_SECRET_ACCESS_KEY: "a-secret-access-key" };
  });
  afterEach(() => {
    process.env = env;
    closeStandIns();
  });
}

describeWithEmulator("connectors to AWS, in the emulator", () => {
  withCredentials();

  it("ses sends a mail to one address", async () => {
    const given = await clientFor();
    await new SESv2Client(given).send(new CreateEmailIdentityCommand({ EmailIdentity: "desk@example.com" }));
    const ses = await connect({ type: "ses", from: "desk@example.com", region, endpoint: given.endpoint });
    await ses.send(new Life().message("TicketEscalated", "notice"), "ana@example.com");
    const sent = (await (await fetch(`${given.endpoint}/moto-api/data.json`)).json()) as object;
    // The address of the receiver stands nowhere else.
    assert.match(JSON.stringify(sent), /ana@example\.com/);
    const unknown = await connect({ type: "ses", from: "stranger@example.com", region, endpoint: given.endpoint });
    const refused = await failure(unknown.send(new Life().message("TicketOpened"), "ana@example.com"));
    assert.equal(refused.name, "Undeliverable");
    assert.match(refused.message, /^expected SES to take it, got MessageRejected/);
  });

  it("ocsf-s3 writes one object for each event, and the same bytes again", async () => {
    const { s3 } = await clients();
    const endpoint = await emulator();
    await s3.send(
      new CreateBucketCommand({ Bucket: "findings", CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    const ocsf = await connect({ type: "ocsf-s3", bucket: "findings", region, endpoint });
    const life = new Life();
    const opened = life.message("TicketOpened");
    await ocsf.send(opened, "");
    const read = async (Key: string) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: "findings", Key }));
      return Buffer.from((await Body?.transformToByteArray()) ?? []);
    };
    const key = "guardrails/2026/11/24/ticket-T-7KQ2M9XD@1.json.gz";
    const first = await read(key);
    await ocsf.send({ ...opened, now: life.do({ type: "acknowledge" }).ticket }, "");
    assert.deepEqual(await read(key), first);
    await ocsf.send(life.message("TicketAcknowledged"), "");
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: "findings" }));
    assert.equal(Contents.length, 2);
    const lines = gunzipSync(first).toString("utf8").split("\n");
    assert.deepEqual([lines.length, lines[1]], [2, ""]);
    const finding = JSON.parse(lines[0] ?? "") as Record<string, any>;
    assert.deepEqual(
      [
        finding.class_uid,
        finding.category_uid,
        finding.activity_id,
        finding.type_uid,
        finding.severity_id,
        finding.status_id,
      ],
      [2005, 2, 1, 200501, 4, 1],
    );
    assert.equal(finding.finding_info_list[0].uid, "finding-1");
    assert.equal(finding.metadata.uid, "ticket/T-7KQ2M9XD@1");
  });

  it("sns publishes to a topic: JSON to a queue, with attributes to filter by", async () => {
    const { sqs } = await clients();
    const given = await clientFor();
    const topics = new SNSClient(given);
    const { TopicArn = "" } = await topics.send(new CreateTopicCommand({ Name: "tickets" }));
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "tickets" }));
    const queue = `arn:aws:sqs:${region}:${account}:tickets`;
    await topics.send(new SubscribeCommand({ TopicArn, Protocol: "sqs", Endpoint: queue }));
    const sns = await connect({ type: "sns", topic: TopicArn, endpoint: given.endpoint });
    await sns.send(new Life({ title: "Bucket für alle\nX: y" }).message("TicketOpened"), "");
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    const envelope = JSON.parse(Messages[0]?.Body ?? "") as Record<string, any>;
    assert.match(envelope.Subject, /^High: Bucket f r alle X: y \(T-7KQ2M9XD\)$/);
    assert.equal(envelope.MessageAttributes.type.Value, "TicketOpened");
    const record = JSON.parse(envelope.Message as string) as Record<string, any>;
    assert.equal(record.event, "ticket/T-7KQ2M9XD@1");
  });

  it("sns takes a topic that is not there as undeliverable", async () => {
    const topic = `arn:aws:sns:${region}:${account}:gone`;
    const sns = await connect({ type: "sns", topic, endpoint: await emulator() });
    const refused = await failure(sns.send(new Life().message("TicketOpened"), ""));
    assert.equal(refused.name, "Undeliverable");
  });

  it("eventbridge puts an event that rules see by its source and type", async () => {
    const { sqs } = await clients();
    const given = await clientFor();
    const events = new EventBridgeClient(given);
    const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "events" }));
    const pattern = JSON.stringify({ source: ["guardrails"], "detail-type": ["TicketOpened"] });
    await events.send(new PutRuleCommand({ Name: "opened", EventPattern: pattern }));
    const target = { Id: "queue", Arn: `arn:aws:sqs:${region}:${account}:events` };
    await events.send(new PutTargetsCommand({ Rule: "opened", Targets: [target] }));
    const bridge = await connect({ type: "eventbridge", region, endpoint: given.endpoint });
    const life = new Life();
    await bridge.send(life.message("TicketOpened"), "");
    await bridge.send(life.message("TicketEscalated"), "");
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    assert.equal(Messages.length, 1);
    const event = JSON.parse(Messages[0]?.Body ?? "") as Record<string, any>;
    assert.deepEqual([event.source, event["detail-type"]], ["guardrails", "TicketOpened"]);
    assert.deepEqual(event.resources, ["arn:aws:s3:::invoices"]);
    assert.equal(event.detail.event, "ticket/T-7KQ2M9XD@1");
  });

  it("securityhub brings the findings of other sources there", async () => {
    const given = await clientFor();
    const hub = new SecurityHubClient(given);
    await hub.send(new EnableSecurityHubCommand({}));
    // The emulator has no BatchUpdateFindings: what follows the import is tried below.
    const securityhub = await connect({ type: "securityhub", account, region, endpoint: given.endpoint });
    await failure(securityhub.send(new Life({ source: "edr" }).message("TicketOpened"), ""));
    const { Findings = [] } = await hub.send(new GetFindingsCommand({}));
    assert.deepEqual(
      Findings.map(({ Id, Title, Severity, ProductFields }) => [Id, Title, Severity?.Label, ProductFields]),
      [["guardrails/T-7KQ2M9XD", "S3 bucket allows public access", "HIGH", { "guardrails/ticket": "T-7KQ2M9XD" }]],
    );
  });
});

describe("connectors to AWS", () => {
  withCredentials();

  it("eventbridge hears that an entry failed although the call succeeded", async () => {
    const entry = { ErrorCode: "ThrottlingException", ErrorMessage: "slow down" };
    const server = await standIn(() => ({ json: { FailedEntryCount: 1, Entries: [entry] } }));
    const bridge = await connect({ type: "eventbridge", region, endpoint: server.url });
    const refused = await failure(bridge.send(new Life().message("TicketOpened"), ""));
    assert.deepEqual(
      [refused.name, refused.message],
      ["Error", "expected EventBridge to take it, got ThrottlingException: slow down"],
    );
  });

  for (const [code, status, kind] of [
    ["AccessDeniedException", 400, "Unauthorized"],
    ["ExpiredTokenException", 400, "Unauthorized"],
    ["ThrottlingException", 400, "Error"],
    ["ValidationException", 400, "Undeliverable"],
    ["InternalException", 500, "Error"],
  ] as const) {
    it(`takes ${code} as ${kind}`, async () => {
      const server = await standIn(() => ({ status, json: { __type: code, message: "because" } }));
      const bridge = await connect({ type: "eventbridge", region, endpoint: server.url });
      const refused = await failure(bridge.send(new Life().message("TicketOpened"), ""));
      assert.equal(refused.name, kind, refused.message);
    });
  }

  describe("securityhub", () => {
    const productArn = `arn:aws:securityhub:${region}::product/aws/guardduty`;

    it("gives a finding that came from there the ticket's status and a note", async () => {
      const server = await standIn(() => ({ json: { ProcessedFindings: [], UnprocessedFindings: [] } }));
      const hub = await connect({ type: "securityhub", account, region, endpoint: server.url });
      const life = new Life({ fields: { productArn } });
      const opened = life.message("TicketOpened");
      await hub.send(opened, "");
      await hub.send(life.do({ type: "acknowledge" }).message("TicketAcknowledged"), "");
      life.do({ type: "resolve", resolution: "accepted-risk", note: "until March" });
      await hub.send(life.message("TicketResolved"), "");
      await hub.send({ ...opened, now: life.ticket }, "");
      const told = server.asked.map(({ method, path, json }) => [method, path, json.Workflow.Status]);
      const path = "/findings/batchupdate";
      assert.deepEqual(
        told,
        ["NEW", "NOTIFIED", "SUPPRESSED", "SUPPRESSED"].map((status) => ["PATCH", path, status]),
      );
      const { FindingIdentifiers, Note } = server.asked[2]?.json ?? {};
      assert.deepEqual(FindingIdentifiers, [{ Id: "finding-1", ProductArn: productArn }]);
      assert.equal(Note.Text, "Ticket T-7KQ2M9XD is resolved (accepted-risk); security, ana@example.com");
    });

    it("brings a finding of another source there first, archived when its ticket is closed", async () => {
      const server = await standIn(({ path }) => ({ json: path === "/findings/import" ? { FailedCount: 0 } : {} }));
      const hub = await connect({ type: "securityhub", account, region, endpoint: server.url });
      const life = new Life({ source: "edr" }).do({ type: "resolve", resolution: "fixed", note: "" });
      const closesAt = life.ticket?.resolved?.closesAt ?? assert.fail();
      life.do({ type: "tick" }, "clock", closesAt);
      await hub.send(life.message("TicketClosed"), "");
      const [imported, updated] = server.asked;
      assert.deepEqual([imported?.path, updated?.path], ["/findings/import", "/findings/batchupdate"]);
      const [{ RecordState, ProductArn, CreatedAt, UpdatedAt }] = imported?.json.Findings ?? [];
      assert.deepEqual([RecordState, UpdatedAt], ["ARCHIVED", closesAt]);
      assert.ok(CreatedAt < UpdatedAt);
      assert.equal(ProductArn, `arn:aws:securityhub:${region}:${account}:product/${account}/default`);
      assert.equal(updated?.json.Workflow.Status, "RESOLVED");
    });

    it("brings nothing there that would come back as a finding, and changes what a reader of findings has read", async () => {
      const server = await standIn(({ path }) => ({ json: path === "/findings/import" ? { FailedCount: 0 } : {} }));
      const hub = await connect({ type: "securityhub", account, region, endpoint: server.url });
      await hub.send(new Life({ source: "edr" }).message("TicketOpened"), "");
      const { Findings } = server.asked[0]?.json ?? {};
      assert.deepEqual(asffItems({ detail: { findings: Findings } }), []);
      const theirs = { ...Findings[0], ProductFields: {}, ProductArn: productArn };
      await hub.send(new Life({ ...fromAsff(theirs), at: start }).message("TicketOpened"), "");
      const { FindingIdentifiers } = server.asked.at(-1)?.json ?? {};
      assert.deepEqual(FindingIdentifiers, [{ Id: theirs.Id, ProductArn: productArn }]);
    });

    it("hears that a finding was left out although the call succeeded", async () => {
      const left = { ErrorCode: "FindingNotFound", ErrorMessage: "no such finding" };
      const server = await standIn(() => ({ json: { ProcessedFindings: [], UnprocessedFindings: [left] } }));
      const hub = await connect({ type: "securityhub", account, region, endpoint: server.url });
      const refused = await failure(hub.send(new Life({ fields: { productArn } }).message("TicketOpened"), ""));
      assert.equal(refused.name, "Undeliverable");
    });
  });

  it("sns keeps a ticket's events in order on a FIFO topic, and names a repeat", async () => {
    const answer = "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>";
    const server = await standIn(() => ({ headers: { "content-type": "text/xml" }, body: answer }));
    const sns = await connect({ type: "sns", topic: `arn:aws:sns:${region}:${account}:t.fifo`, endpoint: server.url });
    const life = new Life();
    await sns.send(life.message("TicketOpened"), "");
    await sns.send(life.message("TicketOpened"), "");
    await sns.send(life.message("TicketEscalated"), "");
    const forms = server.asked.map(({ body }) => new URLSearchParams(body));
    const [first, repeat, other] = forms.map((form) => form.get("MessageDeduplicationId"));
    assert.ok(first === repeat && first !== other && first !== null);
    assert.equal(new Set(forms.map((form) => form.get("MessageGroupId"))).size, 1);
  });
});
