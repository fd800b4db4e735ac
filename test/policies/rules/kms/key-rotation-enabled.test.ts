import { keyRotationEnabled } from "../../../../policies/rules/kms/key-rotation-enabled";
import { resource, testRule, unknown } from "../../../../policies/testing";
import { testRemediation } from "../../../support/remediates";

const key = "aws:kms/key:Key";

testRule(keyRotationEnabled, {
  passes: {
    "rotated once a year": [resource(key, { enableKeyRotation: true })],
    "rotated, its kind not known yet": [resource(key, { enableKeyRotation: true, customerMasterKeySpec: unknown })],
    "an asymmetric key can't be rotated (KMS Developer Guide, Rotate AWS KMS keys)": [
      resource(key, { customerMasterKeySpec: "RSA_4096", keyUsage: "SIGN_VERIFY" }),
    ],
    "an HMAC key can't be rotated": [
      resource(key, { customerMasterKeySpec: "HMAC_256", keyUsage: "GENERATE_VERIFY_MAC" }),
    ],
    "a key for signing, its kind not known yet": [
      resource(key, { customerMasterKeySpec: unknown, keyUsage: "SIGN_VERIFY" }),
    ],
    "a key in a custom key store can't be rotated": [resource(key, { customKeyStoreId: "cks-1234567890abcdef0" })],
    "a key in an external key store can't be rotated": [resource(key, { xksKeyId: "bb8562717f809024" })],
    "imported key material is another resource and can't be rotated": [resource("aws:kms/externalKey:ExternalKey", {})],
    "a replica key follows its primary": [resource("aws:kms/replicaKey:ReplicaKey", { primaryKeyArn: unknown })],
  },
  violates: {
    "left out: KMS does not rotate unless asked (@pulumi/aws, enableKeyRotation defaults to false)": {
      stack: [resource(key, {})],
      observes: ["enableKeyRotation is not set"],
    },
    off: {
      stack: [resource(key, { enableKeyRotation: false, customerMasterKeySpec: "SYMMETRIC_DEFAULT" })],
      observes: ["enableKeyRotation is false"],
    },
  },
  undetermined: {
    "the flag is not known yet": [resource(key, { enableKeyRotation: unknown })],
    "not rotated, its kind not known yet": [resource(key, { customerMasterKeySpec: unknown })],
    "not rotated, its store not known yet": [resource(key, { customKeyStoreId: unknown })],
  },
});

testRemediation(keyRotationEnabled, [resource(key, { description: "data" })]);
