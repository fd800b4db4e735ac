import * as assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { html } from "../../../cli/report/html";
import { report, reportOf, shop } from "./fixture";
import { parseHtml } from "./parse";

describe("report as HTML", () => {
  const page = html(report);
  const { data, policy } = parseHtml(page);

  it("allows its own style and script by digest, and nothing else", () => {
    const digestOf = (content = "") => `sha256-${createHash("sha256").update(content).digest("base64")}`;
    const [, style] = /<style>([^]*?)<\/style>/.exec(page) ?? [];
    const [, script] = /<script>([^]*?)<\/script>/.exec(page) ?? [];
    assert.deepEqual(policy.split("; "), [
      "default-src 'none'",
      `style-src '${digestOf(style)}'`,
      `script-src '${digestOf(script)}'`,
      "base-uri 'none'",
      "form-action 'none'",
    ]);
  });

  it("asks nothing of a network", () => {
    const [markup] = page.split('<script type="application/json"');
    assert.doesNotMatch(markup ?? "", /\b(?:src|href)=|url\(|@import|https?:/);
  });

  it("holds every finding once, by rule, the most severe rule first", () => {
    assert.deepEqual(
      data.groups.map((group: { severity: string }) => group.severity),
      ["critical", "high", "medium", "low"],
    );
    const findings = data.groups.flatMap((group: { findings: unknown[] }) => group.findings);
    assert.equal(findings.length, report.stacks.flatMap((stack) => stack.findings).length);
  });

  it("says each rule's reason and fix once", () => {
    const lone = html(reportOf([shop, shop]));
    assert.equal(lone.split(shop.findings[0]?.rule.why ?? "").length, 2);
  });
});
