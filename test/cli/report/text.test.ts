import * as assert from "node:assert/strict";
import { stripVTControlCharacters } from "node:util";
import { text } from "../../../cli/report/text";
import { clean, finding, large, noPublicSsh, report, reportOf, shop, tagged, warnings } from "./fixture";

const source: Readonly<Record<string, string>> = {
  "examples/shop/index.ts": [
    `import * as aws from "@pulumi/aws";`,
    ``,
    ``,
    `const orders = new aws.rds.Instance("orders", {`,
    `  password: "correct horse battery staple",`,
    `  storageEncrypted: false,`,
    `});`,
    ``,
    `const web   = new aws.ec2.SecurityGroup("web", {`,
    `\tingress: [ssh],`,
    `});`,
  ].join("\n"),
};
const readLine = (file: string, line: number) => source[file]?.split("\n")[line - 1];
const linesOf = (told: string) => told.split("\n");

describe("report as text", () => {
  const told = text(reportOf([shop, clean], warnings), { readLine });
  const lines = linesOf(told);

  it("has the worst first and the figures last", () => {
    const heads = lines.filter((line) =>
      /^(critical|high|medium|low|undetermined|excused|not seen|warning)/.test(line),
    );
    assert.deepEqual(
      heads.map((line) => line.split(/ {2}|:/)[0]),
      ["critical", "high", "low (advisory)", "undetermined", "excused", "not seen", "warning", "warning"],
    );
    const end = lines.slice(-3).join("\n");
    assert.match(end, /^3 breaches: 1 critical, 1 high, 1 low {2}· {2}1 undetermined {2}· {2}2 excused/);
    assert.match(end, /15 resources in 2 stacks\n$/);
  });

  it("shows the user's line and what follows, without a mark where no expression starts", () => {
    const at = lines.indexOf("    at examples/shop/index.ts:9:13");
    assert.deepEqual(lines.slice(at + 1, at + 5), [
      `        9 │ const web   = new aws.ec2.SecurityGroup("web", {`,
      `       10 │   ingress: [ssh],`,
      `       11 │ });`,
      ``,
    ]);
  });

  it("underlines a constructor whole", () => {
    const at = lines.indexOf("    at examples/shop/index.ts:4:16");
    assert.equal(lines[at + 1], `        4 │ const orders = new aws.rds.Instance("orders", {`);
    assert.equal(lines[at + 2], "          │ " + " ".repeat(15) + "^".repeat("new aws.rds.Instance".length));
  });

  it("never quotes a credential", () => {
    assert.ok(told.includes(`password: "****",`));
    assert.ok(!told.includes("correct horse"));
  });

  it("quotes a place once, however many rules it breaks", () => {
    assert.equal(told.split("at examples/shop/index.ts:9:13").length, 3);
    assert.equal(told.split("ingress: [ssh]").length, 2);
  });

  it("says why and how once for a rule, with the control", () => {
    const long = text(large(300));
    assert.equal(long.split(noPublicSsh.why).length, 2);
    assert.equal(long.split(noPublicSsh.fix).length, 2);
    assert.match(long, /^critical {2}ec2-security-group-no-public-ssh {2}EC2\.13 × \d+$/m);
    assert.equal(long.split(/resource-\d+ {2}aws:ec2/).length, 13, "three places in full for each of four rules");
  });

  it("names every breach of a long report", () => {
    const long = text(large(300));
    for (const { name, outcome, excused } of large(300).stacks[0]?.findings ?? []) {
      if (outcome === "breach" && !excused) assert.match(long, new RegExp(`^ {2}${name}\\b`, "m"));
    }
  });

  it("lists excuses with reason, owner and last day", () => {
    const at = lines.indexOf("excused");
    assert.deepEqual(lines.slice(at + 1, at + 5), [
      "  Bastion of the migration, gone in spring (ana@example.com, until 2027-03-31, OPS-12)",
      "    ec2-security-group-no-public-ssh  bastion",
      "  in the baseline (baseline)",
      "    efs-file-system-encrypted  legacy",
    ]);
  });

  it("says that a stack was clean, and what was not seen in another", () => {
    assert.ok(lines.includes("  No findings"));
    assert.ok(lines.includes("  mesh  acme:net:Mesh"));
    assert.ok(lines.includes("    remote components need their plugin"));
  });

  it("colours only when asked, and says the same", () => {
    assert.equal(stripVTControlCharacters(told), told);
    const coloured = text(reportOf([shop, clean], warnings), { readLine, color: true });
    assert.notEqual(coloured, told);
    assert.equal(stripVTControlCharacters(coloured), told);
  });

  for (const width of [60, 80, 100, 140]) {
    it(`keeps within ${width} columns, words permitting`, () => {
      for (const line of linesOf(text(reportOf([shop, clean]), { readLine, width }))) {
        assert.ok(line.length <= width, `${line.length}: ${line}`);
      }
      for (const line of linesOf(text(large(300), { width })))
        assert.ok(line.length <= width, `${line.length}: ${line}`);
    });
  }

  it("lets no name move the cursor or turn the reading direction", () => {
    const hostile = text(report, { readLine: () => "const a\u001b[2J = `\u202e`;\r" });

    assert.doesNotMatch(hostile, /[\u0000-\u0009\u000b-\u001f\u202e]/);
    assert.ok(hostile.includes("\\u001b[31mred\\u0007"));
  });

  it("needs no source: a file may be gone, shorter, or one line of a megabyte", () => {
    const one = finding({
      rule: tagged,
      name: "a",
      type: "t",
      observation: "o",
      location: { file: "gone.ts", line: 7, column: 3 },
    });
    const lone = reportOf([{ ...clean, findings: [one] }]);
    assert.ok(text(lone, { readLine: () => undefined }).includes("at gone.ts:7:3"));
    const endless = text(lone, { readLine: (_, line) => (line === 7 ? "x".repeat(1_000_000) : undefined) });
    for (const line of linesOf(endless)) assert.ok(line.length <= 100);
  });

  it("tells of no stack", () => assert.match(text(reportOf([])), /^─+\n0 breaches {2}· {2}0 resources in 0 stacks\n$/));
});
