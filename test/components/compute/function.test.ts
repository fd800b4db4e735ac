import * as assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import { Function, type FunctionArgs } from "../../../components";
import { functionPolicy } from "../../../components/compute/function-policy";
import type { Resource } from "../../../policies/core/stack";
import { keyArn, tags, testComponent } from "../../support/component";
import { deploy } from "../../support/deploy";

const code = new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = () => {};") });
const least: FunctionArgs = { code, handler: "index.handler" };
const imageUri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/shop@sha256:1234";
const alarmTopicArn = "arn:aws:sns:eu-west-1:123456789012:alarms";
const invokers = {
  nightly: { service: "events", sourceArn: "arn:aws:events:eu-west-1:123456789012:rule/nightly" },
  uploads: { service: "s3", sourceArn: "arn:aws:s3:::uploads" },
};

const common = {
  architecture: fc.constantFrom("arm64" as const, "x86_64" as const),
  memorySize: fc.integer({ min: 128, max: 10240 }),
  timeout: fc.integer({ min: 1, max: 900 }),
  environment: fc.constant({ TABLE: "orders", SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db" }),
  keyArn,
  deadLetterArn: fc.constantFrom("arn:aws:sqs:eu-west-1:123456789012:failures", alarmTopicArn),
  policyArns: fc.constant({ orders: "arn:aws:iam::123456789012:policy/orders" }),
  invokers: fc.constantFrom({}, invokers),
  logRetentionInDays: fc.constantFrom(30, 365),
  alarmTopicArn: fc.constant(alarmTopicArn),
  tags,
};
const concurrency = fc.oneof(
  fc.record({ reservedConcurrentExecutions: fc.integer({ min: 0, max: 1000 }) }),
  fc.record({ unreserved: fc.boolean() }),
);
const packaged = fc.oneof(
  fc.record(
    {
      code: fc.constant(code),
      handler: fc.constant("index.handler"),
      runtime: fc.constantFrom("nodejs22.x", "python3.14"),
    },
    { requiredKeys: ["code", "handler"] },
  ),
  fc.record({ imageUri: fc.constant(imageUri) }),
);
const placed = fc.constantFrom({}, { subnetIds: ["subnet-a", "subnet-b"], securityGroupIds: ["sg-1"] });

testComponent<FunctionArgs>("Function", {
  make: (name, args) => new Function(name, args),
  least,
  accepted: fc
    .tuple(fc.record(common, { requiredKeys: [] }), concurrency, packaged, placed)
    .map((parts) => Object.assign({}, ...parts) as FunctionArgs),
  refused: {
    "no code": [
      { handler: "index.handler" },
      /^expected `code` to be an archive, or `imageUri` to be given, got undefined$/,
    ],
    "code and an image": [{ ...least, imageUri }, /^expected `code` to be absent beside `imageUri`, got "an archive"$/],
    "a runtime of an image": [
      { imageUri, runtime: "nodejs24.x" },
      /^expected `runtime` to be absent beside `imageUri`, got "nodejs24\.x"$/,
    ],
    "code without a handler": [{ code }, /^expected `handler` to be such as index\.handler, got undefined$/],
    "a runtime that AWS no longer supports": [
      { ...least, runtime: "nodejs18.x" },
      /^expected `runtime` to be one that AWS supports, such as nodejs24\.x or python3\.14, got "nodejs18\.x"$/,
    ],
    "too little memory": [{ ...least, memorySize: 127 }, /^expected `memorySize` to be 128 to 10240, got 127$/],
    "a timeout of over a quarter of an hour": [
      { ...least, timeout: 901 },
      /^expected `timeout` to be 1 to 900, got 901$/,
    ],
    "less than no concurrency": [
      { ...least, reservedConcurrentExecutions: -1 },
      /^expected `reservedConcurrentExecutions` to be 0 to 100000, got -1$/,
    ],
    "concurrency both reserved and not": [
      { ...least, reservedConcurrentExecutions: 5, unreserved: true },
      /^expected `reservedConcurrentExecutions` to be absent beside `unreserved`, got 5$/,
    ],
    "subnets without security groups": [
      { ...least, subnetIds: ["subnet-a"] },
      /^expected `securityGroupIds` to be given, as the other is, got undefined$/,
    ],
    "security groups without subnets": [
      { ...least, securityGroupIds: ["sg-1"] },
      /^expected `subnetIds` to be given, as the other is, got undefined$/,
    ],
    "everyone as an invoker": [
      { ...least, invokers: { all: { service: "*", sourceArn: "arn:aws:s3:::uploads" } } },
      /^expected `invokers\.all\.service` to be a name such as events, without amazonaws\.com, got "\*"$/,
    ],
    "a number of days that CloudWatch Logs doesn't offer": [
      { ...least, logRetentionInDays: 2 },
      /^expected `logRetentionInDays` to be one of 1, 3, .*, got 2$/,
    ],
  },
});

describe("a Function", () => {
  const declared = async (args: Partial<FunctionArgs>) => deploy(() => new Function("shop", { ...least, ...args }));
  const one = (resources: readonly Resource[], type: string) =>
    resources.find((resource) => resource.type === type)?.inputs as any;

  it("limits its concurrency unless that is switched off by name", async () => {
    const reserved = async (args: Partial<FunctionArgs>) =>
      one(await declared(args), "aws:lambda/function:Function").reservedConcurrentExecutions;
    assert.equal(await reserved({}), 10);
    assert.equal(await reserved({ unreserved: true }), undefined);
  });

  it("writes JSON into a log group of its own and hands failed events to a queue of its own", async () => {
    const { loggingConfig, deadLetterConfig, tracingConfig } = one(await declared({}), "aws:lambda/function:Function");
    assert.deepEqual(loggingConfig, { logFormat: "JSON", logGroup: "/aws/lambda/shop" });
    assert.equal(deadLetterConfig.targetArn, "arn:aws:sqs:eu-west-1:123456789012:shop-failures");
    assert.equal(tracingConfig.mode, "Active");
  });

  it("permits services on behalf of one source in this account (API AddPermission)", async () => {
    const permissions = (await declared({ invokers })).filter(
      ({ type }) => type === "aws:lambda/permission:Permission",
    );
    assert.deepEqual(
      permissions.map(({ name, inputs }) => [name, inputs.principal, inputs.sourceArn, inputs.sourceAccount]).sort(),
      [
        ["shop-nightly", "events.amazonaws.com", invokers.nightly.sourceArn, "123456789012"],
        ["shop-uploads", "s3.amazonaws.com", invokers.uploads.sourceArn, "123456789012"],
      ],
    );
  });

  it("tells of errors, throttles and failures only where there is a topic", async () => {
    const alarms = async (args: Partial<FunctionArgs>) =>
      (await declared(args)).filter(({ type }) => type.includes("MetricAlarm")).map(({ name }) => name);
    assert.deepEqual(await alarms({}), []);
    assert.deepEqual((await alarms({ alarmTopicArn })).sort(), ["shop-errors", "shop-failures", "shop-throttles"]);
  });
});

describe("the policy of a Function", () => {
  const place = { partition: "aws-cn", account: "123456789012", region: "cn-north-1" };
  const needs = {
    functionName: "shop",
    logGroupName: "/aws/lambda/shop",
    deadLetterArn: "arn:aws-cn:sqs:cn-north-1:123456789012:failures",
    keyArn: undefined,
    isInVpc: false,
  };
  const statements = (more: object): any => {
    const { Statement } = functionPolicy(place, { ...needs, ...more });
    return Object.fromEntries((Statement as any[]).map((statement) => [statement.Sid, statement]));
  };

  it("lets it write into its own log group only, and create none", () => {
    const { Logs } = statements({});
    assert.deepEqual(Logs.Action, ["logs:CreateLogStream", "logs:PutLogEvents"]);
    assert.equal(Logs.Resource, "arn:aws-cn:logs:cn-north-1:123456789012:log-group:/aws/lambda/shop:*");
  });

  it("names what it sends to whatever takes failed events", () => {
    assert.deepEqual(statements({}).Failures.Action, ["sqs:SendMessage"]);
    const topic = "arn:aws-cn:sns:cn-north-1:123456789012:failures";
    assert.deepEqual(statements({ deadLetterArn: topic }).Failures, {
      ...{ Sid: "Failures", Effect: "Allow", Action: ["sns:Publish"], Resource: topic },
    });
  });

  it("gives it network interfaces in a VPC only, and never to its code (Developer Guide, lambda:SourceFunctionArn)", () => {
    assert.equal(statements({}).NetworkInterfaces, undefined);
    const { NetworkInterfaces, Describe, NotByCode } = statements({ isInVpc: true });
    assert.deepEqual(NotByCode.Action, [...Describe.Action, ...NetworkInterfaces.Action]);
    assert.equal(NotByCode.Effect, "Deny");
    assert.deepEqual(NotByCode.Condition, {
      ArnEquals: { "lambda:SourceFunctionArn": "arn:aws-cn:lambda:cn-north-1:123456789012:function:shop" },
    });
  });
});
