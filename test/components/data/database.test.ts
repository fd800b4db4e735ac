import * as assert from "node:assert/strict";
import fc from "fast-check";
import { Database, type DatabaseArgs, DatabaseEngine } from "../../../components";
import { engines } from "../../../components/data/engines";
import type { Resource } from "../../../policies/core/stack";
import { keyArn, tags, testComponent } from "../../support/component";
import { deploy } from "../../support/deploy";

const place = { subnetIds: ["subnet-a", "subnet-b"], securityGroupIds: ["sg-1"] };
const least: DatabaseArgs = { engine: "postgres", ...place };
const alarmTopicArn = "arn:aws:sns:eu-west-1:123456789012:alarms";

const common = {
  subnetIds: fc.constant(place.subnetIds),
  securityGroupIds: fc.constant(place.securityGroupIds),
  databaseName: fc.constant("orders"),
  username: fc.constant("keeper"),
  port: fc.integer({ min: 1150, max: 65535 }),
  keyArn,
  backupRetentionPeriod: fc.integer({ min: 7, max: 35 }),
  backupWindow: fc.constant("02:00-03:00"),
  maintenanceWindow: fc.constant("sun:03:30-sun:04:30"),
  applyImmediately: fc.boolean(),
  logRetentionInDays: fc.constantFrom(30, 365),
  alarmTopicArn: fc.constant(alarmTopicArn),
  tags,
};
const versions: Readonly<Record<string, readonly string[]>> = {
  postgres: ["11", "17", "18.1"],
  mysql: ["8.0", "8.4", "8.4.7"],
  mariadb: ["10.6", "11.8"],
  "aurora-postgresql": ["13", "17.4"],
  "aurora-mysql": ["8.0", "8.4", "8.0.mysql_aurora.3.10.0"],
};
const of = (names: readonly DatabaseEngine[], more: Record<string, fc.Arbitrary<unknown>>) =>
  fc.constantFrom(...names).chain(
    (engine) =>
      fc.record(
        {
          engine: fc.constant(engine),
          engineVersion: fc.constantFrom(...(versions[engine] ?? [])),
          ...common,
          ...more,
        },
        { requiredKeys: ["engine", "subnetIds", "securityGroupIds"] },
      ) as fc.Arbitrary<DatabaseArgs>,
  );
const auroras = ["aurora-postgresql", "aurora-mysql"] as const;

testComponent<DatabaseArgs>("Database", {
  make: (name, args) => new Database(name, args),
  least,
  accepted: fc.oneof(
    of(["postgres", "mysql", "mariadb"], {
      allocatedStorage: fc.integer({ min: 20, max: 400 }),
      maxAllocatedStorage: fc.integer({ min: 440, max: 65536 }),
      instanceClass: fc.constantFrom("db.t4g.micro", "db.m8g.large"),
      singleZone: fc.boolean(),
    }),
    of(auroras, { instanceClass: fc.constantFrom("db.t3.medium", "db.r8g.large"), singleZone: fc.boolean() }),
    of(auroras, { readers: fc.integer({ min: 1, max: 15 }) }),
    fc
      .tuple(of(auroras, {}), fc.integer({ min: 2, max: 512 }), fc.option(fc.double({ min: 0, max: 1, noNaN: true })))
      .map(([args, halves, part]) => ({
        ...args,
        maxCapacity: halves / 2,
        ...(part !== null && { minCapacity: Math.floor(part * halves) / 2 }),
      })),
  ),
  exceptions: {
    unprotected: [{ ...least, unprotected: true }, ["rds-instance-deletion-protected"]],
    "unprotected of Aurora": [
      { ...least, engine: "aurora-mysql", unprotected: true },
      ["rds-cluster-deletion-protected"],
    ],
  },
  refused: {
    "an engine that doesn't exist": [
      { ...least, engine: "oracle-ee" as DatabaseEngine },
      /^expected `engine` to be one of postgres, mysql, mariadb, aurora-postgresql, aurora-mysql, got "oracle-ee"$/,
    ],
    "a version that is none": [
      { ...least, engineVersion: "latest" },
      /^expected `engineVersion` to be a version of postgres such as 17, from 11 on, got "latest"$/,
    ],
    "a version too vague to name a major one": [
      { ...least, engine: "mysql", engineVersion: "8" },
      /^expected `engineVersion` to be a version of mysql such as 8\.4, from 8\.0 on, got "8"$/,
    ],
    "a MariaDB without IAM authentication": [
      { ...least, engine: "mariadb", engineVersion: "10.5" },
      /^expected `engineVersion` to be .*from 10\.6 on, got "10\.5"$/,
    ],
    "backups for less than a week": [
      { ...least, backupRetentionPeriod: 6 },
      /^expected `backupRetentionPeriod` to be 7 to 35, got 6$/,
    ],
    "backups for longer than RDS keeps them": [
      { ...least, backupRetentionPeriod: 36 },
      /^expected `backupRetentionPeriod` to be 7 to 35, got 36$/,
    ],
    "too little storage": [
      { ...least, allocatedStorage: 19 },
      /^expected `allocatedStorage` to be 20 to 59578, got 19$/,
    ],
    "storage that can't grow": [
      { ...least, allocatedStorage: 100, maxAllocatedStorage: 100 },
      /^expected `maxAllocatedStorage` to be 111 \(a tenth more\) to 65536, got 100$/,
    ],
    "storage of Aurora": [
      { ...least, engine: "aurora-mysql", allocatedStorage: 100 },
      /^expected `allocatedStorage` to be absent: Aurora grows by itself, got 100$/,
    ],
    "readers of a single engine": [{ ...least, readers: 2 }, /^expected `readers` to be absent: only Aurora has them/],
    "readers in a single zone": [
      { ...least, engine: "aurora-mysql", readers: 1, singleZone: true },
      /^expected `readers` to be absent beside `singleZone`, got 1$/,
    ],
    "a serverless single engine": [{ ...least, maxCapacity: 4 }, /^expected `maxCapacity` to be absent: only Aurora/],
    "more at least than at most": [
      { ...least, engine: "aurora-mysql", minCapacity: 5, maxCapacity: 4 },
      /^expected `minCapacity` to be 0 to 4, in halves, got 5$/,
    ],
    "a class that is none": [
      { ...least, instanceClass: "t4g.medium" },
      /^expected `instanceClass` to be a class such as db\.t4g\.medium, got "t4g\.medium"$/,
    ],
    "the user name that everyone tries": [
      { ...least, username: "admin" },
      /^expected `username` to be .* and no usual one, got "admin"$/,
    ],
    "a port that RDS doesn't offer": [{ ...least, port: 1149 }, /^expected `port` to be 1150 to 65535, got 1149$/],
    "a database name with a dash": [
      { ...least, databaseName: "my-shop" },
      /^expected `databaseName` to be up to 63 letters, digits and _, a letter first, got "my-shop"$/,
    ],
    "a number of days that CloudWatch Logs doesn't offer": [
      { ...least, logRetentionInDays: 366 },
      /^expected `logRetentionInDays` to be one of 1, 3, .*, got 366/,
    ],
  },
});

describe("a Database", () => {
  const declared = async (args: Partial<DatabaseArgs>) => deploy(() => new Database("shop", { ...least, ...args }));
  const only = (resources: readonly Resource[], type: string) => {
    const found = resources.filter((resource) => resource.type === type);
    assert.equal(found.length, 1, `one ${type}`);
    return found[0]?.inputs as any;
  };

  it("refuses a name that RDS can't take for an identifier", () => {
    assert.throws(() => new Database("My_Shop", least), /^RangeError: expected `name` to be up to 40 of a to z/);
  });

  const families = {
    postgres: ["17.4", "postgres17", "rds.force_ssl", "1"],
    mysql: ["8.4.7", "mysql8.4", "require_secure_transport", "1"],
    mariadb: ["11.8.3", "mariadb11.8", "require_secure_transport", "1"],
    "aurora-postgresql": ["17", "aurora-postgresql17", "rds.force_ssl", "1"],
    "aurora-mysql": ["8.0.mysql_aurora.3.10.0", "aurora-mysql8.0", "require_secure_transport", "ON"],
  } as const;
  for (const engine of Object.values(DatabaseEngine)) {
    const [engineVersion, family, parameter, value] = families[engine];
    it(`answers only over TLS: ${parameter} in ${family} of ${engine} ${engineVersion}`, async () => {
      const group = engines[engine].isAurora
        ? "aws:rds/clusterParameterGroup:ClusterParameterGroup"
        : "aws:rds/parameterGroup:ParameterGroup";
      const { family: actual, parameters } = only(await declared({ engine, engineVersion }), group);
      assert.equal(actual, family);
      assert.equal(parameters.find(({ name }: any) => name === parameter).value, value);
    });

    it(`holds no password of ${engine}, and lets IAM log in`, async () => {
      const type = engines[engine].isAurora ? "aws:rds/cluster:Cluster" : "aws:rds/instance:Instance";
      const database = only(await declared({ engine }), type);
      assert.equal(database.manageMasterUserPassword, true);
      assert.equal(database.iamDatabaseAuthenticationEnabled, true);
      assert.deepEqual(
        Object.keys(database).filter((key) => /password/i.test(key)),
        ["manageMasterUserPassword"],
      );
    });

    it(`keeps every exported log of ${engine} in a log group made beforehand`, async () => {
      const resources = await declared({ engine });
      const kind = engines[engine].isAurora ? "cluster" : "instance";
      assert.deepEqual(
        resources.filter(({ type }) => type === "aws:cloudwatch/logGroup:LogGroup").map(({ inputs }) => inputs.name),
        engines[engine].logs.map((log) => `/aws/rds/${kind}/shop/${log}`),
      );
    });
  }

  it("upgrades to another major version only when its user names the version", async () => {
    const upgraded = async (args: Partial<DatabaseArgs>) =>
      only(await declared(args), "aws:rds/instance:Instance").allowMajorVersionUpgrade;
    assert.equal(await upgraded({}), false);
    assert.equal(await upgraded({ engineVersion: "18" }), true);
  });

  it("asks for no insights where a class has none (User Guide, instance class support for Database Insights)", async () => {
    const insights = async (args: Partial<DatabaseArgs>) =>
      only(await declared(args), "aws:rds/instance:Instance").performanceInsightsEnabled;
    assert.equal(await insights({ engine: "mysql", instanceClass: "db.t4g.micro" }), false);
    assert.equal(await insights({ engine: "mysql", instanceClass: "db.t4g.medium" }), true);
    assert.equal(await insights({ engine: "postgres", instanceClass: "db.t4g.micro" }), true);
  });

  it("takes a final snapshot even when unprotected, of a name that no other database has", async () => {
    const { skipFinalSnapshot, finalSnapshotIdentifier, identifier } = only(
      await declared({ unprotected: true }),
      "aws:rds/instance:Instance",
    );
    assert.equal(skipFinalSnapshot, false);
    assert.equal(finalSnapshotIdentifier, `${identifier}-final`);
  });

  it("lets RDS use the monitoring role for its own instances only (User Guide, Enhanced Monitoring)", async () => {
    const role = only(await declared({}), "aws:iam/role:Role");
    assert.deepEqual(JSON.parse(role.assumeRolePolicy).Statement[0].Condition, {
      StringEquals: { "aws:SourceAccount": "123456789012" },
      ArnLike: { "aws:SourceArn": "arn:aws:rds:eu-west-1:123456789012:db:shop*" },
    });
  });

  it("says nothing to nobody: alarms and events come with a topic", async () => {
    const told = (resources: readonly Resource[]) =>
      resources
        .filter(({ type }) => /MetricAlarm|EventSubscription/.test(type))
        .map(({ name }) => name)
        .sort();
    assert.deepEqual(told(await declared({})), []);
    assert.deepEqual(told(await declared({ alarmTopicArn })), ["shop", "shop-cpu", "shop-memory", "shop-storage"]);
    assert.deepEqual(told(await declared({ engine: "aurora-mysql", maxCapacity: 4, alarmTopicArn })), [
      ...["shop", "shop-capacity", "shop-cpu", "shop-lag", "shop-memory"],
    ]);
  });

  it("grows by a reader without touching the instances that are there", async () => {
    const instances = async (readers: number) =>
      (await declared({ engine: "aurora-postgresql", readers })).filter(({ type }) => type.includes("ClusterInstance"));
    const [before, after] = [await instances(1), await instances(2)];
    assert.deepEqual(after.slice(0, 2), before);
    assert.deepEqual(after.map(({ name }) => name).sort(), ["shop-1", "shop-2", "shop-3"]);
  });

  it("lets a role connect as one database user (User Guide, IAM policy for IAM database access)", async () => {
    const resources = await deploy(() => new Database("shop", least).grantConnect("app", "web"));
    const { name, inputs } = resources.find(({ type }) => type === "aws:iam/rolePolicy:RolePolicy") as Resource;
    assert.equal(name, "shop-app-connect");
    assert.equal(inputs.role, "web");
    const [statement] = JSON.parse(inputs.policy as string).Statement;
    assert.deepEqual(statement.Action, ["rds-db:connect"]);
    assert.deepEqual(statement.Resource, ["arn:aws:rds-db:eu-west-1:123456789012:dbuser:db-shop/app"]);
  });

  it("grants no wildcard of database users", () => {
    const database = new Database("shop", least);
    assert.throws(
      () => database.grantConnect("*", "web"),
      /expected `databaseUser` to be the name of one database user/,
    );
  });
});
