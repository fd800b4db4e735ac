import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { LogGroup } from "../audit/log-group";
import { metricAlarm } from "../audit/metric-alarm";
import { expectArgument } from "../check-argument";
import { grant, setGrantor } from "../identity/grant";
import { arnIn, placeOf } from "../place";
import { auroraCluster } from "./aurora-cluster";
import { databaseLimits } from "./database-alarms";
import { type DatabaseSettings, databaseSettings } from "./database-settings";
import type { DatabaseEngine } from "./engines";
import { monitoringRole } from "./monitoring-role";
import { rdsInstance } from "./rds-instance";

export interface DatabaseArgs {
  /** `postgres`, `mysql` or `mariadb`, or Aurora: `aurora-postgresql` or `aurora-mysql`. Can't be changed later. */
  engine: DatabaseEngine;
  /**
   * Version of the engine, down to its major version at least (`17`, `8.4`). RDS raises what is left out by itself, in the
   * maintenance window. A new major version is an upgrade: set `applyImmediately`, too.
   * @default - postgres 17, mysql 8.4, mariadb 11.8, aurora-postgresql 17, aurora-mysql 8.0
   */
  engineVersion?: string;
  /**
   * Class of the instances.
   * @default - `db.t4g.medium`; of Aurora `db.r7g.large`
   */
  instanceClass?: string;
  /**
   * GiB that an instance begins with, from 20 on. Not of Aurora, which grows by itself.
   * @default 20
   */
  allocatedStorage?: number;
  /**
   * GiB up to which RDS lets the storage of an instance grow.
   * @default - five times `allocatedStorage`
   */
  maxAllocatedStorage?: number;
  /**
   * Makes an Aurora cluster serverless: the most capacity units that each instance takes, from 1 to 256.
   * @default - instances of a fixed class
   */
  maxCapacity?: number;
  /**
   * The least capacity units of a serverless cluster; at 0 it pauses when nobody is connected.
   * @default 0.5
   */
  minCapacity?: number;
  /**
   * Instances of an Aurora cluster that read, beside the one that writes.
   * @default 1
   */
  readers?: number;
  /**
   * Name of a database to make.
   * @default - none
   */
  databaseName?: string;
  /**
   * Name of the master user, whose password Secrets Manager makes and changes every week. Can't be changed later.
   * @default dbowner
   */
  username?: string;
  /**
   * Port that the database answers on.
   * @default - 5432 for PostgreSQL, 3306 for MySQL and MariaDB
   */
  port?: number;
  /** Subnets, private and in two zones at least. */
  subnetIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Security groups of the database. */
  securityGroupIds: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * ARN of the KMS key that encrypts the storage, the master password, insights and logs; its policy must let CloudWatch Logs
   * use it (`new Key("…", { services: ["logs"] })`). Can't be changed later.
   * @default - the keys that AWS manages for RDS, Secrets Manager and CloudWatch Logs
   */
  keyArn?: pulumi.Input<string>;
  /**
   * Days for which backups are kept, from 7 to 35; any second in them can be restored.
   * @default 14
   */
  backupRetentionPeriod?: number;
  /**
   * When backups are made, in UTC, such as `02:00-03:00`.
   * @default - half an hour that AWS chooses, by night
   */
  backupWindow?: pulumi.Input<string>;
  /**
   * When AWS changes the database, in UTC, such as `sun:03:30-sun:04:30`.
   * @default - half an hour a week that AWS chooses, by night
   */
  maintenanceWindow?: pulumi.Input<string>;
  /**
   * Makes changes at once, in place of in the maintenance window; some interrupt connections.
   * @default false
   */
  applyImmediately?: boolean;
  /**
   * Days for which logs are kept: one of the numbers that CloudWatch Logs offers.
   * @default 365
   */
  logRetentionInDays?: number;
  /**
   * ARN of the topic that hears of alarms and of events such as failures. Its policy must let `cloudwatch` and `events.rds`
   * publish (`new Topic("…", { publishers: ["cloudwatch", "events.rds"] })`).
   * @default - no alarms
   */
  alarmTopicArn?: pulumi.Input<string>;
  /**
   * Puts all in one zone: no standby, or no reader in Aurora, takes over when the zone fails.
   * @default false
   */
  singleZone?: boolean;
  /**
   * Lets the database be deleted; a final snapshot is made all the same. Breaches `rds-instance-deletion-protected`, or
   * `rds-cluster-deletion-protected` in Aurora, until an exception in guardrails.yaml names it.
   * @default false
   */
  unprotected?: boolean;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/** What a database's own resources need of the others. */
export interface DatabaseSurroundings {
  readonly name: string;
  readonly args: DatabaseArgs;
  readonly settings: DatabaseSettings;
  /** Identifier of the instance or the cluster. */
  readonly id: pulumi.Output<string>;
  readonly subnetGroupName: pulumi.Output<string>;
  readonly monitoringRoleArn: pulumi.Output<string>;
  readonly options: { readonly parent: pulumi.Resource; readonly dependsOn: pulumi.Resource[] };
}

/**
 * A relational database, of a single engine or of Aurora: encrypted, private, over two zones, backed up, answering only over
 * TLS, with its logs in CloudWatch and its password in Secrets Manager. Children: subnet group `<name>`; log groups
 * `<name>-<log>`; role and attachment `<name>-monitoring`; instance and parameter group `<name>`, or in Aurora cluster and
 * cluster parameter group `<name>` and cluster instances `<name>-1` …; event subscription `<name>`; alarms `<name>-cpu`,
 * `<name>-memory`, `<name>-storage`, `<name>-lag`, `<name>-capacity`.
 */
export class Database extends pulumi.ComponentResource {
  /** The host to connect to. */
  readonly endpoint: pulumi.Output<string>;
  /** The host to read from: of Aurora its readers, otherwise the same as `endpoint`. */
  readonly readerEndpoint: pulumi.Output<string>;
  /** The port to connect to. */
  readonly port: pulumi.Output<number>;
  /** ARN of the secret with the master user's name and password. */
  readonly secretArn: pulumi.Output<string>;
  /** Identifier of the instance or the cluster. */
  readonly identifier: pulumi.Output<string>;
  /** What IAM policies for `rds-db:connect` name the database by. */
  readonly resourceId: pulumi.Output<string>;

  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    const settings = databaseSettings(name, args);
    super("guardrails:index:Database", name, args, opts);
    const child = { parent: this };

    const subnetGroup = new aws.rds.SubnetGroup(name, { subnetIds: args.subnetIds, tags: args.tags }, child);
    // Logs and alarms are known by the identifier before the database exists, so it can't be left to the provider. The one that
    // Pulumi made up for the subnet group is unique, and stays.
    this.identifier = subnetGroup.name;
    const logs = logGroups(name, this.identifier, args, settings, child);
    const monitoring = monitoringRole(`${name}-monitoring`, this.identifier, args.tags, child);
    const deploy = settings.facts.isAurora ? auroraCluster : rdsInstance;
    const deployed = deploy({
      ...{ name, args, settings, id: this.identifier, subnetGroupName: subnetGroup.name },
      monitoringRoleArn: monitoring.role.arn,
      // RDS would make the log groups itself, for ever and without the key; and it tries out the role.
      options: { ...child, dependsOn: [...logs, monitoring.attachment] },
    });
    tell(name, this.identifier, args, settings, child);

    this.endpoint = deployed.endpoint;
    this.readerEndpoint = deployed.readerEndpoint;
    this.port = deployed.port;
    this.secretArn = deployed.secretArn;
    this.resourceId = deployed.resourceId;
    // Unlike other ARNs it is not known before the database exists.
    const arn = arnIn(placeOf(child), "rds-db", pulumi.interpolate`dbuser:${this.resourceId}`);
    setGrantor(this, { name, arn });
    const { endpoint, readerEndpoint, port, secretArn, identifier, resourceId } = this;
    this.registerOutputs({ endpoint, readerEndpoint, port, secretArn, identifier, resourceId });
  }

  /**
   * Lets a role connect as a database user, without a password. The user has to be made in the database: `GRANT rds_iam TO …` in
   * PostgreSQL, `IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'` in the others. Child: role policy `<name>-<user>-connect`.
   */
  grantConnect(databaseUser: string, roleName: pulumi.Input<string>): this {
    expectArgument(/^\w+$/.test(databaseUser), "databaseUser", "the name of one database user", databaseUser);
    const connect = { verb: "connect", actions: ["rds-db:connect"], keyActions: [], suffixes: [`/${databaseUser}`] };
    grant(this, connect, databaseUser, roleName);
    return this;
  }
}

function logGroups(
  name: string,
  id: pulumi.Output<string>,
  { keyArn, logRetentionInDays: retentionInDays, tags }: DatabaseArgs,
  { facts }: DatabaseSettings,
  child: pulumi.ComponentResourceOptions,
): LogGroup[] {
  const kind = facts.isAurora ? "cluster" : "instance";
  return facts.logs.map((log) => {
    const logGroupName = pulumi.interpolate`/aws/rds/${kind}/${id}/${log}`;
    return new LogGroup(`${name}-${log}`, { logGroupName, keyArn, retentionInDays, tags }, child);
  });
}

/** Security Hub's RDS.19 and RDS.20 ask for these events. */
const events = {
  cluster: { sourceType: "db-cluster", eventCategories: ["failover", "failure", "maintenance"] },
  instance: {
    sourceType: "db-instance",
    eventCategories: ["availability", "configuration change", "failover", "failure", "low storage", "maintenance"],
  },
};

function tell(
  name: string,
  id: pulumi.Output<string>,
  { alarmTopicArn, tags }: DatabaseArgs,
  settings: DatabaseSettings,
  child: { readonly parent: pulumi.Resource },
): void {
  if (alarmTopicArn === undefined) return;
  for (const [about, limit] of Object.entries(databaseLimits(settings, id))) {
    metricAlarm(`${name}-${about}`, { ...limit, tags }, alarmTopicArn, child);
  }
  const of = settings.facts.isAurora ? events.cluster : events.instance;
  new aws.rds.EventSubscription(name, { ...of, sourceIds: [id], snsTopic: alarmTopicArn, tags }, child);
}
