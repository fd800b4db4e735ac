import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import {
  AccessReview,
  type AccessReviewArgs,
  Connectors,
  type ConnectorsArgs,
  Containment,
  type ContainmentArgs,
  Escalation,
  type EscalationArgs,
  TicketDesk,
  type TicketDeskArgs,
} from "../../../operations";
import { LockMode } from "../../../components";
import { giving } from "../../../operations/access/rights";
import { looking, revoking } from "../../../operations/access-review/rights";
import { calls } from "../../../operations/containment/rights";
import { tags, testComponent } from "../../support/component";
import { deploy } from "../../support/deploy";
import { sourceFiles } from "../../support/source-files";
import { temporaryFolder } from "../../support/temporary-folder";

const settingsFile = "test/fixtures/operations/least.yaml";
const files = fc.constantFrom(settingsFile, "test/fixtures/operations/every-aws-connector.yaml");
const brokenFile = join(temporaryFolder({ "broken.yaml": "people: [" }), "broken.yaml");
const arn = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd";
const alarmTopicArn = "arn:aws:sns:eu-west-1:123456789012:alarms";
const desk = { tableName: "desk", keyArn: arn };
const onBus = { ...desk, busName: "desk" };
/** Arguments that all but the desk itself have. */
const common = {
  ...{ settingsFile: files, tableName: fc.constant("desk"), keyArn: fc.constant(arn) },
  ...{ alarmTopicArn: fc.constant(alarmTopicArn), tags },
};

/** What each of them refuses of its settings. */
function refusedFiles<Args extends { readonly settingsFile: string }>(least: Args) {
  const none = { ...least, settingsFile: "none.yaml" };
  return {
    "settings that don't exist": [none, /^none\.yaml: expected a file that can be read/] as const,
    "settings that are none": [{ ...least, settingsFile: brokenFile }, /broken\.yaml:1: expected YAML/] as const,
  };
}

const leastDesk: TicketDeskArgs = { settingsFile };
testComponent<TicketDeskArgs>("TicketDesk", {
  make: (name, args) => new TicketDesk(name, args),
  least: leastDesk,
  numRuns: 10,
  accepted: fc.record(
    {
      settingsFile: files,
      ...{ securityHub: fc.boolean(), guardDuty: fc.boolean(), config: fc.boolean(), deletable: fc.boolean() },
      ...{ keyArn: fc.constant(arn), alarmTopicArn: fc.constant(alarmTopicArn), logBucket: fc.constant("logs"), tags },
      auditDays: fc.integer({ min: 1, max: 36500 }),
      auditLockMode: fc.constantFrom(...Object.values(LockMode)),
    },
    { requiredKeys: ["settingsFile"] },
  ),
  refused: {
    ...refusedFiles(leastDesk),
    "an audit log without time": [{ settingsFile, auditDays: 0 }, /^expected `auditDays` to be 1 to 36500, got 0$/],
  },
});

const leastEscalation: EscalationArgs = { settingsFile, ...desk };
testComponent<EscalationArgs>("Escalation", {
  make: (name, args) => new Escalation(name, args),
  least: leastEscalation,
  numRuns: 10,
  accepted: fc.record(common, { requiredKeys: ["settingsFile", "tableName", "keyArn"] }),
  refused: refusedFiles(leastEscalation),
});

const leastConnectors: ConnectorsArgs = { settingsFile, ...onBus };
testComponent<ConnectorsArgs>("Connectors", {
  make: (name, args) => new Connectors(name, args),
  least: leastConnectors,
  numRuns: 10,
  accepted: fc.record(
    {
      ...common,
      ...{ busName: fc.constant("desk"), memberRole: fc.constant("guardrails-look") },
    },
    { requiredKeys: ["settingsFile", "tableName", "busName", "keyArn"] },
  ),
  refused: {
    ...refusedFiles(leastConnectors),
    "a role's ARN in place of its name": [
      { ...leastConnectors, memberRole: "arn:aws:iam::123456789012:role/x" },
      /^expected `memberRole` to be the name of a role, got /,
    ],
  },
});

const leastContainment: ContainmentArgs = { settingsFile, ...onBus, auditBucket: "desk-audit" };
testComponent<ContainmentArgs>("Containment", {
  make: (name, args) => new Containment(name, args),
  least: leastContainment,
  numRuns: 10,
  accepted: fc.record(
    {
      ...common,
      busName: fc.constant("desk"),
      ...{ auditBucket: fc.constant("desk-audit"), memberRole: fc.constant("guardrails-containment") },
      protectedArns: fc.constantFrom([], ["arn:aws:iam::123456789012:role/break-glass"]),
    },
    { requiredKeys: ["settingsFile", "tableName", "busName", "keyArn", "auditBucket"] },
  ),
  refused: {
    ...refusedFiles(leastContainment),
    "everybody as protected": [
      { ...leastContainment, protectedArns: ["*"] },
      /^expected `protectedArns` to be ARNs of roles and users, got "\*"$/,
    ],
    "a role's ARN in place of its name": [
      { ...leastContainment, memberRole: "arn:aws:iam::123456789012:role/x" },
      /^expected `memberRole` to be the name of a role, got /,
    ],
  },
});

const reviewFile = "test/fixtures/operations/access-review.yaml";
const temporaryFile = "test/fixtures/operations/temporary-access.yaml";
/** A group of IAM that the settings name as IAM never would. */
const starFile = join(
  temporaryFolder({
    "star.yaml": readFileSync(temporaryFile, "utf8").replace("group: administrators", `group: "*"`),
  }),
  "star.yaml",
);
const leastReview: AccessReviewArgs = { settingsFile: reviewFile, ...desk, auditBucket: "desk-audit" };
testComponent<AccessReviewArgs>("AccessReview", {
  make: (name, args) => new AccessReview(name, args),
  least: leastReview,
  numRuns: 10,
  accepted: fc.record(
    {
      ...common,
      settingsFile: fc.constantFrom(reviewFile, temporaryFile),
      ...{ auditBucket: fc.constant("desk-audit"), schedule: fc.constantFrom("rate(30 days)", "cron(0 6 1 * ? *)") },
      protectedArns: fc.constantFrom([], ["arn:aws:iam::123456789012:user/break-glass"]),
      memberRole: fc.constant("guardrails-review"),
    },
    { requiredKeys: ["settingsFile", "tableName", "keyArn", "auditBucket"] },
  ),
  refused: {
    ...refusedFiles(leastReview),
    "settings without a review": [
      { ...leastReview, settingsFile },
      /^expected `settingsFile` to be one with `accessReview`, got "test\/fixtures\/operations\/least\.yaml"$/,
    ],
    "a group of IAM whose name would be all groups": [
      { ...leastReview, settingsFile: starFile },
      /^expected `settingsFile` to be one whose `temporaryAccess` has names of IAM groups, got "\*"$/,
    ],
    "a schedule that is none": [
      { ...leastReview, schedule: "quarterly" },
      /^expected `schedule` to be such as cron\(0 6 1 1,4,7,10 \? \*\), got "quarterly"$/,
    ],
    "everybody as protected": [
      { ...leastReview, protectedArns: ["*"] },
      /^expected `protectedArns` to be ARNs of users, got "\*"$/,
    ],
    "a role's ARN in place of its name": [
      { ...leastReview, memberRole: "a/b" },
      /^expected `memberRole` to be the name of a role, got "a\/b"$/,
    ],
  },
});

describe("the desk's components", () => {
  async function declared(withTopic: boolean) {
    const more = withTopic ? { alarmTopicArn } : {};
    return deploy(() => {
      const made = new TicketDesk("desk", { settingsFile, ...more });
      const shared = { settingsFile, tableName: made.tableName, keyArn: made.keyArn, busName: made.busName, ...more };
      new Escalation("escalation", shared);
      new Connectors("connectors", shared);
      new Containment("containment", { ...shared, auditBucket: made.auditBucket });
      new AccessReview("review", { ...shared, auditBucket: made.auditBucket, settingsFile: temporaryFile });
    });
  }

  it("give every target of EventBridge dead letters and retries that are written down", async () => {
    const all = await declared(false);
    const targets = all.filter(({ type }) => type === "aws:cloudwatch/eventTarget:EventTarget");
    assert.ok(targets.length >= 4);
    for (const { name, inputs } of targets) {
      assert.ok((inputs.deadLetterConfig as any)?.arn, name);
      assert.deepEqual(inputs.retryPolicy, { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 }, name);
    }
    for (const { name, inputs } of all.filter(({ type }) => type === "aws:scheduler/schedule:Schedule")) {
      const { deadLetterConfig, retryPolicy } = inputs.target as any;
      assert.ok(deadLetterConfig.arn && retryPolicy.maximumRetryAttempts !== undefined, name);
    }
  });

  it("watch all dead letters, all functions, the stream, and what should happen and doesn't", async () => {
    const all = await declared(true);
    const alarms = all.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
    const watched = (metric: string, dimension: string) =>
      alarms
        .filter(({ inputs }) => inputs.metricName === metric)
        .map(({ inputs }) => (inputs.dimensions as Record<string, string>)[dimension])
        .sort();
    const named = (type: string) => all.filter((each) => each.type === type).map(({ outputs }) => outputs?.name);
    const queues = named("aws:sqs/queue:Queue") as string[];
    // A queue of what failed is watched itself: nothing reads it, so nothing can fail to.
    const dead = queues.filter((name) => /(?<!failures)-dead-letters$|-failures$/.test(name));
    assert.deepEqual(watched("ApproximateNumberOfMessagesVisible", "QueueName"), dead.sort());
    const functions = (named("aws:lambda/function:Function") as string[]).sort();
    assert.deepEqual(watched("Errors", "FunctionName"), functions);
    assert.deepEqual(watched("IteratorAge", "FunctionName"), ["desk-react"]);
    for (const metric of [
      "Heartbeat",
      "CanaryArrived",
      "Audits",
      "DeliverySweeps",
      "ContainmentSweeps",
      "ReviewSweeps",
      "AccessSweeps",
    ]) {
      const [alarm] = alarms.filter(({ inputs }) => inputs.metricName === metric);
      assert.equal(alarm?.inputs.treatMissingData, "breaching", metric);
      assert.deepEqual(alarm?.inputs.dimensions, { Desk: "desk" }, metric);
    }
    assert.equal(functions.length, 15);
  });

  it("watch what their functions count, and for each kill switch what the automation that it stops counts alone", async () => {
    const alarms = (await declared(true)).filter(
      ({ type, inputs }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm" && inputs.namespace === "Guardrails",
    );
    const countedIn = (files: readonly string[]) =>
      files
        .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/\bputMetrics\(\{([^}]*)\}/g)])
        .flatMap(([, metrics = ""]) => [...metrics.matchAll(/(\w+):/g)].map(([, name]) => name));
    const counted = countedIn(sourceFiles("operations"));
    for (const { name, inputs } of alarms) assert.ok(counted.includes(inputs.metricName as string), name);
    const off = alarms.filter(({ name }) => name.endsWith("-off"));
    assert.deepEqual(off.map(({ name }) => name).sort(), ["containment-off", "review-off"]);
    for (const { name, inputs } of off) {
      const folder = name === "review-off" ? "access-review" : "containment";
      assert.ok(countedIn([`operations/${folder}/handler.ts`]).includes(inputs.metricName as string), name);
      assert.equal(counted.filter((metric) => metric === inputs.metricName).length, 1, name);
      assert.deepEqual([inputs.threshold, inputs.comparisonOperator], [1, "GreaterThanOrEqualToThreshold"], name);
    }
  });

  it("sound no alarm that the guide doesn't explain, and the guide explains none that there isn't", async () => {
    const alarms = (await declared(true)).filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
    const [, table = ""] = readFileSync("docs/operations-on-aws.md", "utf8").split("## What the alarms mean");
    const rows = table.split("\n## ")[0]?.matchAll(/^\| (`<.*?) \|/gm) ?? [];
    const explained = [...rows].flatMap(([, cell = ""]) => [...cell.matchAll(/`<(\w+)>(-[\w-]+)`/g)]);
    assert.ok(explained.length > 15);
    const sounding = new Set<string>();
    for (const { name } of alarms) {
      const found = explained.filter(([, of = "", suffix = ""]) =>
        ["queue", "function"].includes(of) ? name.endsWith(suffix) : name === `${of}${suffix}`,
      );
      assert.ok(found.length > 0, name);
      for (const [alarm] of found) sounding.add(alarm);
    }
    assert.deepEqual(
      explained.map(([alarm]) => alarm).filter((alarm) => !sounding.has(alarm)),
      [],
    );
  });

  it("run on arm64, each with a limit to its concurrency and a role of its own", async () => {
    const functions = (await declared(false)).filter(({ type }) => type === "aws:lambda/function:Function");
    const roles = new Set(functions.map(({ inputs }) => inputs.role));
    assert.equal(roles.size, functions.length);
    for (const { name, inputs } of functions) {
      assert.deepEqual(inputs.architectures, ["arm64"], name);
      assert.ok((inputs.reservedConcurrentExecutions as number) > 0, name);
    }
  });

  it("let nobody delete what is in the table, and only the automation change anything that isn't the desk's", async () => {
    const all = await declared(false);
    const statements = all
      .filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")
      .flatMap(({ name, inputs }) =>
        JSON.parse(inputs.policy as string)
          .Statement.filter(({ Effect }: any) => Effect === "Allow")
          .flatMap(({ Action }: any) => [Action].flat().map((action: string) => ({ name, action }))),
      );
    const having = (pattern: RegExp) =>
      [...new Set(statements.filter(({ action }) => pattern.test(action)).map(({ name }) => name))].sort();
    assert.deepEqual(having(/^dynamodb:(Delete|BatchWrite|\*)/), []);
    const changing = /^(ec2|wafv2|ecs|iam|sso|identitystore|lambda|ssm):(?!Describe|Get|List|InvokeFunction)/;
    assert.deepEqual(having(changing), ["containment-step-access", "review-temporary-access", "review-work-access"]);
    assert.deepEqual(
      having(/^secretsmanager:/),
      ["api", "deliver", "retry"].map((each) => `connectors-${each}-access`),
    );
    assert.deepEqual(
      statements.filter(({ action }) => /^[a-z0-9]+:\*$|^\*$/.test(action)),
      [],
    );
  });

  function madeIn(files: readonly string[]): string[] {
    const made = files.flatMap((file) => [
      ...readFileSync(file, "utf8").matchAll(/\b(?:call|ask)\(\s*(?:send,\s*)?"([a-z0-9-]+)",\s*"([A-Z]\w+)"/g),
    ]);
    const called = made.map(([, service = "", name = ""]) => `${service}:${name}`);
    // Whoever asks who it is needs no right to.
    return [...new Set(called)].filter((each) => !each.startsWith("sts:")).sort();
  }

  const allowedBy = (rights: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(rights).flatMap(([service, names]) => names.map((name) => `${service}:${name}`));

  it("let the automation call what the kinds of targets call, and nothing else", () => {
    const called = madeIn(sourceFiles("operations/containment/kinds"));
    assert.ok(called.length > 20);
    assert.deepEqual(called, allowedBy(calls).sort());
  });

  it("let access reviews call what they call, and nothing else", () => {
    const called = madeIn(sourceFiles("operations/access-review"));
    assert.ok(called.length > 20);
    assert.deepEqual(called, [...allowedBy(looking), ...allowedBy(revoking)].sort());
  });

  it("let temporary access call what it calls, and nothing else", () => {
    const called = madeIn(sourceFiles("operations/access"));
    assert.ok(called.length > 10);
    assert.deepEqual(called, allowedBy(giving).sort());
  });

  /** What the function for temporary access may do to AWS, by action; nothing when there is no such function. */
  async function temporaryRights(file: string) {
    const all = await deploy(() => new AccessReview("review", { ...leastReview, settingsFile: file }));
    const policy = all.find(({ name, type }) => name === "review-temporary-access" && /RolePolicy$/.test(type));
    const { Statement = [] } = JSON.parse((policy?.inputs.policy as string | undefined) ?? "{}");
    const allowed = Statement.filter(
      ({ Effect, Sid }: any) => Effect === "Allow" && !["Table", "Key", "KillSwitch"].includes(Sid),
    );
    return new Map<string, string[]>(
      allowed.flatMap(({ Action, Resource }: any) => Action.map((action: string) => [action, [Resource].flat()])),
    );
  }

  it("give temporary access in this account's groups that the settings name, each minute, and have no rights to where they name none", async () => {
    const rights = await temporaryRights(temporaryFile);
    const named = allowedBy(giving).map((action) => action.replace(/^sso-admin:/, "sso:"));
    assert.deepEqual([...rights.keys()].sort(), named.sort());
    const groups = ["administrators", "*/administrators"].map((each) => `arn:aws:iam::123456789012:group/${each}`);
    for (const action of ["iam:AddUserToGroup", "iam:RemoveUserFromGroup"]) {
      assert.deepEqual(rights.get(action), groups, action);
    }
    const everywhere = [...rights].filter(([, resources]) => resources.includes("*")).map(([action]) => action);
    assert.deepEqual(everywhere, ["sso:ListInstances"]);
    const schedule = (await declared(false)).find(
      ({ name, type }) => name === "review-temporary" && type === "aws:scheduler/schedule:Schedule",
    );
    assert.equal(schedule?.inputs.scheduleExpression, "rate(1 minute)");
    assert.deepEqual([...(await temporaryRights(reviewFile)).keys()], []);
  });

  it("have no rights to Identity Center for groups of IAM, and none to IAM for groups of Identity Center", async () => {
    const [iam, center] = [/^ +(?:auditors|databases):.*\n?/gm, /^ +(?:admins|auditors):.*\n?/gm].map((others) =>
      readFileSync(temporaryFile, "utf8").replace(others, ""),
    );
    const folder = temporaryFolder({ "iam.yaml": iam ?? "", "center.yaml": center ?? "" });
    const services = async (file: string) =>
      new Set([...(await temporaryRights(join(folder, file))).keys()].map((action) => action.split(":")[0]));
    assert.deepEqual(await services("iam.yaml"), new Set(["iam"]));
    assert.deepEqual(await services("center.yaml"), new Set(["sso", "identitystore"]));
  });

  it("deny the automation itself, whom nobody may touch, its kill switch and its record", async () => {
    const protectedArns = ["arn:aws:iam::123456789012:role/break-glass"];
    const all = await deploy(() => new Containment("stop", { ...leastContainment, protectedArns }));
    const policy = all.find(
      ({ name, type }) => name === "stop-step-access" && type === "aws:iam/rolePolicy:RolePolicy",
    );
    const denials = JSON.parse(policy?.inputs.policy as string).Statement.filter(
      ({ Effect }: any) => Effect === "Deny",
    );
    assert.deepEqual(
      denials.map(({ Action, Resource }: any) => [Action.join(), Resource]),
      [
        ["iam:*", ["arn:aws:iam::123456789012:role/stop-*", ...protectedArns]],
        [
          "lambda:PutFunctionConcurrency,lambda:DeleteFunctionConcurrency",
          ["arn:aws:lambda:*:123456789012:function:stop-*"],
        ],
        ["ssm:PutParameter", ["arn:aws:ssm:eu-west-1:123456789012:parameter/test/dev/stop/automation"]],
        ["s3:*", ["arn:aws:s3:::desk-audit", "arn:aws:s3:::desk-audit/*"]],
      ],
    );
  });
});
