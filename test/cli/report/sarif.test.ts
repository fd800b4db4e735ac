import * as assert from "node:assert/strict";
import { sarif } from "../../../cli/report/sarif";
import { finding, noPublicSsh, report, reportOf, rules, shop, tagged } from "./fixture";
import { parseSarif } from "./parse";

const runOf = (text: string) => parseSarif(text).runs[0] ?? assert.fail("no run");

describe("report as SARIF", () => {
  const run = runOf(sarif(report));
  const results = run.results ?? [];

  it("lists every rule that was judged, with help and a score that GitHub understands", () => {
    const listed = run.tool.driver.rules ?? [];
    assert.deepEqual(
      listed.map(({ id }) => id),
      rules.map(({ id }) => id),
    );
    const [first] = listed;
    assert.equal(first?.name, "Ec2SecurityGroupNoPublicSsh");
    assert.equal(first.defaultConfiguration?.level, "error");
    assert.match(first.help?.markdown ?? "", /\*\*Fix\*\*: Name in cidrBlocks/);
    assert.equal(first.properties?.["security-severity"], "9.5");
    assert.deepEqual(first.properties.tags?.slice(0, 4), ["security", "aws", "EC2.13", "CIS AWS 5.0 5.3"]);
    for (const { properties } of listed) assert.ok((properties?.tags?.length ?? 0) <= 20, "GitHub's limit of tags");
    const severities = listed.map(({ properties }) => Number(properties?.["security-severity"]));
    assert.deepEqual(severities, [9.5, 8, 5.5, 2]);
  });

  it("points each result at its rule", () => {
    for (const result of results) {
      assert.equal(run.tool.driver.rules?.[result.ruleIndex ?? -1]?.id, result.ruleId);
    }
  });

  it("maps severities to levels, and has an open result without level where nothing could be decided", () => {
    const facts = results.slice(0, 4).map(({ kind, level }) => [kind, level]);
    assert.deepEqual(facts, [
      ["fail", "error"],
      ["fail", "error"],
      ["fail", "note"],
      ["open", "none"],
    ]);
  });

  it("locates a finding by relative URI, region and URN", () => {
    const [location] = results[1]?.locations ?? [];
    assert.deepEqual(location?.physicalLocation, {
      artifactLocation: { uri: "examples/shop/index.ts", uriBaseId: "%SRCROOT%" },
      region: { startLine: 9, startColumn: 13 },
    });
    assert.equal(location.logicalLocations?.[0]?.fullyQualifiedName, shop.findings[1]?.urn);
    assert.equal(run.columnKind, "utf16CodeUnits");
    assert.ok(run.originalUriBaseIds?.["%SRCROOT%"]);
  });

  it("locates a finding without a source line in the state that holds it, which GitHub requires", () => {
    const [location] = results[6]?.locations ?? [];
    assert.deepEqual(location?.physicalLocation, {
      artifactLocation: { uri: "state%20%E6%97%A5%E6%9C%AC.json", uriBaseId: "%SRCROOT%" },
    });
    assert.equal(location.logicalLocations?.length, 1);
  });

  it("has only a logical location for a finding read from standard input", () => {
    const fromInput = reportOf([
      { ...shop, source: "-", findings: [finding({ rule: tagged, name: "a", type: "t", observation: "o" })] },
    ]);
    const [location] = runOf(sarif(fromInput)).results?.[0]?.locations ?? [];
    assert.equal(location?.physicalLocation, undefined);
    assert.equal(location?.logicalLocations?.length, 1);
  });

  it("writes an absolute path as a file URI, without a base", () => {
    const uris = ["/home/a b/index.ts", "C:\\code\\index.ts"].map((file) => {
      const one = finding({
        rule: tagged,
        name: "a",
        type: "t",
        observation: "o",
        location: { file, line: 1, column: 1 },
      });
      return runOf(sarif(reportOf([{ ...shop, findings: [one] }]))).results?.[0]?.locations?.[0]?.physicalLocation
        ?.artifactLocation;
    });
    assert.deepEqual(uris, [{ uri: "file:///home/a%20b/index.ts" }, { uri: "file:///C:/code/index.ts" }]);
  });

  it("suppresses what is excused, with the reason, and says of the rest that nothing suppresses it", () => {
    const suppressions = results.slice(0, 6).map((result) => result.suppressions ?? assert.fail("unsaid"));
    assert.deepEqual(
      suppressions.map(({ length }) => length),
      [0, 0, 0, 0, 1, 1],
    );
    assert.equal(suppressions[4]?.[0]?.kind, "external");
    assert.equal(suppressions[4][0].status, "accepted");
    assert.equal(
      suppressions[4][0].justification,
      "Bastion of the migration, gone in spring (ana@example.com, until 2027-03-31, OPS-12)",
    );
  });

  it("has a fingerprint that stays when lines move", () => {
    assert.deepEqual(results[0]?.partialFingerprints, { "guardrails/v1": shop.findings[0]?.fingerprint });
  });

  it("notifies of what was not seen and of warnings", () => {
    const texts = run.invocations?.[0]?.toolExecutionNotifications?.map(({ message }) => message.text);
    assert.equal(texts?.length, 3);
    assert.match(texts[0] ?? "", /not seen: urn:pulumi:dev::shop::acme:net:Mesh::mesh: remote components need/);
  });

  it("never makes a link of a name", () => {
    for (const { message } of results) assert.doesNotMatch(message.text ?? "", /\]\(/);
  });

  it("lists a rule that only a finding names", () => {
    const own = { ...noPublicSsh, id: "own-rule" };
    const one = finding({ rule: own, name: "a", type: "t", observation: "o" });
    const { tool, results: found } = runOf(sarif(reportOf([{ ...shop, findings: [one] }])));
    assert.equal(tool.driver.rules?.[found?.[0]?.ruleIndex ?? -1]?.id, "own-rule");
  });
});
