import type { Rule } from "../../core/rule";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";

export const clusterNotPublic: Rule = {
  id: "redshift-cluster-not-public",
  title: "Redshift clusters must not be publicly accessible",
  severity: "critical",
  why: "A public cluster has an address on the internet, so only its security groups and its password keep strangers out.",
  fix: "Set publiclyAccessible to false, or leave it out, and reach the cluster from inside the VPC.",
  catalogue: ["Redshift.1"],
  equivalents: {
    checkov: ["CKV_AWS_87"],
    "cdk-nag": ["RedshiftClusterPublicAccess"],
    guard: ["REDSHIFT_CLUSTER_PUBLIC_ACCESS_CHECK"],
    prowler: ["redshift_cluster_public_access"],
  },
  checks: [on("aws:redshift/cluster:Cluster", (cluster) => expect(cluster.at("publiclyAccessible"), false))],
  remediation: { "aws:redshift/cluster:Cluster": { publiclyAccessible: false } },
};
