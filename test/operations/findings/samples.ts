/** One finding of each source, as it comes. */
export const asffFinding = {
  SchemaVersion: "2018-10-08",
  Id: "arn:aws:securityhub:eu-west-1:123456789012:security-control/S3.8/finding/1",
  ProductArn: "arn:aws:securityhub:eu-west-1::product/aws/securityhub",
  ProductName: "Security Hub",
  GeneratorId: "security-control/S3.8",
  AwsAccountId: "123456789012",
  Types: ["Software and Configuration Checks/Industry Standards"],
  CreatedAt: "2026-11-01T06:00:00Z",
  UpdatedAt: "2026-11-24T06:00:00Z",
  Severity: { Label: "HIGH", Normalized: 70 },
  Title: "S3 general purpose buckets should block public access",
  Description: "This control checks the bucket.",
  Remediation: { Recommendation: { Url: "https://docs.aws.amazon.com/console/securityhub/S3.8/remediation" } },
  Resources: [
    {
      Type: "AwsS3Bucket",
      Id: "arn:aws:s3:::invoices",
      Partition: "aws",
      Region: "eu-west-1",
      Tags: { team: "payments" },
    },
  ],
  Compliance: { Status: "FAILED", SecurityControlId: "S3.8" },
  Workflow: { Status: "NEW" },
  RecordState: "ACTIVE",
};

export const ocsfFinding = {
  activity_id: 1,
  class_uid: 2004,
  class_name: "Detection Finding",
  severity_id: 5,
  status_id: 1,
  time: Date.parse("2026-11-24T08:00:00Z"),
  message: "200 failed sign-ins of root",
  metadata: { product: { name: "EDR" } },
  cloud: { account: { uid: "123456789012" }, region: "eu-west-1" },
  finding_info: { uid: "d-1", title: "Many failed sign-ins", analytic: { uid: "T1110" } },
  resources: [{ uid: "i-0abc", type: "host" }],
};

export const guardDutyEvent = {
  "detail-type": "GuardDuty Finding",
  source: "aws.guardduty",
  detail: {
    accountId: "123456789012",
    partition: "aws",
    region: "eu-west-1",
    id: "16afba5c5c43e07c9e3e5e2e544e95df",
    type: "UnauthorizedAccess:EC2/SSHBruteForce",
    severity: 8,
    title: "SSH brute force",
    description: "198.51.100.7 is performing SSH brute force attacks.",
    updatedAt: "2026-11-24T08:00:00.000Z",
    resource: {
      resourceType: "Instance",
      instanceDetails: { instanceId: "i-0abc", tags: [{ key: "team", value: "shop" }] },
    },
    service: {
      archived: false,
      count: 3,
      action: { networkConnectionAction: { remoteIpDetails: { ipAddressV4: "198.51.100.7" } } },
    },
  },
};

export function complianceChange(complianceType: string) {
  return {
    "detail-type": "Config Rules Compliance Change",
    source: "aws.config",
    account: "123456789012",
    region: "eu-west-1",
    detail: {
      awsAccountId: "123456789012",
      awsRegion: "eu-west-1",
      configRuleName: "s3-bucket-ssl",
      configRuleARN: "arn:aws:config:eu-west-1:123456789012:config-rule/config-rule-1",
      messageType: "ComplianceChangeNotification",
      resourceType: "AWS::S3::Bucket",
      resourceId: "invoices",
      newEvaluationResult: { complianceType, resultRecordedTime: "2026-11-24T08:00:00.000Z", annotation: null },
    },
  };
}

export const alert = {
  status: "firing",
  labels: { alertname: "ProbeFailure", instance: "https://shop.example", job: "probe", severity: "critical" },
  annotations: { summary: "Probe of shop failed", description: "It has failed for five minutes." },
  startsAt: "2026-11-24T08:00:00Z",
  endsAt: "0001-01-01T00:00:00Z",
  generatorURL: "https://prometheus.example/graph",
  fingerprint: "1a30ba71cca2921f",
};

export function snsMessage(message: string) {
  return {
    Type: "Notification",
    MessageId: "m-1",
    TopicArn: "arn:aws:sns:eu-west-1:123456789012:alerts",
    Subject: "Backup",
    Message: message,
    Timestamp: "2026-11-24T08:59:00.000Z",
    SignatureVersion: "2",
    SigningCertURL: "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef.pem",
  };
}
