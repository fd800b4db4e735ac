import * as assert from "node:assert/strict";
import type { AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { asff } from "../../../cli/report/asff";
import { clean, finding, report, reportOf, shop, tagged } from "./fixture";
import { parseAsff } from "./parse";

describe("report as AWS Security Finding Format", () => {
  const findings = parseAsff(asff(reportOf([shop])));

  it("describes a breach with the SDK's own fields", () => {
    const expected: AwsSecurityFinding = {
      SchemaVersion: "2018-10-08",
      Id: `pulumi-guardrails/${shop.findings[1]?.fingerprint}`,
      ProductArn: "arn:aws:securityhub:us-east-1:000000000000:product/000000000000/default",
      GeneratorId: "pulumi-guardrails/ec2-security-group-no-public-ssh",
      AwsAccountId: "000000000000",
      Types: ["Software and Configuration Checks/AWS Security Best Practices"],
      CreatedAt: "2026-11-24T06:00:00.000Z",
      UpdatedAt: "2026-11-24T06:00:00.000Z",
      Severity: { Label: "CRITICAL", Original: "critical" },
      Title: "Security groups must not let the whole internet reach SSH",
      Description:
        "web: 0.0.0.0/0 can reach TCP port 22. Bots try passwords and new exploits on every SSH server of the internet within minutes.",
      Remediation: {
        Recommendation: {
          Text: "Name in cidrBlocks the networks that need SSH, or remove the rule and use Session Manager.",
          Url: "https://example.com/pulumi-guardrails",
        },
      },
      ProductFields: {
        "guardrails/rule": "ec2-security-group-no-public-ssh",
        "guardrails/level": "mandatory",
        "guardrails/source": "examples/shop (program)",
        "guardrails/observation": "0.0.0.0/0 can reach TCP port 22",
        "guardrails/location": "examples/shop/index.ts:9:13",
      },
      Resources: [
        {
          Type: "Other",
          Id: "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::web",
          Partition: "aws",
          Region: "us-east-1",
          Details: {
            Other: {
              urn: "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::web",
              type: "aws:ec2/securityGroup:SecurityGroup",
              name: "web",
            },
          },
        },
      ],
      Compliance: {
        Status: "FAILED",
        SecurityControlId: "EC2.13",
        RelatedRequirements: [
          "CIS AWS 5.0 5.3",
          "NIST 800-53 r5 AC-4",
          "NIST 800-53 r5 SC-7(4)",
          "PCI DSS 4.0.1 1.3.1",
        ],
      },
      Workflow: { Status: "NEW" },
      RecordState: "ACTIVE",
    };
    assert.deepEqual(findings[1], expected);
  });

  it("warns where nothing could be decided, at no severity", () => {
    assert.equal(findings[3]?.Compliance?.Status, "WARNING");
    assert.deepEqual(findings[3].Severity, { Label: "INFORMATIONAL", Original: "medium" });
  });

  it("suppresses what is excused and notes by whom", () => {
    assert.deepEqual(
      findings.map((one) => one.Workflow?.Status),
      ["NEW", "NEW", "NEW", "NEW", "SUPPRESSED", "SUPPRESSED"],
    );
    assert.equal(findings[4]?.Note?.UpdatedBy, "ana@example.com");
    assert.match(findings[4].Note.Text ?? "", /gone in spring .*until 2027-03-31/);
  });

  it("names the account, region and partition that it is told", () => {
    const [one] = parseAsff(asff(report, { accountId: "123456789012", region: "cn-north-1", partition: "aws-cn" }));
    assert.equal(one?.ProductArn, "arn:aws-cn:securityhub:cn-north-1:123456789012:product/123456789012/default");
    assert.equal(one.AwsAccountId, "123456789012");
    assert.equal(one.Resources?.[0]?.Partition, "aws-cn");
  });

  it("keeps to AWS's lengths, whatever the program's names are", () => {
    const long = "🦊".repeat(3000);
    const rule = { ...tagged, title: long, why: long, fix: long };
    const one = finding({
      rule,
      name: long,
      type: long,
      observation: long,
      excused: { reason: long, owner: long, expires: null },
    });
    const [fitted] = parseAsff(asff(reportOf([{ ...clean, source: long, findings: [one] }])));
    assert.ok((fitted?.Description?.length ?? 0) > 1000);
    assert.doesNotMatch(JSON.stringify(fitted), /\\ud83e(?!\\udd8a)/);
  });

  it("has one finding of one Id, and none when nothing was found", () => {
    assert.equal(parseAsff(asff(reportOf([shop, shop]))).length, shop.findings.length);
    assert.deepEqual(parseAsff(asff(reportOf([clean]))), []);
  });
});
