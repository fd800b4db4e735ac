import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Key } from "../identity/key";
import { Topic } from "../messaging/topic";
import { LogBucket } from "../storage/log-bucket";
import { type AccountBaselineArgs, expectArguments } from "./account-baseline-args";
import { accountDefaults } from "./account-defaults";
import { configBucket, configRecorder } from "./config-recorder";
import { detection } from "./detection";
import { regionDefaults } from "./region-defaults";
import type { RegionScope } from "./region-scope";
import { alarms, securityAlarms } from "./security-alarms";
import { type Keeping, recordedTrail } from "./trail";

/**
 * What an account has before anything is put into it: it records, looks for intruders, tells somebody, and closes what AWS
 * leaves open. All of it opens again when it is deleted: give it `protect: true`. Children: key `<name>`; log bucket
 * `<name>-logs`; topic `<name>-alarms` and its subscriptions `<name>-alarms-<address>`; by the name of its part,
 * `<name>-<part>`, everything else.
 */
export class AccountBaseline extends pulumi.ComponentResource {
  /** The ARN of the trail; empty without one. */
  readonly trailArn: pulumi.Output<string>;
  /** The name of the bucket for the access logs of buckets and load balancers in the provider's region. */
  readonly logBucket: pulumi.Output<string>;
  /** The ARN of the key that encrypts the records and the alarms. */
  readonly keyArn: pulumi.Output<string>;
  /** The ARN of the topic that CloudWatch, RDS and, for the budget, AWS Budgets may tell. */
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

    const publishers = ["cloudwatch", ...(monthlyBudgetUsd === undefined ? [] : ["budgets"]), "events.rds"];
    const services = ["cloudtrail", "config", "logs", ...publishers];
    const key = new Key(name, { description: `Records and alarms of ${name}`, services, tags }, child);
    const logs = new LogBucket(`${name}-logs`, { expirationDays: logRetentionDays, deletable, tags }, child);
    const alarmTopicArn = alarmTopic(name, { keyArn: key.arn, publishers }, args, child);
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

function alarmTopic(
  name: string,
  settings: { readonly keyArn: pulumi.Output<string>; readonly publishers: string[] },
  { alarmEmails, tags }: AccountBaselineArgs,
  child: { readonly parent: pulumi.Resource },
): pulumi.Output<string> {
  const topic = new Topic(`${name}-alarms`, { ...settings, tags }, child);
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
    const inRegion = index === 0 ? { ...child, transformations: [wasWithout(suffix)] } : child;
    const nameOf = (part: string): string => `${name}-${part}${suffix}`;
    const scope: RegionScope = { component: name, nameOf, region, child: inRegion, tags, has };
    if (config) {
      configRecorder(scope, { ...config, keyArn: keeping.keyArn, recordsGlobalResources: index === 0 });
    }
    detection(scope, { ofOrganization: organizationId !== undefined, macie });
    regionDefaults(scope, { blockPublicIngress });
  }
}

/**
 * Before regions were named, what the first of them has was called without its name. A region has one detector, one recorder
 * and so on: made anew beside the old one, AWS would refuse it.
 */
function wasWithout(suffix: string): pulumi.ResourceTransformation {
  return ({ name, props, opts }) => {
    if (suffix === "" || !name.endsWith(suffix)) return undefined;
    return { props, opts: pulumi.mergeOptions(opts, { aliases: [{ name: name.slice(0, -suffix.length) }] }) };
  };
}
