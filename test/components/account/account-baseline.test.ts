import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { AccountBaseline, type AccountBaselineArgs } from "../../../components";
import { parts } from "../../../components/account/parts";
import { alarms } from "../../../components/account/security-alarms";
import { tags, testComponent } from "../../support/component";
import { deploy } from "../../support/deploy";

const least: AccountBaselineArgs = { alarmEmails: ["security@example.com"] };
const contact = { name: "On call", email: "security@example.com", phone: "+49 30 1234567" };

testComponent<AccountBaselineArgs>("AccountBaseline", {
  make: (name, args) => new AccountBaseline(name, args),
  least,
  accepted: fc.record(
    {
      alarmEmails: fc.uniqueArray(fc.constantFrom("security@example.com", "ops@example.com")),
      securityContact: fc.constantFrom(undefined, contact, { ...contact, title: "CISO" }),
      logRetentionDays: fc.constantFrom(30, 365, 3653),
      regions: fc.option(
        fc.uniqueArray(fc.constantFrom("eu-west-1", "us-east-1", "us-gov-west-1"), { minLength: 1, maxLength: 2 }),
        {
          nil: undefined,
        },
      ),
      organizationId: fc.constantFrom(undefined, "o-ab12cd34ef"),
      monthlyBudgetUsd: fc.constantFrom(undefined, 0.5, 1000),
      macie: fc.boolean(),
      blockPublicIngress: fc.boolean(),
      skip: fc.subarray(parts.map(({ name }) => name)),
      deletable: fc.boolean(),
      tags,
    },
    { requiredKeys: ["alarmEmails"] },
  ),
  refused: {
    "a part that doesn't exist": [
      { ...least, skip: ["guard-duty"] },
      /expected `skip` to be among trail, alarms, root-use, .*, got "guard-duty"/,
    ],
    "what is no address": [
      { alarmEmails: ["#alarms"] },
      /expected `alarmEmails` to be addresses such as security@example.com, got "#alarms"/,
    ],
    "an address twice": [
      { alarmEmails: ["a@example.com", "a@example.com"] },
      /expected `alarmEmails` to be addresses that differ/,
    ],
    "a contact without an address": [
      { ...least, securityContact: { ...contact, email: "security" } },
      /expected `securityContact.email` to be addresses .*, got "security"/,
    ],
    "a telephone number in letters": [
      { ...least, securityContact: { ...contact, phone: "call Ada" } },
      /expected `securityContact.phone` to be digits .*, got "call Ada"/,
    ],
    "a retention that CloudWatch Logs doesn't offer": [
      { ...least, logRetentionDays: 366 },
      /expected `logRetentionDays` to be one of 1, 3, .*, got 366/,
    ],
    "no region": [{ ...least, regions: [] }, /expected `regions` to be at least one region, got \[\]/],
    "a zone as a region": [
      { ...least, regions: ["eu-west-1a"] },
      /expected `regions` to be names such as eu-west-1, got "eu-west-1a"/,
    ],
    "a region twice": [
      { ...least, regions: ["eu-west-1", "eu-west-1"] },
      /expected `regions` to be names that differ, got/,
    ],
    "a root as an organization": [
      { ...least, organizationId: "r-ab12" },
      /expected `organizationId` to be like o-ab12cd34ef, got "r-ab12"/,
    ],
    "a budget of nothing": [{ ...least, monthlyBudgetUsd: 0 }, /expected `monthlyBudgetUsd` to be above 0, got 0/],
  },
});

const declared = async (args: Partial<AccountBaselineArgs> = {}) => {
  const resources = await deploy(() => {
    new AccountBaseline("it", { ...least, ...args });
  });
  const named = (type: string, name: string) =>
    resources.find((resource) => resource.type === type && resource.name === name)?.inputs;
  const document = (type: string, name: string, property = "policy") =>
    JSON.parse(named(type, name)?.[property] as string) as { Statement: Record<string, unknown>[] };
  const statement = (bucket: string, sid: string) =>
    document("aws:s3/bucketPolicy:BucketPolicy", bucket).Statement.find(({ Sid }) => Sid === sid);
  return { resources, named, document, statement };
};

const trailArn = "arn:aws:cloudtrail:eu-west-1:123456789012:trail/it-trail";

describe("The trail of an AccountBaseline", () => {
  it("alone writes into its bucket (CloudTrail: Amazon S3 bucket policy for CloudTrail)", async () => {
    const { named, statement } = await declared();
    assert.equal(named("aws:cloudtrail/trail:Trail", "it-trail")?.name, "it-trail");
    const write = statement("it-trail", "TrailWrite");
    assert.deepEqual(write?.Resource, ["arn:aws:s3:::it-trail/AWSLogs/123456789012/*"]);
    assert.deepEqual(write.Condition, {
      StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": trailArn },
    });
    assert.deepEqual(statement("it-trail", "TrailAclCheck")?.Condition, {
      StringEquals: { "aws:SourceArn": trailArn },
    });
  });

  it("of an organization writes what its accounts do, too", async () => {
    const { named, document, statement } = await declared({ organizationId: "o-ab12cd34ef" });
    assert.equal(named("aws:cloudtrail/trail:Trail", "it-trail")?.isOrganizationTrail, true);
    assert.deepEqual(statement("it-trail", "TrailWrite")?.Resource, [
      "arn:aws:s3:::it-trail/AWSLogs/123456789012/*",
      "arn:aws:s3:::it-trail/AWSLogs/o-ab12cd34ef/*",
    ]);
    assert.deepEqual(document("aws:iam/rolePolicy:RolePolicy", "it-trail").Statement[0]?.Resource, [
      "arn:aws:logs:eu-west-1:123456789012:log-group:it-trail:log-stream:123456789012_CloudTrail_eu-west-1*",
      "arn:aws:logs:eu-west-1:123456789012:log-group:it-trail:log-stream:o-ab12cd34ef_*",
    ]);
    assert.equal(named("aws:accessanalyzer/analyzer:Analyzer", "it-access-analyzer")?.type, "ORGANIZATION");
  });

  it("is encrypted by a key that CloudTrail may use for this account only", async () => {
    const { document } = await declared({ monthlyBudgetUsd: 100 });
    const users = document("aws:kms/key:Key", "it").Statement.filter(({ Sid }) => String(Sid).startsWith("Service"));
    assert.deepEqual(
      users.map(({ Principal }) => (Principal as { Service: string }).Service).sort(),
      ["budgets", "cloudtrail", "cloudwatch", "config", "events.rds", "logs.eu-west-1"].map(
        (it) => `${it}.amazonaws.com`,
      ),
    );
    for (const { Condition } of users) assert.match(JSON.stringify(Condition), /123456789012/);
  });

  it("lets AWS Budgets tell the topic, and use the key, only for a budget", async () => {
    const told = async (args: Partial<AccountBaselineArgs>) => {
      const { document } = await declared(args);
      return [document("aws:kms/key:Key", "it"), document("aws:sns/topicPolicy:TopicPolicy", "it-alarms")].map(
        (policy) => JSON.stringify(policy).includes("budgets.amazonaws.com"),
      );
    };
    assert.deepEqual(await told({}), [false, false]);
    assert.deepEqual(await told({ monthlyBudgetUsd: 100 }), [true, true]);
  });

  it("takes the alarms with it when it is left out, and nothing else", async () => {
    const { resources } = await declared({ skip: ["trail"] });
    const types = resources.map(({ type }) => type);
    for (const gone of ["aws:cloudtrail/trail:Trail", "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:iam/role:Role"]) {
      assert.ok(!types.includes(gone), gone);
    }
    assert.ok(types.includes("aws:cfg/recorder:Recorder"));
  });
});

describe("The alarms of an AccountBaseline", () => {
  it("are on the patterns of CloudWatch.1 to CloudWatch.14, word by word (Security Hub: CloudWatch controls)", () => {
    const patterns = Object.fromEntries(alarms.map(({ name, pattern }) => [name, pattern]));
    assert.equal(
      patterns["route-table-changes"],
      "{($.eventSource=ec2.amazonaws.com) && (($.eventName=CreateRoute) || ($.eventName=CreateRouteTable) || ($.eventName=ReplaceRoute) || ($.eventName=ReplaceRouteTableAssociation) || ($.eventName=DeleteRouteTable) || ($.eventName=DeleteRoute) || ($.eventName=DisassociateRouteTable))}",
    );
    assert.equal(
      patterns["trail-changes"],
      "{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=StartLogging) || ($.eventName=StopLogging)}",
    );
    for (let control = 1; control <= 14; control++) {
      assert.equal(alarms.filter(({ on }) => on.endsWith(`(CloudWatch.${control})`)).length, 1);
    }
  });

  it("have patterns as short as CloudWatch Logs takes them: 1,024 characters", () => {
    for (const { name, pattern } of alarms) assert.ok(pattern.length <= 1024, `${name}: ${pattern.length}`);
  });

  it("each watch the metric of their own filter and tell the topic", async () => {
    const { resources, named } = await declared();
    const watching = resources.filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm");
    assert.deepEqual(watching.map(({ name }) => name).sort(), alarms.map(({ name }) => `it-${name}`).sort());
    for (const { name, inputs } of watching) {
      const filter = named("aws:cloudwatch/logMetricFilter:LogMetricFilter", name);
      assert.deepEqual(filter?.metricTransformation, {
        ...{ namespace: inputs.namespace, name: inputs.metricName, value: "1" },
      });
      assert.equal(filter.logGroupName, "it-trail");
      assert.deepEqual(inputs.alarmActions, ["arn:aws:sns:eu-west-1:123456789012:it-alarms"]);
    }
  });
});

describe("The regions of an AccountBaseline", () => {
  it("each have what is regional, named by region, and the first records users and roles", async () => {
    const { resources, named } = await declared({ regions: ["eu-west-1", "us-east-1"] });
    for (const region of ["eu-west-1", "us-east-1"]) {
      assert.equal(named("aws:guardduty/detector:Detector", `it-guardduty-${region}`)?.region, region);
      assert.equal(
        named("aws:securityhub/standardsSubscription:StandardsSubscription", `it-security-hub-${region}`)?.standardsArn,
        `arn:aws:securityhub:${region}::standards/aws-foundational-security-best-practices/v/1.0.0`,
      );
      const analyzer = named("aws:accessanalyzer/analyzer:Analyzer", `it-access-analyzer-${region}`);
      assert.equal(analyzer?.analyzerName, "it-access-analyzer");
      assert.deepEqual(named("aws:cfg/recorder:Recorder", `it-config-${region}`)?.recordingGroup, {
        allSupported: true,
        includeGlobalResourceTypes: region === "eu-west-1",
      });
    }
    for (const once of ["aws:cloudtrail/trail:Trail", "aws:iam/accountPasswordPolicy:AccountPasswordPolicy"]) {
      assert.equal(resources.filter(({ type }) => type === once).length, 1, once);
    }
  });

  it("leave what other regions have as it is when one is added", async () => {
    const before = (await declared({ regions: ["eu-west-1"] })).resources;
    const after = (await declared({ regions: ["eu-west-1", "us-east-1"] })).resources;
    const inputsOf = new Map(after.map(({ urn, inputs }) => [urn, inputs]));
    for (const { urn, type, inputs } of before) {
      if (type.startsWith("aws:")) assert.deepEqual(inputsOf.get(urn), inputs, urn);
    }
  });
});

describe("The parts of an AccountBaseline", () => {
  it("are each named in the documentation of `skip`", () => {
    const source = readFileSync("components/account/account-baseline-args.ts", "utf8");
    const documented = source.slice(source.indexOf("Names of parts to leave out"), source.indexOf("skip?: string[]"));
    for (const { name } of parts) assert.ok(documented.includes(`\`${name}\``), name);
    assert.equal(new Set(parts.map(({ name }) => name)).size, parts.length);
  });

  let every: Promise<string[]>;
  before(() => {
    every = declared().then(({ resources }) => resources.map(({ urn }) => urn));
  });

  for (const { name } of parts) {
    it(`leave out at least one resource without ${name}, and add none`, async () => {
      const all = await every;
      const fewer = (await declared({ skip: [name] })).resources.map(({ urn }) => urn);
      assert.ok(fewer.length < all.length);
      assert.deepEqual(
        fewer.filter((urn) => !all.includes(urn)),
        [],
      );
    });
  }

  it("can all be left out", async () => {
    const { resources } = await declared({ alarmEmails: [], skip: parts.map(({ name }) => name) });
    const own = resources
      .filter(({ urn }) => urn.includes("aws:"))
      .map(({ type }) => type.split(":")[1]?.split("/")[0]);
    assert.deepEqual([...new Set(own)].sort(), ["kms", "s3", "sns"]);
  });
});
