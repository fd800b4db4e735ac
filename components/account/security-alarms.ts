import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { onFirst } from "../audit/metric-alarm";

/** An alarm on what the trail records. */
export interface SecurityAlarm {
  readonly name: string;
  /** What it tells of, for the reader. */
  readonly on: string;
  /** A filter pattern of CloudWatch Logs, at most 1,024 characters. */
  readonly pattern: string;
}

/**
 * CloudWatch.1 to CloudWatch.14, with the patterns that Security Hub looks for word by word, then what this baseline sets.
 * https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html
 */
export const alarms: readonly SecurityAlarm[] = [
  {
    name: "root-use",
    on: "use of the root user (CloudWatch.1)",
    pattern: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
  },
  {
    name: "unauthorized-calls",
    on: "calls that were refused (CloudWatch.2)",
    pattern: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
  },
  {
    name: "sign-in-without-mfa",
    on: "users who sign in without MFA (CloudWatch.3)",
    pattern:
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  },
  {
    name: "iam-policy-changes",
    on: "changes to IAM policies (CloudWatch.4)",
    pattern: from(
      "iam",
      "DeleteGroupPolicy DeleteRolePolicy DeleteUserPolicy PutGroupPolicy PutRolePolicy PutUserPolicy CreatePolicy DeletePolicy CreatePolicyVersion DeletePolicyVersion AttachRolePolicy DetachRolePolicy AttachUserPolicy DetachUserPolicy AttachGroupPolicy DetachGroupPolicy",
    ),
  },
  {
    name: "trail-changes",
    on: "changes to trails (CloudWatch.5)",
    pattern: named("CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging"),
  },
  {
    name: "failed-sign-ins",
    on: "sign-ins that failed (CloudWatch.6)",
    pattern: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
  },
  {
    name: "key-deletions",
    on: "KMS keys that are disabled or to be deleted (CloudWatch.7)",
    pattern: from("kms", "DisableKey ScheduleKeyDeletion"),
  },
  {
    name: "bucket-policy-changes",
    on: "changes to policies of buckets (CloudWatch.8)",
    pattern: from(
      "s3",
      "PutBucketAcl PutBucketPolicy PutBucketCors PutBucketLifecycle PutBucketReplication DeleteBucketPolicy DeleteBucketCors DeleteBucketLifecycle DeleteBucketReplication",
    ),
  },
  {
    name: "config-changes",
    on: "changes to AWS Config (CloudWatch.9)",
    pattern: from(
      "config",
      "StopConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel PutConfigurationRecorder",
    ),
  },
  {
    name: "security-group-changes",
    on: "changes to security groups (CloudWatch.10)",
    pattern: named(
      "AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateSecurityGroup DeleteSecurityGroup",
    ),
  },
  {
    name: "network-acl-changes",
    on: "changes to network ACLs (CloudWatch.11)",
    pattern: named(
      "CreateNetworkAcl CreateNetworkAclEntry DeleteNetworkAcl DeleteNetworkAclEntry ReplaceNetworkAclEntry ReplaceNetworkAclAssociation",
    ),
  },
  {
    name: "gateway-changes",
    on: "changes to network gateways (CloudWatch.12)",
    pattern: named(
      "CreateCustomerGateway DeleteCustomerGateway AttachInternetGateway CreateInternetGateway DeleteInternetGateway DetachInternetGateway",
    ),
  },
  {
    name: "route-table-changes",
    on: "changes to route tables (CloudWatch.13)",
    pattern: from(
      "ec2",
      "CreateRoute CreateRouteTable ReplaceRoute ReplaceRouteTableAssociation DeleteRouteTable DeleteRoute DisassociateRouteTable",
    ),
  },
  {
    name: "vpc-changes",
    on: "changes to VPCs (CloudWatch.14)",
    pattern: named(
      "CreateVpc DeleteVpc ModifyVpcAttribute AcceptVpcPeeringConnection CreateVpcPeeringConnection DeleteVpcPeeringConnection RejectVpcPeeringConnection AttachClassicLinkVpc DetachClassicLinkVpc DisableVpcClassicLink EnableVpcClassicLink",
    ),
  },
  {
    // CIS AWS Foundations 5.0, 4.15; Security Hub has no control for it.
    name: "organization-changes",
    on: "changes to the organization, its accounts and its policies",
    pattern: from(
      "organizations",
      "AcceptHandshake AttachPolicy CreateAccount CreateOrganizationalUnit CreatePolicy DeclineHandshake DeleteOrganization DeleteOrganizationalUnit DeletePolicy DetachPolicy DisablePolicyType EnablePolicyType InviteAccountToOrganization LeaveOrganization MoveAccount RemoveAccountFromOrganization UpdateOrganizationalUnit UpdatePolicy",
    ),
  },
  {
    name: "detection-changes",
    on: "GuardDuty, Security Hub, Access Analyzer or Macie being switched off or told to look away",
    pattern: named(
      "DeleteDetector UpdateDetector CreateFilter CreateTrustedEntitySet DisassociateFromAdministratorAccount DisableSecurityHub DisableSecurityHubV2 BatchDisableStandards UpdateStandardsControl BatchUpdateStandardsControlAssociations CreateAutomationRule BatchUpdateAutomationRules DeleteAnalyzer CreateArchiveRule UpdateAnalyzer DisableMacie UpdateMacieSession",
    ),
  },
  {
    name: "account-default-changes",
    on: "changes to the account's own protections: public access, encryption, metadata, consoles, passwords",
    pattern: named(
      "PutAccountPublicAccessBlock DeleteAccountPublicAccessBlock DisableEbsEncryptionByDefault DisableSnapshotBlockPublicAccess DisableImageBlockPublicAccess ModifyInstanceMetadataDefaults EnableSerialConsoleAccess ModifyVpcBlockPublicAccessOptions UpdateAccountPasswordPolicy DeleteAccountPasswordPolicy",
    ),
  },
];

/** Tells the topic of each event that an alarm is on. Children: metric filter and metric alarm `<name>-<alarm>` each. */
export function securityAlarms(
  name: string,
  {
    watched,
    logGroupName,
    alarmTopicArn,
    tags,
  }: {
    readonly watched: readonly SecurityAlarm[];
    readonly logGroupName: pulumi.Input<string>;
    readonly alarmTopicArn: pulumi.Input<string>;
    readonly tags: aws.cloudwatch.MetricAlarmArgs["tags"];
  },
  child: { readonly parent: pulumi.Resource },
): void {
  for (const alarm of watched) {
    const metric = { namespace: "LogMetrics", name: `${name}-${alarm.name}`, value: "1" };
    new aws.cloudwatch.LogMetricFilter(
      `${name}-${alarm.name}`,
      { logGroupName, pattern: alarm.pattern, metricTransformation: metric },
      child,
    );
    // Tells of events, which are not undone: an alarm that is over says nothing.
    new aws.cloudwatch.MetricAlarm(
      `${name}-${alarm.name}`,
      {
        ...onFirst,
        ...{ namespace: metric.namespace, metricName: metric.name },
        alarmDescription: `The trail shows ${alarm.on}`,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        alarmActions: [alarmTopicArn],
        tags,
      },
      child,
    );
  }
}

function anyOf(events: string): string {
  return events
    .split(" ")
    .map((event) => `($.eventName=${event})`)
    .join(" || ");
}

function named(events: string): string {
  return `{${anyOf(events)}}`;
}

function from(service: string, events: string): string {
  return `{($.eventSource=${service}.amazonaws.com) && (${anyOf(events)})}`;
}
