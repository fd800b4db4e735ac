import * as assert from "node:assert/strict";
import { json } from "../../../cli/report/json";
import { clean, report, reportOf, shop } from "./fixture";
import { parseJson } from "./parse";

interface Document {
  stacks: { findings: Record<string, unknown>[]; notSeen: unknown[] }[];
  summary: Record<string, unknown>;
  warnings: string[];
}

describe("report as json", () => {
  const text = json(report);
  const document = parseJson<Document>(text, "report.json");

  it("keeps the contract's order of fields", () => {
    const { stacks, summary } = document;
    assert.deepEqual(Object.keys(document).slice(0, 2), ["stacks", "summary"]);
    assert.deepEqual(Object.keys(stacks[0] ?? {}), ["source", "kind", "resources", "notSeen", "findings"]);
    assert.equal(
      Object.keys(stacks[0]?.findings[0] ?? {})
        .slice(0, 11)
        .join(),
      "rule,urn,type,outcome,severity,level,observation,fix,location,excused,controls",
    );
    assert.deepEqual(Object.keys(summary).slice(0, 4), ["breaches", "undetermined", "excused", "bySeverity"]);
  });

  it("gives a finding in full", () => {
    const { fingerprint, ...finding } = document.stacks[0]?.findings[1] ?? {};
    assert.match(String(fingerprint), /^[0-9a-f]{64}$/);
    assert.deepEqual(finding, {
      rule: "ec2-security-group-no-public-ssh",
      urn: "urn:pulumi:dev::shop::aws:ec2/securityGroup:SecurityGroup::web",
      type: "aws:ec2/securityGroup:SecurityGroup",
      outcome: "breach",
      severity: "critical",
      level: "mandatory",
      observation: "0.0.0.0/0 can reach TCP port 22",
      fix: "Name in cidrBlocks the networks that need SSH, or remove the rule and use Session Manager.",
      location: { file: "examples/shop/index.ts", line: 9, column: 13 },
      excused: null,
      controls: shop.findings[1]?.rule.controls,
      name: "web",
      title: "Security groups must not let the whole internet reach SSH",
      why: "Bots try passwords and new exploits on every SSH server of the internet within minutes.",
    });
  });

  it("says who excuses what and until when, and null where nothing is known", () => {
    const [, , , , byException, byBaseline] = document.stacks[0]?.findings ?? [];
    assert.deepEqual(byException?.excused, {
      reason: "Bastion of the migration, gone in spring",
      owner: "ana@example.com",
      expires: "2027-03-31",
      ticket: "OPS-12",
    });
    assert.deepEqual(byBaseline?.excused, { reason: "in the baseline", owner: "baseline", expires: null });
    assert.equal(byBaseline.location, null);
  });

  it("is pretty-printed and ends with a newline", () => assert.match(text, /^\{\n {2}"stacks": \[\n[^]*\}\n$/));

  it("holds for no stack and for a clean one", () => {
    assert.deepEqual(parseJson<Document>(json(reportOf([])), "report.json").stacks, []);
    assert.deepEqual(parseJson<Document>(json(reportOf([clean])), "report.json").stacks[0]?.findings, []);
  });
});
