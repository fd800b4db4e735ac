import type { Graph, Subject } from "../core/graph";
import { NotKnown } from "../core/value";
import type { SubjectOf } from "./check";
import { isSet } from "./is-set";
import { known } from "./known";
import { some } from "./some";

type Database = SubjectOf<"aws:rds/instance:Instance"> | SubjectOf<"aws:rds/cluster:Cluster">;

/** A database made from another one takes its encryption from there: Amazon RDS User Guide, Encrypting Amazon RDS resources. */
const origins = ["replicateSourceDb", "replicationSourceIdentifier", "snapshotIdentifier", "restoreToPointInTime"];

/** Whether a database whose `storageEncrypted` does not say so is encrypted by what it is made from. */
export function isEncryptedByOrigin(database: Database, graph: Graph): boolean {
  if (!isDerived(database)) return false;
  // A key makes a replica in another Region encrypted, whatever its source is.
  if (isSet(database, "kmsKeyId")) return true;
  const actual = database.outputs.at("storageEncrypted").boolean();
  if (actual !== undefined) return actual;
  const source = sourceOf(database, graph);
  if (source?.at("storageEncrypted").boolean() === true) return true;
  if (source && !isDerived(source)) return false;
  throw new NotKnown("storageEncrypted is that of the source or snapshot, which is not in this stack");
}

/** The cluster that an instance stores its data in; undefined when it is none of this stack. */
export function clusterOf(
  instance: SubjectOf<"aws:rds/clusterInstance:ClusterInstance">,
  graph: Graph,
): SubjectOf<"aws:rds/cluster:Cluster"> | undefined {
  const value = instance.at("clusterIdentifier");
  return graph.target(instance, "clusterIdentifier", value, ["aws:rds/cluster:Cluster"], identifiers);
}

function sourceOf(database: Database, graph: Graph): SubjectOf<"aws:rds/instance:Instance"> | undefined {
  const value = (database as Subject<{ replicateSourceDb: string }>).at("replicateSourceDb");
  if (!isSet(database, "replicateSourceDb")) return undefined;
  return graph.target(database, "replicateSourceDb", value, ["aws:rds/instance:Instance"], identifiers);
}

function isDerived(database: Database): boolean {
  return some(origins, (property) => isSet(database, property));
}

function identifiers(database: Subject<any>): string[] {
  const literals = ["identifier", "clusterIdentifier"].map(
    (property) => known(() => database.at(property).string()).value,
  );
  const arn = known(() => database.outputs.at("arn").string()).value;
  return [...literals, arn, database.id].filter((name) => name !== undefined);
}
