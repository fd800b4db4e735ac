import type { Severity } from "../../policies/core/rule";

/** Something that a source finds here and there. */
export interface DemoKind {
  readonly source: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  /** What it was found in: account, and ARN or name. */
  readonly resources: readonly (readonly [account: DemoAccount, resource: string])[];
}

export type DemoAccount = keyof typeof demoAccounts;

/** Account numbers that AWS's documentation uses for examples. */
export const demoAccounts = { production: "111122223333", staging: "444455556666", tools: "123456789012" } as const;

const region = "eu-west-1";
const arn = (service: string, account: DemoAccount, rest: string) =>
  [account, `arn:aws:${service}:${region}:${demoAccounts[account]}:${rest}`] as const;
const bucket = (account: DemoAccount, name: string) => [account, `arn:aws:s3:::${name}`] as const;
const user = (account: DemoAccount, name: string) =>
  [account, `arn:aws:iam::${demoAccounts[account]}:user/${name}`] as const;

const found = (
  [source, rule, severity, title]: readonly [source: string, rule: string, severity: Severity, title: string],
  description: string,
  ...resources: DemoKind["resources"]
): DemoKind => ({ source, rule, severity, title, description, resources });

export const demoFindings: readonly DemoKind[] = [
  found(
    ["guardduty", "CryptoCurrency:EC2/BitcoinTool.B!DNS", "critical", "An instance looks up the name of a mining pool"],
    "The instance asked for pool.minexmr.example 41 times within ten minutes.",
    arn("ec2", "staging", "instance/i-0f3a9c1d2e4b5a687"),
    arn("ec2", "production", "instance/i-0a91be77c2d40f1e3"),
  ),
  found(
    [
      "guardduty",
      "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
      "critical",
      "Credentials of an instance are used from outside AWS",
    ],
    "Credentials made for an instance's role were used from 198.51.100.23.",
    arn("ec2", "production", "instance/i-0c57d9b1a3e8f2460"),
  ),
  found(
    ["guardduty", "UnauthorizedAccess:EC2/SSHBruteForce", "high", "Somebody tries SSH passwords"],
    "203.0.113.77 performs a brute force attack on port 22.",
    arn("ec2", "staging", "instance/i-08b6e2f94a7c1d350"),
    arn("ec2", "tools", "instance/i-0d4417f0ab93c8e25"),
  ),
  found(
    ["guardduty", "Recon:IAMUser/MaliciousIPCaller.Custom", "medium", "API calls from an address of the threat list"],
    "DescribeInstances and ListBuckets were called from 192.0.2.146.",
    user("tools", "ci-legacy"),
    user("staging", "load-test"),
    user("production", "reporting"),
  ),
  found(
    ["guardduty", "Policy:IAMUser/RootCredentialUsage", "low", "The root user signed in"],
    "Root credentials were used for ConsoleLogin.",
    ["staging", `arn:aws:iam::${demoAccounts.staging}:root`],
    ["tools", `arn:aws:iam::${demoAccounts.tools}:root`],
  ),
  found(
    ["securityhub", "S3.8", "high", "S3 general purpose buckets should block public access"],
    "The bucket's public access block is off, and its policy lets everyone read.",
    bucket("production", "shop-invoices"),
    bucket("staging", "press-photos"),
    bucket("tools", "build-cache-eu"),
    bucket("staging", "shop-invoices-test"),
  ),
  found(
    [
      "securityhub",
      "EC2.19",
      "critical",
      "Security groups should not allow unrestricted access to ports with high risk",
    ],
    "0.0.0.0/0 may reach port 3306.",
    arn("ec2", "staging", "security-group/sg-0b2c4d6e8f1a3c5e7"),
    arn("ec2", "production", "security-group/sg-07f1e3d5c7b9a0b2d"),
  ),
  found(
    ["securityhub", "IAM.6", "critical", "Hardware MFA should be enabled for the root user"],
    "The root user signs in with a password alone.",
    ["tools", `AWS::::Account:${demoAccounts.tools}`],
  ),
  found(
    ["securityhub", "IAM.3", "medium", "IAM users' access keys should be rotated every 90 days or less"],
    "The access key is 214 days old.",
    user("production", "reporting"),
    user("tools", "ci-legacy"),
    user("staging", "qa-runner"),
    user("production", "partner-feed"),
  ),
  found(
    ["securityhub", "RDS.3", "medium", "RDS DB instances should have encryption at rest enabled"],
    "The instance's storage isn't encrypted.",
    arn("rds", "staging", "db:orders-copy"),
    arn("rds", "tools", "db:metabase"),
    arn("rds", "staging", "db:search-index"),
  ),
  found(
    ["securityhub", "RDS.2", "critical", "RDS DB instances should prohibit public access"],
    "The instance is publicly accessible.",
    arn("rds", "staging", "db:orders-copy"),
  ),
  found(
    ["securityhub", "EC2.7", "medium", "EBS default encryption should be enabled"],
    "New volumes in eu-west-1 aren't encrypted.",
    ["staging", `AWS::::Account:${demoAccounts.staging}`],
  ),
  found(
    ["securityhub", "Lambda.2", "medium", "Lambda functions should use supported runtimes"],
    "The function's runtime is nodejs16.x.",
    arn("lambda", "production", "function:thumbnailer"),
    arn("lambda", "staging", "function:export-nightly"),
    arn("lambda", "tools", "function:slack-bridge"),
    arn("lambda", "production", "function:invoice-mailer"),
  ),
  found(
    ["securityhub", "CloudTrail.4", "low", "CloudTrail log file validation should be enabled"],
    "The trail doesn't validate its log files.",
    arn("cloudtrail", "staging", "trail/staging-trail"),
    arn("cloudtrail", "tools", "trail/tools-trail"),
  ),
  found(
    ["securityhub", "EC2.6", "medium", "VPC flow logging should be enabled in all VPCs"],
    "The VPC has no flow log.",
    arn("ec2", "staging", "vpc/vpc-0aa1b2c3d4e5f6071"),
    arn("ec2", "tools", "vpc/vpc-0bb2c3d4e5f607182"),
    arn("ec2", "production", "vpc/vpc-0cc3d4e5f60718293"),
  ),
  found(
    ["securityhub", "SQS.1", "medium", "Amazon SQS queues should be encrypted at rest"],
    "The queue isn't encrypted.",
    arn("sqs", "staging", "export-jobs"),
    arn("sqs", "production", "mail-outbox"),
    arn("sqs", "tools", "deploy-events"),
  ),
  found(
    ["securityhub", "CVE-2026-31337", "high", "CVE-2026-31337 - libxml2, libxml2-devel"],
    "A crafted document lets an attacker run code. Fixed in 2.14.9.",
    arn("ecr", "production", "repository/checkout/sha256:41c0"),
    arn("ecr", "production", "repository/search/sha256:9e17"),
    arn("ecr", "staging", "repository/checkout/sha256:b2d9"),
    arn("ecr", "tools", "repository/runner/sha256:0f4e"),
  ),
  found(
    ["securityhub", "CVE-2026-20114", "low", "CVE-2026-20114 - busybox"],
    "A local user can crash the shell.",
    arn("ecr", "tools", "repository/cron/sha256:77aa"),
    arn("ecr", "staging", "repository/search/sha256:c3f0"),
  ),
  found(
    [
      "guardrails",
      "ec2-security-group-no-public-ssh",
      "critical",
      "Security groups must not let the whole internet reach SSH",
    ],
    "bastion: 0.0.0.0/0 can reach TCP port 22.",
    ["staging", "urn:pulumi:dev::network::aws:ec2/securityGroup:SecurityGroup::bastion"],
  ),
  found(
    ["guardrails", "s3-bucket-tls-required", "medium", "Buckets must refuse requests without TLS"],
    "No statement of the bucket's policy denies requests without TLS.",
    ["staging", "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::uploads"],
    ["production", "urn:pulumi:prod::shop::aws:s3/bucket:Bucket::receipts"],
  ),
  found(
    [
      "config",
      "restricted-common-ports",
      "medium",
      "restricted-common-ports: AWS::EC2::SecurityGroup sg-0b2c4d6e8f1a3c5e7",
    ],
    "Port 3389 is open to 0.0.0.0/0.",
    ["staging", "AWS::EC2::SecurityGroup sg-0b2c4d6e8f1a3c5e7"],
  ),
  found(
    ["edr", "T1059.004", "high", "A shell was started by the web server"],
    "nginx started /bin/sh -c id. The process was ended.",
    ["production", "web-03.shop.example"],
    ["production", "web-07.shop.example"],
    ["staging", "web-01.staging.example"],
  ),
  found(
    ["edr", "T1110.001", "medium", "Many failed sign-ins on one laptop"],
    "37 wrong passwords for ferdinand within two minutes, then a right one.",
    ["tools", "laptop-ferdinand"],
  ),
  found(
    ["monitoring", "CertificateExpiresSoon", "medium", "The certificate of api.shop.example expires in 6 days"],
    "Its renewal has failed since Sunday: the DNS record for validation is missing.",
    ["production", "instance=https://api.shop.example"],
    ["production", "instance=https://partner.shop.example"],
    ["staging", "instance=https://api.staging.example"],
  ),
  found(
    ["monitoring", "LoginFailuresHigh", "high", "Ten times as many failed sign-ins as usual"],
    "4,120 failed sign-ins within five minutes, most from three networks.",
    ["production", "job=identity, service=login"],
  ),
  found(
    ["mail", "report", "medium", "Is this mail from our bank?"],
    "I got a mail that asks me to confirm an invoice on a page that looks like ours. I did not enter anything.",
    ["production", "<a81c@mail.shop.example>"],
  ),
  found(["mail", "report", "medium", "Lost my badge"], "It must have been on the train this morning.", [
    "production",
    "<b7d2@mail.shop.example>",
  ]),
  found(
    ["mail", "report", "medium", "Phishing again"],
    "Same sender as last week, now about a parcel. I have clicked the link, sorry.",
    ["production", "<c55e@mail.shop.example>"],
  ),
];
