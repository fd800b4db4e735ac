import * as assert from "node:assert/strict";
import { markdown } from "../../../cli/report/markdown";
import { clean, large, report, reportOf, shop } from "./fixture";
import { parseMarkdown } from "./parse";

describe("report as Markdown", () => {
  const text = markdown(reportOf([shop]));
  const [figures, breaches, undetermined, excused, notSeen] = parseMarkdown(text);

  it("starts with the figures", () => {
    assert.match(text, /^## Guardrails: 3 breaches\n/);
    assert.deepEqual(figures, [
      ["Critical", "High", "Medium", "Low", "Undetermined", "Excused", "Not seen"],
      ["1", "1", "0", "1", "1", "2", "1"],
    ]);
  });

  it("lists breaches, the worst first, with a link to the line", () => {
    assert.deepEqual(
      breaches?.slice(1).map((row) => row.slice(0, 4)),
      [
        ["critical", "ec2-security-group-no-public-ssh EC2.13", "web", "0.0.0.0/0 can reach TCP port 22"],
        ["high", "rds-instance-encrypted RDS.3", "orders", "storageEncrypted is false"],
        ["low (advisory)", "tagging-resource-required-tags", "web", "tags lacks Owner"],
      ],
    );
    assert.match(text, /\[examples\/shop\/index\.ts:9\]\(examples\/shop\/index\.ts#L9\)/);
    const links = "https://github.com/o/r/blob/abc/";
    assert.match(
      markdown(report, { links }),
      /\(https:\/\/github\.com\/o\/r\/blob\/abc\/examples\/shop\/index\.ts#L9\)/,
    );
  });

  it("folds away why and how, undetermined, excused and not seen", () => {
    assert.deepEqual(undetermined?.[1], [
      "efs-file-system-encrypted",
      "shared",
      "encrypted is not known yet",
      "examples/shop/files.ts:2",
    ]);
    assert.deepEqual(excused?.[1]?.slice(3), [
      "Bastion of the migration, gone in spring (OPS-12)",
      "ana@example.com",
      "2027-03-31",
    ]);
    assert.equal(excused[2]?.[5], "never");
    assert.deepEqual(notSeen?.[1], [
      "urn:pulumi:dev::shop::acme:net:Mesh::mesh",
      "remote components need their plugin",
    ]);
    assert.equal(text.split("<details>").length, 5);
    assert.equal(text.split("</details>").length, 5);
  });

  it("shows hostile names as they are and mentions nobody", () => {
    const hostile = markdown(report);
    const [, rows = []] = parseMarkdown(hostile);
    const names = rows.map(([, , name]) => name);
    for (const name of [
      "</script><script>alert(1)</script>",
      "a|b",
      "@octocat #1 [link](https://evil.example)",
      `"'\``,
    ]) {
      assert.ok(names.includes(name), name);
    }
    assert.doesNotMatch(hostile, /@\w|https:\/\/evil/);
  });

  for (const number of [300, 20_000]) {
    it(`fits in a comment with ${number} findings, and says how many are left out`, () => {
      const long = markdown(large(number));
      const [, listed = []] = parseMarkdown(long);
      const more = Number(/… and ([\d,]+) more/.exec(long)?.[1]?.replace(",", "") ?? 0);
      assert.equal(listed.length - 1 + more, large(number).summary.breaches);
      assert.ok(listed.length > 100);
      assert.ok(long.endsWith("in 1 stack</sub>\n"));
    });
  }

  it("says that there is nothing", () => assert.match(markdown(reportOf([clean])), /^## Guardrails: no breaches\n/));
});
