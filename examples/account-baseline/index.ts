import { AccountBaseline, Bucket } from "pulumi-guardrails/components";

const tags = { Owner: "security", Environment: "prod" };

const baseline = new AccountBaseline("account", {
  alarmEmails: ["security@example.com"],
  securityContact: { name: "Security on call", email: "security@example.com", phone: "+49 30 1234567" },
  regions: ["eu-west-1", "us-east-1"],
  monthlyBudgetUsd: 5000,
  blockPublicIngress: true,
  // Networks and buckets change with every release here: the trail records it, and nobody is woken.
  skip: ["bucket-policy-changes", "gateway-changes", "route-table-changes", "vpc-changes"],
  tags,
});

// What comes after logs into the account's bucket.
const reports = new Bucket("reports", { logBucket: baseline.logBucket, keyArn: baseline.keyArn, tags });

export const alarmTopicArn = baseline.alarmTopicArn;
export const reportsBucket = reports.bucket;
