import type * as pulumi from "@pulumi/pulumi";
import { expectRetention } from "../audit/log-group";
import { expectArgument, isRegion } from "../check-argument";
import type { SecurityContact } from "./account-defaults";
import { parts } from "./parts";
import { expectNames } from "./skip";

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
   * Regions that get GuardDuty, AWS Config, Security Hub, Access Analyzer and EC2's defaults: the provider's own first, which
   * records users and roles. What each has ends in its name.
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
   * `organization-changes`, `detection-changes`, `account-default-changes`), `config`, `config-role` (where the account has
   * it), `guardduty`, `guardduty-s3-data-events`, `guardduty-eks-audit-logs`, `guardduty-ebs-malware-protection`,
   * `guardduty-rds-login-events`, `guardduty-lambda-network-logs` and `guardduty-runtime-monitoring` (which some regions
   * lack), `security-hub`, `access-analyzer`, `ebs-encryption`, `snapshot-public-access`, `image-public-access`,
   * `instance-metadata`, `serial-console`, `s3-public-access`, `password-policy`.
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

/** Refuses what AWS would refuse later, before anything is registered. */
export function expectArguments({
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
    expectArgument(isRegion(region), "regions", "names such as eu-west-1", region);
  }
  expectArgument(isDistinct(regions ?? []), "regions", "names that differ", regions);
  expectArgument(/^o-[a-z0-9]{10,32}$/.test(organizationId), "organizationId", "like o-ab12cd34ef", organizationId);
  expectArgument(monthlyBudgetUsd > 0, "monthlyBudgetUsd", "above 0", monthlyBudgetUsd);
  expectNames("skip", skip, parts);
}

function expectEmail(name: string, email: string): void {
  expectArgument(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email), name, "addresses such as security@example.com", email);
}
