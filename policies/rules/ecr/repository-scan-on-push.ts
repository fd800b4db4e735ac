import type { Rule } from "../../core/rule";
import { across } from "../../facts/check";
import { expect } from "../../facts/expect";
import { isScannedByRegistry } from "../../facts/scanning";
import { unless } from "../../facts/unless";

export const repositoryScanOnPush: Rule = {
  id: "ecr-repository-scan-on-push",
  title: "ECR repositories must scan images when they are pushed",
  severity: "high",
  why: "Images that nobody scans carry known vulnerabilities into production.",
  fix: "Set imageScanningConfiguration to { scanOnPush: true }, or let a RegistryScanningConfiguration of the stack cover the repository.",
  catalogue: ["ECR.1"],
  equivalents: {
    checkov: ["CKV_AWS_163"],
    trivy: ["AWS-0030"],
    guard: ["ECR_REPO_SCAN_ON_PUSH"],
    prowler: ["ecr_repositories_scan_images_on_push_enabled"],
  },
  checks: [
    across("aws:ecr/repository:Repository", (repository, { graph }) =>
      unless(
        () => isScannedByRegistry(repository, graph),
        () => expect(repository.at("imageScanningConfiguration").at("scanOnPush"), true),
      ),
    ),
  ],
  remediation: { "aws:ecr/repository:Repository": { imageScanningConfiguration: { scanOnPush: true } } },
};
