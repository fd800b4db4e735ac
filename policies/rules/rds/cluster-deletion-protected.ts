import type { Rule } from "../../core/rule";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";

export const clusterDeletionProtected: Rule = {
  id: "rds-cluster-deletion-protected",
  title: "RDS clusters must be protected against deletion",
  severity: "medium",
  why: "One mistaken command, or an intruder's, deletes the cluster with all of its data.",
  fix: "Set deletionProtection to true.",
  catalogue: ["RDS.7"],
  equivalents: {
    checkov: ["CKV_AWS_139"],
    trivy: ["AWS-0343"],
    prowler: ["rds_cluster_deletion_protection"],
  },
  checks: [on("aws:rds/cluster:Cluster", (cluster) => expect(cluster.at("deletionProtection"), true))],
  remediation: { "aws:rds/cluster:Cluster": { deletionProtection: true } },
};
