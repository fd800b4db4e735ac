import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { settingsFile } from "../../policies/settings/load";
import { writeWhole } from "./check";

const workflowFile = ".github/workflows/guardrails.yml";

/** Writes what a project needs to begin. What is there already stays as it is. */
export function run(): void {
  for (const [path, text] of [
    [settingsFile, settings],
    [workflowFile, workflow],
  ] as const) {
    if (existsSync(path)) {
      process.stdout.write(`${path}: kept as it is\n`);
      continue;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeWhole(path, text);
    process.stdout.write(`${path}: written\n`);
  }
  process.stdout.write(
    "Next: `guardrails check`, then `guardrails baseline` if there is more than you can fix today.\n",
  );
}

const settings = `# yaml-language-server: $schema=node_modules/pulumi-guardrails/policies/guardrails.schema.json
# Settings of pulumi-guardrails, for \`guardrails check\` and for the policy pack alike.

# How strictly each rule is enforced: mandatory, remediate, advisory or disabled.
# The most specific wins: a rule's id, then a glob, then a framework, then a severity, then the default.
levels:
  default: mandatory
  severities:
    low: advisory
  # frameworks: # fsbp, cis-5, cis-3, nist-800-53-5, pci-4
  #   cis-5: mandatory
  # rules:
  #   "s3-*": mandatory
  #   kms-key-rotation-enabled: remediate # the pack sets the property itself

# Parameters of rules; \`guardrails explain <rule>\` lists them.
# parameters:
#   tagging-resource-required-tags:
#     tags:
#       Owner: "" # any value
#       Environment: "^(dev|test|prod)$"

# Findings that someone has decided to live with for a while. All fields but \`ticket\` are required.
# exceptions:
#   - rule: s3-bucket-no-public-read
#     resource: "urn:pulumi:*::shop::aws:s3/bucket:Bucket::website" # a glob, or {type: …, name: …}
#     reason: Serves the public website; holds nothing else.
#     owner: web-team
#     expires: ${new Date().getUTCFullYear() + 1}-01-31 # the last day on which it holds
#     ticket: SHOP-1234

# Rules of your own: CommonJS or TypeScript modules that export \`rules\`.
# rules:
#   - ./guardrails/rules.ts
`;

const workflow = `name: guardrails
on:
  pull_request:
permissions:
  contents: read
  security-events: write # to upload SARIF
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci
      - run: npx guardrails check --format github --output sarif=guardrails.sarif --output markdown=guardrails.md
      - if: always()
        run: cat guardrails.md >> "$GITHUB_STEP_SUMMARY"
      - if: always()
        uses: github/codeql-action/upload-sarif@v3
        with:
          sarif_file: guardrails.sarif
`;
