import type { Rule } from "../../core/rule";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";

export const instanceNotPublic: Rule = {
  id: "rds-instance-not-public",
  title: "RDS instances must not be publicly accessible",
  severity: "critical",
  why: "A public instance has an address on the internet, so only its security groups and its password keep strangers out.",
  fix: "Set publiclyAccessible to false, or leave it out, and reach the database from inside the VPC.",
  catalogue: ["RDS.2"],
  equivalents: {
    checkov: ["CKV_AWS_17"],
    "cdk-nag": ["RDSInstancePublicAccess"],
    trivy: ["AWS-0180"],
    guard: ["RDS_INSTANCE_PUBLIC_ACCESS_CHECK"],
    prowler: ["rds_instance_no_public_access"],
  },
  checks: [
    on(["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"], (instance) =>
      expect(instance.at("publiclyAccessible"), false),
    ),
  ],
  remediation: {
    "aws:rds/instance:Instance": { publiclyAccessible: false },
    "aws:rds/clusterInstance:ClusterInstance": { publiclyAccessible: false },
  },
};
