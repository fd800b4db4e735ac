import * as assert from "node:assert/strict";
import { junit } from "../../../cli/report/junit";
import { clean, finding, report, reportOf, rules, shop, tagged } from "./fixture";
import { type Element, parseJunit } from "./parse";

describe("report as JUnit XML", () => {
  let root: Element;
  const casesOf = (suite: Element | undefined, name: string) =>
    (suite?.children ?? []).filter(({ children }) => children[0]?.name === name);

  before(async () => (root = await parseJunit(junit(report))));

  it("has a suite for each stack, whose figures count its cases", () => {
    assert.deepEqual(
      root.children.map(({ attributes }) => attributes.name),
      ["examples/shop", "state 日本.json", "clean"],
    );
    for (const suite of root.children) {
      assert.equal(suite.attributes.tests, String(suite.children.length));
      assert.equal(suite.attributes.failures, String(casesOf(suite, "failure").length));
      assert.equal(suite.attributes.skipped, String(casesOf(suite, "skipped").length));
    }
    const sum = root.children.reduce((total, suite) => total + Number(suite.attributes.failures), 0);
    assert.equal(root.attributes.failures, String(sum));
    assert.equal(root.attributes.failures, "15");
  });

  it("fails a case for each rule and resource in breach", () => {
    const failed = casesOf(root.children[0], "failure");
    assert.deepEqual(
      failed.map(({ attributes }) => [attributes.classname, attributes.name?.split("::").at(-1)]),
      [
        ["ec2-security-group-no-public-ssh", "web"],
        ["rds-instance-encrypted", "orders"],
        ["tagging-resource-required-tags", "web"],
      ],
    );
    const [failure] = failed[0]?.children ?? [];
    assert.deepEqual(failure?.attributes, { type: "critical", message: "0.0.0.0/0 can reach TCP port 22" });
    assert.match(failure.text, /at examples\/shop\/index\.ts:9:13\nWhy: Bots .*\nFix: Name in cidrBlocks/);
  });

  it("skips what is excused, undetermined or not seen, with the reason", () => {
    const messages = casesOf(root.children[0], "skipped").map(({ children }) => children[0]?.attributes.message);
    assert.deepEqual(messages, [
      "0.0.0.0/0 can reach TCP port 22 at examples/shop/bastion.ts:7:3, excused: Bastion of the migration, gone in spring (ana@example.com, until 2027-03-31, OPS-12)",
      "undetermined: encrypted is not known yet at examples/shop/files.ts:2:1",
      "encrypted is not set, excused: in the baseline (baseline)",
      "not seen: remote components need their plugin",
    ]);
  });

  it("passes a case for each rule without finding", () => {
    const passed = root.children[2]?.children ?? [];
    assert.deepEqual(
      passed.map(({ attributes }) => attributes.classname),
      rules.map(({ id }) => id),
    );
    assert.ok(passed.every(({ children }) => children.length === 0));
  });

  it("makes one case of two observations of one rule in one resource", async () => {
    const findings = ["Owner", "Cost"].map((tag) =>
      finding({ rule: tagged, name: "a", type: "t", observation: `tags lacks ${tag}` }),
    );
    const { children } = await parseJunit(junit(reportOf([{ ...shop, notSeen: [], findings }])));
    const failed = casesOf(children[0], "failure");
    assert.deepEqual(
      failed.map((one) => one.children[0]?.attributes.message),
      ["tags lacks Owner; tags lacks Cost"],
    );
  });

  it("keeps a name's quotes, newlines and angle brackets", async () => {
    const name = `a "b" <c> & ]]>\n\td`;
    const one = finding({ rule: tagged, name, type: "t", observation: name, urn: name });
    const { children } = await parseJunit(junit(reportOf([{ ...clean, findings: [one] }])));
    const [failed] = casesOf(children[0], "failure");
    assert.equal(failed?.attributes.name, name);
    assert.ok(failed.children[0]?.text.includes(name));
  });

  it("holds for no stack", async () => assert.equal((await parseJunit(junit(reportOf([])))).attributes.tests, "0"));
});
