import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expectArgument } from "../../components/check-argument";
import { placeOf } from "../../components/place";
import { countedAlarm, missingAlarm } from "../aws/alarms";
import { deskFunction, type DeskParts } from "../aws/desk-function";
import { killSwitch, parameterArn } from "../aws/kill-switch";
import { actAsMember, expectMemberRole, memberVariable } from "../aws/member-role";
import { allow, deny, denyRecord, tableArn, useKey, useTable } from "../aws/permissions";
import { schedules } from "../aws/schedules";
import { givingRights } from "../access/rights";
import { readSettingsFile } from "../settings/load";
import type { TemporaryGroup } from "../settings/settings";
import { lookingRights, revokingRights } from "./rights";

export interface AccessReviewArgs {
  /** Path of the file of settings, the same as the ticket desk's, with `accessReview`. */
  settingsFile: string;
  /** Name of the ticket desk's table. */
  tableName: pulumi.Input<string>;
  /** ARN of the ticket desk's key. */
  keyArn: pulumi.Input<string>;
  /** Name of the bucket that holds the audit log: the automation is denied all of it. */
  auditBucket: pulumi.Input<string>;
  /**
   * When a campaign is opened, as EventBridge Scheduler writes it, in UTC; once a month at most.
   * @default `cron(0 6 1 1,4,7,10 ? *)`, the first day of each quarter
   */
  schedule?: string;
  /**
   * ARNs of users that the automation may not change, whatever the settings say, such as break-glass users.
   * @default - none
   */
  protectedArns?: string[];
  /**
   * Name of a role in other accounts by which access is revoked that Identity Center gives from there.
   * @default - only access in this account
   */
  memberRole?: string;
  /**
   * ARN of the topic that hears when reviews fail, or when they are switched off.
   * @default - no alarms
   */
  alarmTopicArn?: pulumi.Input<string>;
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> }>;
}

/**
 * Asks managers each quarter who may keep which access in IAM and Identity Center, and revokes what nobody wants to keep. Where
 * the settings have groups for temporary access, gives and ends that each minute. The parameter is the kill switch: anything but
 * `on` stops it. Children: parameter `<name>`; functions `<name>-open`, `<name>-work`, `<name>-temporary`; schedules
 * `<name>-campaign`, `<name>-work`, `<name>-temporary`.
 */
export class AccessReview extends pulumi.ComponentResource {
  /** The name of the parameter that stops the automation. */
  readonly killSwitch: pulumi.Output<string>;
  /** The name of the role that revokes: what member roles have to trust. */
  readonly roleName: pulumi.Output<string>;
  /** The name of the role that gives temporary access, if the settings have groups for it: member roles have to trust it, too. */
  readonly temporaryRoleName: pulumi.Output<string> | undefined;

  constructor(name: string, args: AccessReviewArgs, opts?: pulumi.ComponentResourceOptions) {
    const { memberRole, schedule = "cron(0 6 1 1,4,7,10 ? *)" } = args;
    expectArguments(args);
    const settings = readSettingsFile(args.settingsFile);
    expectArgument(settings.accessReview !== undefined, "settingsFile", "one with `accessReview`", args.settingsFile);
    const groups = Object.values(settings.temporaryAccess?.groups ?? {});
    expectNames(groups);
    super("guardrails:operations:AccessReview", name, args, opts);
    const child = { parent: this };
    const { tableName, keyArn, alarmTopicArn, tags } = args;
    const parts: DeskParts = { desk: tableName, settings, keyArn, alarmTopicArn, tags };

    const parameter = killSwitch(name, parts, { of: "access reviews", metricName: "ReviewsOff" }, child);
    const known = pulumi.all([placeOf(child), tableArn(tableName, child), keyArn, args.auditBucket]);
    const common = known.apply(([place, table, key]) => [useTable(table), useKey(key), ...lookingRights(place)]);
    const environment = { TABLE: tableName, ...memberVariable(memberRole) };
    const open = deskFunction(
      `${name}-open`,
      parts,
      { handler: "access-review.open", timeout: 900, concurrency: 1, isTicked: true, statements: common, environment },
      child,
    );
    const acting = pulumi
      .all([known, parameterArn(parameter, child)])
      .apply(([[place, , , audit], arn]) => [
        allow("KillSwitch", ["ssm:GetParameter"], arn),
        ...limitsOf(args, place.partition, audit),
      ]);
    const made = (does: string, statements: pulumi.Input<aws.iam.PolicyStatement[]>) =>
      deskFunction(
        `${name}-${does}`,
        parts,
        {
          ...{ handler: `access-review.${does}`, timeout: 300, concurrency: 1, isTicked: true, statements },
          environment: { ...environment, KILL_SWITCH: parameter.name },
        },
        child,
      );
    const work = made(
      "work",
      pulumi
        .all([common, known, acting])
        .apply(([shared, [place], rest]) => [...shared, ...revokingRights(place), ...rest]),
    );
    // A function of its own: what is over ends in time whatever reviews have to revoke, and its role may touch few groups.
    const temporary =
      groups.length === 0
        ? undefined
        : made(
            "temporary",
            pulumi
              .all([known, acting])
              .apply(([[place, table, key], rest]) => [
                ...[useTable(table), useKey(key), ...givingRights(groups, place), ...rest],
              ]),
          );
    const ticks = {
      campaign: { consumer: open, every: schedule },
      work: { consumer: work, every: "rate(5 minutes)" },
      ...(temporary && { temporary: { consumer: temporary, every: "rate(1 minute)" } }),
    };
    schedules(name, parts, ticks, child);
    alarms(name, parts, child);
    if (temporary) temporaryAlarms(name, parts, child);

    this.killSwitch = parameter.name;
    this.roleName = work.roleName;
    this.temporaryRoleName = temporary?.roleName;
    const { killSwitch: switchName, roleName, temporaryRoleName } = this;
    this.registerOutputs({ killSwitch: switchName, roleName, ...(temporaryRoleName && { temporaryRoleName }) });
  }
}

/** What whoever changes access is denied, and by which role it reaches other accounts. */
function limitsOf(
  { protectedArns = [], memberRole }: AccessReviewArgs,
  partition: string,
  auditBucket: string,
): readonly aws.iam.PolicyStatement[] {
  return [
    denyRecord(partition, auditBucket),
    ...(protectedArns.length === 0 ? [] : [deny("NotProtected", ["iam:*"], [...protectedArns])]),
    ...actAsMember(partition, memberRole),
  ];
}

function expectArguments({ protectedArns = [], memberRole, schedule }: AccessReviewArgs): void {
  for (const arn of protectedArns) {
    expectArgument(/^arn:[\w-]+:iam::\d{12}:(role|user)\/\S+$/.test(arn), "protectedArns", "ARNs of users", arn);
  }
  expectMemberRole(memberRole);
  const isSchedule = schedule === undefined || /^(cron|rate)\([^()]+\)$/.test(schedule);
  expectArgument(isSchedule, "schedule", "such as cron(0 6 1 1,4,7,10 ? *)", schedule);
}

/** A name becomes part of ARNs: a star in it would be all groups. */
function expectNames(groups: readonly TemporaryGroup[]): void {
  for (const { source, group } of groups) {
    const isName = source !== "iam" || /^[\w+=,.@-]{1,128}$/.test(group);
    expectArgument(isName, "settingsFile", "one whose `temporaryAccess` has names of IAM groups", group);
  }
}

function temporaryAlarms(name: string, parts: DeskParts, child: { readonly parent: pulumi.Resource }): void {
  const failing = "Temporary access could not be moved by the clock.";
  const failures = { metricName: "AccessFailures", alarmDescription: failing };
  countedAlarm(`${name}-temporary-failing`, parts, failures, child);
  const alarmDescription = "Temporary access has not been given or ended for five minutes.";
  missingAlarm(
    `${name}-temporary-clock-missing`,
    parts,
    { metricName: "AccessSweeps", minutes: 5, alarmDescription },
    child,
  );
}

function alarms(name: string, parts: DeskParts, child: { readonly parent: pulumi.Resource }): void {
  const failing = "Reviews could not be moved by the clock.";
  countedAlarm(`${name}-failing`, parts, { metricName: "ReviewFailures", alarmDescription: failing }, child);
  const alarmDescription = "Nobody was reminded, and nothing revoked, for half an hour.";
  missingAlarm(`${name}-clock-missing`, parts, { metricName: "ReviewSweeps", minutes: 30, alarmDescription }, child);
}
