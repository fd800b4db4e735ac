import * as assert from "node:assert/strict";
import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  EnableSecurityHubCommand,
  SecurityHubClient,
} from "@aws-sdk/client-securityhub";
import { asff } from "../../../cli/report/asff";
import { after } from "../../../operations/core/decider";
import { Desk } from "../../../operations/desk/desk";
import { inquire } from "../../../operations/desk/inquiry";
import { activeFindings } from "../../../operations/findings/security-hub";
import { SqliteStore } from "../../../operations/store/sqlite";
import type { Ticket } from "../../../operations/tickets/ticket";
import { report as checked } from "../../cli/report/fixture";
import { describeWithEmulator } from "../../support/aws-emulator/deploy";
import { emulator } from "../../support/aws-emulator/server";
import { findingOf, start } from "../tickets/fixture";
import { settings } from "./fixture";

describe("asking a source for all that it finds", () => {
  let now: string;
  let store: SqliteStore;
  let desk: Desk;

  beforeEach(() => {
    now = start;
    store = SqliteStore.open();
    desk = new Desk(
      store,
      settings,
      () => assert.fail(),
      () => now,
    );
  });

  const open = async () =>
    (await store.list("ticket/open")).aggregates.map(({ state }) => (state as Ticket).finding).map(({ rule }) => rule);
  const answering = (...rules: string[]) => ({
    name: "securityhub",
    ask: () => Promise.resolve(rules.map((rule) => findingOf({ id: rule, rule }))),
  });

  it("makes the tickets that are missing and closes those of what is no more", async () => {
    assert.equal(
      await inquire(desk, answering("S3.1", "S3.2")),
      "securityhub: 2 had no ticket, 0 are no more, 0 left open",
    );
    assert.deepEqual((await open()).sort(), ["S3.1", "S3.2"]);
    now = after(now, 60);
    assert.equal(await inquire(desk, answering("S3.2")), "securityhub: 0 had no ticket, 1 are no more, 0 left open");
    assert.deepEqual(await open(), ["S3.2"]);
    assert.equal(await inquire(desk, answering("S3.2")), undefined);
  });

  it("is a ticket itself when no answer comes, until one does, and closes nothing", async () => {
    await inquire(desk, answering("S3.1"));
    now = after(now, 60);
    const silent = {
      name: "securityhub",
      ask: () => Promise.reject(new Error("AccessDenied, key AKIA0123456789ABCDEF")),
    };
    assert.match((await inquire(desk, silent)) ?? "", /AccessDenied/);
    assert.deepEqual((await open()).sort(), ["S3.1", "source-unreachable"]);
    now = after(now, 60);
    await inquire(desk, answering("S3.1"));
    assert.deepEqual(await open(), ["S3.1"]);
  });
});

describeWithEmulator("asking Security Hub, in the emulator", () => {
  it("gives what it finds, and nothing that guardrails itself has sent it", async () => {
    const region = "us-west-1";
    const credentials = { accessKeyId: "emulator", secretAccessKey: "emulator" };
    const client = new SecurityHubClient({ endpoint: await emulator(), region, credentials });
    await client.send(new EnableSecurityHubCommand({}));
    const [ours] = JSON.parse(asff(checked, { accountId: "123456789012", region })) as AwsSecurityFinding[];
    assert.ok(ours);
    const { ProductFields: _ours, ...theirs } = ours;
    const GeneratorId = "security-control/S3.8";
    await client.send(new BatchImportFindingsCommand({ Findings: [ours, { ...theirs, Id: "theirs", GeneratorId }] }));
    assert.deepEqual(
      (await activeFindings(client, start)).map(({ id }) => id),
      ["theirs"],
    );
  });
});
