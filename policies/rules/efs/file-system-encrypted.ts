import type { Rule } from "../../core/rule";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";

export const fileSystemEncrypted: Rule = {
  id: "efs-file-system-encrypted",
  title: "EFS file systems must be encrypted at rest",
  severity: "medium",
  why: "Whoever reaches the storage or a backup of an unencrypted file system reads every file on it.",
  fix: "Set encrypted to true and, to control the key, kmsKeyId. This replaces an existing file system: copy its data first.",
  catalogue: ["EFS.1"],
  equivalents: {
    checkov: ["CKV_AWS_42"],
    "cdk-nag": ["EFSEncrypted"],
    trivy: ["AWS-0037"],
    guard: ["EFS_ENCRYPTED_CHECK"],
    prowler: ["efs_encryption_at_rest_enabled"],
  },
  checks: [on("aws:efs/fileSystem:FileSystem", (fileSystem) => expect(fileSystem.at("encrypted"), true))],
};
