import type { Rule } from "../../core/rule";
import { on } from "../../facts/check";
import { expect } from "../../facts/expect";

export const domainEncrypted: Rule = {
  id: "opensearch-domain-encrypted",
  title: "OpenSearch domains must be encrypted at rest",
  severity: "medium",
  why: "Whoever gets at the storage or a snapshot of an unencrypted domain reads all of its data.",
  fix: "Set encryptAtRest to { enabled: true }. Domains older than Elasticsearch 6.7 are replaced by this: copy their data first.",
  catalogue: ["Opensearch.1", "ES.1"],
  equivalents: {
    checkov: ["CKV_AWS_5"],
    "cdk-nag": ["OpenSearchEncryptedAtRest"],
    trivy: ["AWS-0048"],
    guard: ["OPENSEARCH_ENCRYPTED_AT_REST"],
  },
  checks: [
    on(["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"], (domain) =>
      expect(domain.at("encryptAtRest").at("enabled"), true),
    ),
  ],
};
