import { fileSystemEncrypted } from "../../../../policies/rules/efs/file-system-encrypted";
import { resource, testRule, unknown } from "../../../../policies/testing";

const fileSystem = "aws:efs/fileSystem:FileSystem";

testRule(fileSystemEncrypted, {
  passes: {
    "encrypted with a key that AWS manages": [resource(fileSystem, { encrypted: true })],
    "encrypted, its key not known yet": [resource(fileSystem, { encrypted: true, kmsKeyId: unknown })],
  },
  violates: {
    "encryption left out: EFS does not encrypt unless asked (EFS User Guide, Encrypting data at rest)": {
      stack: [resource(fileSystem, {})],
      observes: ["encrypted is not set"],
    },
    "encryption off": { stack: [resource(fileSystem, { encrypted: false })], observes: ["encrypted is false"] },
  },
  undetermined: {
    "the flag comes from another resource": [resource(fileSystem, { encrypted: unknown })],
  },
});
