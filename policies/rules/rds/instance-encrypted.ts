import { NotKnown } from "../../core/value";
import type { Rule } from "../../core/rule";
import { across } from "../../facts/check";
import { expect } from "../../facts/expect";
import { clusterOf, isEncryptedByOrigin } from "../../facts/rds-encryption";
import { unless } from "../../facts/unless";

export const instanceEncrypted: Rule = {
  id: "rds-instance-encrypted",
  title: "RDS instances must be encrypted at rest",
  severity: "medium",
  why: "Whoever gets at the storage, a snapshot or a backup of an unencrypted instance reads all of its data.",
  fix: "Set storageEncrypted to true (of an Aurora instance, on its cluster). This replaces an existing database: restore it from an encrypted copy of a snapshot.",
  catalogue: ["RDS.3"],
  equivalents: {
    checkov: ["CKV_AWS_16"],
    "cdk-nag": ["RDSStorageEncrypted"],
    trivy: ["AWS-0080"],
    guard: ["RDS_STORAGE_ENCRYPTED"],
    prowler: ["rds_instance_storage_encrypted"],
  },
  checks: [
    across("aws:rds/instance:Instance", (instance, { graph }) =>
      unless(
        () => isEncryptedByOrigin(instance, graph),
        () => expect(instance.at("storageEncrypted"), true),
      ),
    ),
    across("aws:rds/clusterInstance:ClusterInstance", (instance, { graph }) => {
      const cluster = clusterOf(instance, graph);
      if (!cluster) return ofUnseenCluster(instance.outputs.at("storageEncrypted").boolean());
      return unless(
        // Serverless v1 clusters are always encrypted: Aurora User Guide, Using Aurora Serverless v1.
        () => cluster.at("engineMode").string() === "serverless" || isEncryptedByOrigin(cluster, graph),
        () => expect(cluster.at("storageEncrypted"), true).map((observation) => `its cluster's ${observation}`),
      );
    }),
  ],
};

function ofUnseenCluster(isEncrypted: boolean | undefined): readonly string[] {
  if (isEncrypted === undefined)
    throw new NotKnown("storageEncrypted is that of the cluster, which is not in this stack");
  return isEncrypted ? [] : ["storageEncrypted is false"];
}
