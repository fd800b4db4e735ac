import type { Rule } from "../../core/rule";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";

export const domainNodeToNodeEncrypted: Rule = {
  id: "opensearch-domain-node-to-node-encrypted",
  title: "OpenSearch domains must encrypt traffic between their nodes",
  severity: "medium",
  why: "Without it, whoever gets onto the domain's network reads and changes what the nodes exchange.",
  fix: "Set nodeToNodeEncryption to { enabled: true }. Domains older than Elasticsearch 6.7 are replaced by this: copy their data first.",
  catalogue: ["Opensearch.3", "ES.3"],
  equivalents: {
    checkov: ["CKV_AWS_6"],
    "cdk-nag": ["OpenSearchNodeToNodeEncryption"],
    trivy: ["AWS-0043"],
    guard: ["OPENSEARCH_NODE_TO_NODE_ENCRYPTION_CHECK"],
  },
  checks: [
    on(["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"], (domain) =>
      expect(domain.at("nodeToNodeEncryption").at("enabled"), true),
    ),
  ],
};
