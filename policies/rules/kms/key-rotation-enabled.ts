import type { Rule } from "../../core/rule";
import { on, type SubjectOf } from "../../facts/check";
import { expect } from "../../facts/expect";
import { isSet } from "../../facts/is-set";
import { some } from "../../facts/some";
import { unless } from "../../facts/unless";

export const keyRotationEnabled: Rule = {
  id: "kms-key-rotation-enabled",
  title: "Symmetric KMS keys must be rotated automatically",
  severity: "medium",
  why: "Without rotation the same key material encrypts everything for years, so one leak of it exposes all of that data.",
  fix: "Set enableKeyRotation to true. Data stays readable: KMS keeps the older key material.",
  catalogue: ["KMS.4"],
  equivalents: {
    checkov: ["CKV_AWS_7"],
    "cdk-nag": ["KMSBackingKeyRotationEnabled"],
    guard: ["CMK_BACKING_KEY_ROTATION_ENABLED"],
    prowler: ["kms_cmk_rotation_enabled"],
  },
  checks: [
    on("aws:kms/key:Key", (key) =>
      unless(
        () => !canRotate(key),
        () => expect(key.at("enableKeyRotation"), true),
      ),
    ),
  ],
  remediation: { "aws:kms/key:Key": { enableKeyRotation: true } },
};

/**
 * KMS rotates symmetric encryption keys whose material it generated itself. Asymmetric and HMAC keys and keys in custom
 * key stores it can't: KMS Developer Guide, Rotate AWS KMS keys.
 */
function canRotate(key: SubjectOf<"aws:kms/key:Key">): boolean {
  const spec = () => (key.at("customerMasterKeySpec").string() ?? "SYMMETRIC_DEFAULT") !== "SYMMETRIC_DEFAULT";
  const usage = () => (key.at("keyUsage").string() ?? "ENCRYPT_DECRYPT") !== "ENCRYPT_DECRYPT";
  const store = () => isSet(key, "customKeyStoreId") || isSet(key, "xksKeyId");
  return !some([spec, usage, store], (excludes) => excludes());
}
