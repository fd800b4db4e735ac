import { NotKnown } from "../core/value";
import type { SubjectOf } from "./check";
import { isSet } from "./is-set";
import { some } from "./some";

type Instance = SubjectOf<"aws:rds/instance:Instance">;

const restorations = ["snapshotIdentifier", "restoreToPointInTime"];

/** Days that an instance keeps its automated backups: none unless asked, and the former ones after a restoration. */
export function backupRetentionDays(instance: Instance): number {
  const days = instance.at("backupRetentionPeriod").number();
  if (days === undefined && some(restorations, (property) => isSet(instance, property))) {
    throw new NotKnown("backupRetentionPeriod is that of the database that was restored");
  }
  return days ?? 0;
}

/** A read replica's data is backed up at its source, and that of an Aurora instance by its cluster. */
export function isBackedUpElsewhere(instance: Instance): boolean {
  const isReplica = () => isSet(instance, "replicateSourceDb");
  const isAurora = () => instance.at("engine").string()?.startsWith("aurora") ?? false;
  return some([isReplica, isAurora], (holds) => holds());
}
