import type { Rule } from "../../core/rule";
import { clusterDeletionProtected } from "./cluster-deletion-protected";
import { instanceBackupsEnabled } from "./instance-backups-enabled";
import { instanceDeletionProtected } from "./instance-deletion-protected";
import { instanceEncrypted } from "./instance-encrypted";
import { instanceNotPublic } from "./instance-not-public";

export const rds: readonly Rule[] = [
  instanceNotPublic,
  instanceEncrypted,
  clusterDeletionProtected,
  instanceDeletionProtected,
  instanceBackupsEnabled,
];
