import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Whom AWS writes to about abuse and incidents. */
export interface SecurityContact {
  /** Of the person or team. */
  name: pulumi.Input<string>;
  /**
   * What they are in the organisation.
   * @default Security
   */
  title?: pulumi.Input<string>;
  /** Address that somebody reads at any hour. */
  email: pulumi.Input<string>;
  /** With the country's code, such as `+49 30 1234567`. */
  phone: pulumi.Input<string>;
}

/**
 * What holds for the account in all regions. Children: S3 account public access block `<name>-s3-public-access`, password policy
 * `<name>-password-policy`, alternative contact `<name>-security-contact`, budget `<name>-budget`.
 */
export function accountDefaults(
  name: string,
  settings: {
    readonly has: (part: string) => boolean;
    readonly securityContact: SecurityContact | undefined;
    readonly monthlyBudgetUsd: number | undefined;
    readonly alarmTopicArn: pulumi.Output<string>;
    readonly tags: aws.budgets.BudgetArgs["tags"];
  },
  child: { readonly parent: pulumi.Resource },
): void {
  const { has, securityContact, monthlyBudgetUsd, alarmTopicArn, tags } = settings;
  if (has("s3-public-access")) {
    new aws.s3.AccountPublicAccessBlock(
      `${name}-s3-public-access`,
      { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      child,
    );
  }
  if (has("password-policy")) {
    new aws.iam.AccountPasswordPolicy(`${name}-password-policy`, passwordPolicy, child);
  }
  if (securityContact) {
    const { name: contact, title = "Security", email, phone } = securityContact;
    new aws.account.AlternativeContact(
      `${name}-security-contact`,
      { alternateContactType: "SECURITY", name: contact, title, emailAddress: email, phoneNumber: phone },
      child,
    );
  }
  if (monthlyBudgetUsd !== undefined) {
    const tell = {
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      subscriberSnsTopicArns: [alarmTopicArn],
    };
    new aws.budgets.Budget(
      `${name}-budget`,
      {
        ...{ budgetType: "COST", timeUnit: "MONTHLY", limitUnit: "USD", limitAmount: String(monthlyBudgetUsd), tags },
        notifications: [
          { ...tell, notificationType: "ACTUAL", threshold: 80 },
          { ...tell, notificationType: "ACTUAL", threshold: 100 },
          { ...tell, notificationType: "FORECASTED", threshold: 100 },
        ],
      },
      child,
    );
  }
}

/** Passwords don't expire: CIS and NIST SP 800-63B have given that up, as people then count upwards. */
const passwordPolicy: aws.iam.AccountPasswordPolicyArgs = {
  ...{ minimumPasswordLength: 14, passwordReusePrevention: 24, allowUsersToChangePassword: true },
  ...{ requireLowercaseCharacters: true, requireUppercaseCharacters: true, requireNumbers: true, requireSymbols: true },
};
