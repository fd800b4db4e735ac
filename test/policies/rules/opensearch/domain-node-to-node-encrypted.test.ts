import { domainNodeToNodeEncrypted } from "../../../../policies/rules/opensearch/domain-node-to-node-encrypted";
import { resource, testRule, unknown } from "../../../../policies/testing";

const domain = "aws:opensearch/domain:Domain";
const older = "aws:elasticsearch/domain:Domain";

testRule(domainNodeToNodeEncrypted, {
  passes: {
    encrypted: [
      resource(domain, { nodeToNodeEncryption: { enabled: true } }),
      resource(older, { nodeToNodeEncryption: { enabled: true } }),
    ],
  },
  violates: {
    "left out: off unless asked (@pulumi/aws, nodeToNodeEncryption)": {
      stack: [resource(domain, {})],
      observes: ["nodeToNodeEncryption.enabled is not set"],
    },
    "left out, under the older name": {
      stack: [resource(older, {})],
      observes: ["nodeToNodeEncryption.enabled is not set"],
    },
    off: {
      stack: [resource(domain, { nodeToNodeEncryption: { enabled: false } })],
      observes: ["nodeToNodeEncryption.enabled is false"],
    },
  },
  undetermined: {
    "the flag is not known yet": [resource(domain, { nodeToNodeEncryption: { enabled: unknown } })],
    "the block is not known yet": [resource(older, { nodeToNodeEncryption: unknown })],
  },
});
