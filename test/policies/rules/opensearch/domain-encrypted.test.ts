import { domainEncrypted } from "../../../../policies/rules/opensearch/domain-encrypted";
import { resource, testRule, unknown } from "../../../../policies/testing";

const domain = "aws:opensearch/domain:Domain";
const older = "aws:elasticsearch/domain:Domain";

testRule(domainEncrypted, {
  passes: {
    encrypted: [
      resource(domain, { encryptAtRest: { enabled: true } }),
      resource(older, { encryptAtRest: { enabled: true } }),
    ],
  },
  violates: {
    "left out: off unless asked (@pulumi/aws, encryptAtRest)": {
      stack: [resource(domain, {})],
      observes: ["encryptAtRest.enabled is not set"],
    },
    "left out, under the older name": {
      stack: [resource(older, {})],
      observes: ["encryptAtRest.enabled is not set"],
    },
    off: {
      stack: [resource(domain, { encryptAtRest: { enabled: false } })],
      observes: ["encryptAtRest.enabled is false"],
    },
  },
  undetermined: {
    "the flag is not known yet": [resource(domain, { encryptAtRest: { enabled: unknown } })],
    "the block is not known yet": [resource(older, { encryptAtRest: unknown })],
  },
});
