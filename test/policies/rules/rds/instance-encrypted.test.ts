import { instanceEncrypted } from "../../../../policies/rules/rds/instance-encrypted";
import { resource, testRule, unknown } from "../../../../policies/testing";

const instance = "aws:rds/instance:Instance";
const member = "aws:rds/clusterInstance:ClusterInstance";
const cluster = "aws:rds/cluster:Cluster";

const encrypted = resource(instance, { identifier: "primary", storageEncrypted: true }, { name: "primary" });
const plain = resource(instance, { identifier: "primary" }, { name: "primary" });
const encryptedCluster = resource(cluster, { clusterIdentifier: "data", storageEncrypted: true }, { name: "data" });
const plainCluster = resource(cluster, { clusterIdentifier: "data" }, { name: "data" });
const clusterOf = (properties: Record<string, unknown>) => resource(cluster, properties, { name: "data" });
const memberOf = (owner: ReturnType<typeof resource>) => resource(member, { clusterIdentifier: owner });

testRule(instanceEncrypted, {
  passes: {
    encrypted: [resource(instance, { storageEncrypted: true })],
    "encrypted, its key not known yet": [resource(instance, { storageEncrypted: true, kmsKeyId: unknown })],
    "a replica of an encrypted instance: it takes its source's encryption (RDS User Guide, Encrypting resources)": [
      encrypted,
      resource(instance, { replicateSourceDb: encrypted }),
    ],
    "a replica that names its source literally": [encrypted, resource(instance, { replicateSourceDb: "primary" })],
    "a replica with a key: in another Region the key decides (RDS User Guide, Encrypting resources)": [
      resource(instance, { replicateSourceDb: "arn:aws:rds:eu-west-1:111122223333:db:a", kmsKeyId: "alias/db" }),
    ],
    "restored, and found encrypted": [
      resource(instance, { snapshotIdentifier: "snap" }, { outputs: { storageEncrypted: true } }),
    ],
    "restored and declared encrypted": [resource(instance, { snapshotIdentifier: unknown, storageEncrypted: true })],
    "an instance of an encrypted cluster": [encryptedCluster, memberOf(encryptedCluster)],
    "an instance of a cluster named literally": [encryptedCluster, resource(member, { clusterIdentifier: "data" })],
    "an instance of a serverless v1 cluster, always encrypted (Aurora User Guide, Using Aurora Serverless v1)": [
      clusterOf({ engineMode: "serverless" }),
      memberOf(clusterOf({ engineMode: "serverless" })),
    ],
    "an instance found encrypted, its cluster elsewhere": [
      resource(member, { clusterIdentifier: "other" }, { outputs: { storageEncrypted: true } }),
    ],
  },
  violates: {
    "left out: RDS does not encrypt unless asked (@pulumi/aws, storageEncrypted defaults to false)": {
      stack: [resource(instance, {})],
      observes: ["storageEncrypted is not set"],
    },
    off: { stack: [resource(instance, { storageEncrypted: false })], observes: ["storageEncrypted is false"] },
    "off, although a key is named: the key is not used": {
      stack: [resource(instance, { storageEncrypted: false, kmsKeyId: "alias/db" })],
      observes: ["storageEncrypted is false"],
    },
    "a replica of an unencrypted instance, both": {
      stack: [plain, resource(instance, { replicateSourceDb: plain })],
      observes: ["storageEncrypted is not set", "storageEncrypted is not set"],
    },
    "restored, and found unencrypted": {
      stack: [resource(instance, { snapshotIdentifier: "snap" }, { outputs: { storageEncrypted: false } })],
      observes: ["storageEncrypted is not set"],
    },
    "an instance of an unencrypted cluster": {
      stack: [plainCluster, memberOf(plainCluster)],
      observes: ["its cluster's storageEncrypted is not set"],
    },
    "an instance found unencrypted, its cluster elsewhere": {
      stack: [resource(member, { clusterIdentifier: "other" }, { outputs: { storageEncrypted: false } })],
      observes: ["storageEncrypted is false"],
    },
  },
  undetermined: {
    "the flag is not known yet": [resource(instance, { storageEncrypted: unknown })],
    "a replica of an instance elsewhere": [resource(instance, { replicateSourceDb: "elsewhere" })],
    "a replica of an instance that is not known yet": [resource(instance, { replicateSourceDb: unknown })],
    "restored from a snapshot: encrypted as the snapshot is": [resource(instance, { snapshotIdentifier: "snap" })],
    "restored to a point in time": [
      resource(instance, { restoreToPointInTime: { useLatestRestorableTime: true, sourceDbInstanceIdentifier: "a" } }),
    ],
    "an instance of a cluster elsewhere": [resource(member, { clusterIdentifier: "elsewhere" })],
    "an instance of a restored cluster": [
      clusterOf({ snapshotIdentifier: "snap" }),
      memberOf(clusterOf({ snapshotIdentifier: "snap" })),
    ],
  },
});
