import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectRetention } from "../audit/log-group";
import { expectArgument } from "../check-argument";
import { Key } from "../identity/key";
import { Topic } from "../messaging/topic";
import { LogBucket } from "../storage/log-bucket";
import { accountDefaults, type SecurityContact } from "./account-defaults";
import { configBucket, configRecorder } from "./config-recorder";
import { detection } from "./detection";
import { parts } from "./parts";
import { regionDefaults } from "./region-defaults";
import type { RegionScope } from "./region-scope";
import { alarms, securityAlarms } from "./security-alarms";
import { expectNames } from "./skip";
import { type Keeping, recordedTrail } from "./trail";

export interface AccountBaselineArgs {
  /** Addresses that get the alarms; each must confirm. None where something else subscribes to the topic. */
  alarmEmails: string[];
  /**
   * Whom AWS writes to about abuse and incidents (Account.1).
   * @default - the root user's address
   */
  securityContact?: SecurityContact;
  /**
   * Days for which the records of the trail and AWS Config are kept, and the access logs: one of the numbers that CloudWatch Logs
   * offers.
   * @default 365
   */
  logRetentionDays?: number;
  /**
   * Regions that get GuardDuty, AWS Config, Security Hub, Access Analyzer and EC2's defaults, the provider's own among them. The
   * first of them records users and roles. What each has ends in its name.
   * @default - the provider's own
   */
  regions?: string[];
  /**
   * Id of the organization whose accounts the trail records and the analyzer knows, such as `o-ab12cd34ef`. Its management account
   * only can, with trusted access for `cloudtrail.amazonaws.com` and `access-analyzer.amazonaws.com`.
   * @default - the trail and the analyzer are of this account
   */
  organizationId?: string;
  /**
   * What the account may cost in a month. The topic is told at 80 and 100 percent, and when the forecast is above.
   * @default - no budget
   */
  monthlyBudgetUsd?: number;
  /**
   * Looks for personal data and credentials in buckets.
   * @default false
   */
  macie?: boolean;
  /**
   * Lets nothing from the internet into any VPC, whatever its gateways and security groups say.
   * @default false
   */
  blockPublicIngress?: boolean;
  /**
   * Names of parts to leave out: `trail`, `alarms`, each alarm (`root-use`, `unauthorized-calls`, `sign-in-without-mfa`,
   * `iam-policy-changes`, `trail-changes`, `failed-sign-ins`, `key-deletions`, `bucket-policy-changes`, `config-changes`,
   * `security-group-changes`, `network-acl-changes`, `gateway-changes`, `route-table-changes`, `vpc-changes`,
   * `detection-changes`, `account-default-changes`), `config`, `config-role` (where the account has it), `guardduty`,
   * `guardduty-runtime-monitoring`, `security-hub`, `access-analyzer`, `ebs-encryption`, `snapshot-public-access`,
   * `image-public-access`, `instance-metadata`, `serial-console`, `s3-public-access`, `password-policy`.
   * @default - none
   */
  skip?: string[];
  /**
   * Lets the buckets be deleted while they hold records.
   * @default false
   */
  deletable?: boolean;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * What an account has before anything is put into it: it records, looks for intruders, tells somebody, and closes what AWS leaves
 * open. Children: key `<name>`; log bucket `<name>-logs`; topic `<name>-alarms` and its subscriptions `<name>-alarms-<address>`; by
 * the name of its part, `<name>-<part>`, everything else.
 */
export class AccountBaseline extends pulumi.ComponentResource {
  /** The ARN of the trail; empty without one. */
  readonly trailArn: pulumi.Output<string>;
  /** The name of the bucket for the access logs of buckets and load balancers, which `Bucket` and `LoadBalancer` take. */
  readonly logBucket: pulumi.Output<string>;
  /** The ARN of the key that encrypts the records and the alarms. */
  readonly keyArn: pulumi.Output<string>;
  /** The ARN of the topic that CloudWatch, AWS Budgets and RDS may tell. */
  readonly alarmTopicArn: pulumi.Output<string>;

  constructor(name: string, args: AccountBaselineArgs, opts?: pulumi.ComponentResourceOptions) {
    expectArguments(args);
    super("guardrails:index:AccountBaseline", name, args, opts);
    const {
      organizationId,
      securityContact,
      monthlyBudgetUsd,
      skip = [],
      logRetentionDays = 365,
      deletable,
      tags,
    } = args;
    const child = { parent: this };
    const has = (part: string): boolean => !skip.includes(part);

    const key = new Key(name, { description: `Records and alarms of ${name}`, services: keyUsers, tags }, child);
    const logs = new LogBucket(`${name}-logs`, { expirationDays: logRetentionDays, deletable, tags }, child);
    const alarmTopicArn = alarmTopic(name, key.arn, args, child);
    const keeping = { keyArn: key.arn, logBucket: logs.bucket, retentionDays: logRetentionDays, deletable, tags };

    const isWatched = has("alarms");
    const trail = has("trail") ? recordedTrail(name, { ...keeping, organizationId, isWatched }, child) : undefined;
    if (trail?.logGroupName) {
      const watched = alarms.filter((alarm) => has(alarm.name));
      securityAlarms(name, { watched, logGroupName: trail.logGroupName, alarmTopicArn, tags }, child);
    }
    accountDefaults(name, { has, securityContact, monthlyBudgetUsd, alarmTopicArn, tags }, child);
    inEachRegion(name, args, keeping, has, child);

    this.trailArn = trail?.arn ?? pulumi.output("");
    this.logBucket = logs.bucket;
    this.keyArn = key.arn;
    this.alarmTopicArn = alarmTopicArn;
    const { trailArn, logBucket, keyArn } = this;
    this.registerOutputs({ trailArn, logBucket, keyArn, alarmTopicArn });
  }
}

/** Who may publish to the topic, and whose records the key encrypts. */
const publishers = ["cloudwatch", "budgets", "events.rds"];
const keyUsers = ["cloudtrail", "config", "logs", ...publishers];

function alarmTopic(
  name: string,
  keyArn: pulumi.Output<string>,
  { alarmEmails, tags }: AccountBaselineArgs,
  child: { readonly parent: pulumi.Resource },
): pulumi.Output<string> {
  const topic = new Topic(`${name}-alarms`, { keyArn, publishers, tags }, child);
  for (const endpoint of alarmEmails) {
    new aws.sns.TopicSubscription(
      `${name}-alarms-${endpoint}`,
      { topic: topic.arn, protocol: "email", endpoint },
      child,
    );
  }
  return topic.arn;
}

function inEachRegion(
  name: string,
  { regions, organizationId, macie = false, blockPublicIngress = false, tags }: AccountBaselineArgs,
  keeping: Keeping,
  has: (part: string) => boolean,
  child: { readonly parent: pulumi.Resource },
): void {
  const config = has("config") ? configBucket(name, { ...keeping, makesRole: has("config-role") }, child) : undefined;
  for (const [index, region] of (regions ?? [undefined]).entries()) {
    const suffix = region === undefined ? "" : `-${region}`;
    const scope: RegionScope = { nameOf: (part) => `${name}-${part}${suffix}`, region, child, tags, has };
    if (config) {
      configRecorder(scope, { ...config, keyArn: keeping.keyArn, recordsGlobalResources: index === 0 });
    }
    detection(scope, { ofOrganization: organizationId !== undefined, macie });
    regionDefaults(scope, { blockPublicIngress });
  }
}

function expectArguments({
  alarmEmails,
  securityContact,
  logRetentionDays = 365,
  regions,
  organizationId = "o-ab12cd34ef",
  monthlyBudgetUsd = 1,
  skip = [],
}: AccountBaselineArgs): void {
  const isDistinct = (values: readonly string[]): boolean => new Set(values).size === values.length;
  for (const email of alarmEmails) expectEmail("alarmEmails", email);
  expectArgument(isDistinct(alarmEmails), "alarmEmails", "addresses that differ", alarmEmails);
  if (typeof securityContact?.email === "string") expectEmail("securityContact.email", securityContact.email);
  if (typeof securityContact?.phone === "string") {
    const { phone } = securityContact;
    expectArgument(/^[\s0-9()+-]{1,25}$/.test(phone), "securityContact.phone", "digits such as +49 30 1234567", phone);
  }
  expectRetention("logRetentionDays", logRetentionDays);
  expectArgument(regions?.length !== 0, "regions", "at least one region", regions);
  for (const region of regions ?? []) {
    expectArgument(/^[a-z]{2,}(-[a-z]+)+-\d+$/.test(region), "regions", "names such as eu-west-1", region);
  }
  expectArgument(isDistinct(regions ?? []), "regions", "names that differ", regions);
  expectArgument(/^o-[a-z0-9]{10,32}$/.test(organizationId), "organizationId", "like o-ab12cd34ef", organizationId);
  expectArgument(monthlyBudgetUsd > 0, "monthlyBudgetUsd", "above 0", monthlyBudgetUsd);
  expectNames("skip", skip, parts);
}

function expectEmail(name: string, email: string): void {
  expectArgument(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email), name, "addresses such as security@example.com", email);
}
