import * as assert from "node:assert/strict";
import { github } from "../../../cli/report/github";
import { clean, finding, large, report, reportOf, shop, tagged, warnings } from "./fixture";
import { parseGithub } from "./parse";

describe("report as GitHub annotations", () => {
  const { commands, rest } = parseGithub(github(reportOf([shop])));

  it("has errors for breaches, warnings for advisory ones, notices for undetermined ones, none for excused ones", () => {
    assert.deepEqual(
      commands.map(({ name, properties }) => [name, properties.file, properties.line]),
      [
        ["error", "examples/shop/index.ts", "9"],
        ["error", "examples/shop/index.ts", "4"],
        ["warning", "examples/shop/index.ts", "9"],
        ["notice", "examples/shop/files.ts", "2"],
        ["warning", undefined, undefined],
      ],
    );
  });

  it("says rule, resource, observation and fix", () => {
    assert.deepEqual(commands[0], {
      name: "error",
      properties: {
        file: "examples/shop/index.ts",
        line: "9",
        col: "13",
        title: "Security groups must not let the whole internet reach SSH (ec2-security-group-no-public-ssh)",
      },
      message:
        "web: 0.0.0.0/0 can reach TCP port 22\nName in cidrBlocks the networks that need SSH, or remove the rule and use Session Manager.",
    });
  });

  it("counts a rule that should have remediated as an error, as Pulumi does", () => {
    const one = finding({ rule: tagged, name: "a", type: "t", observation: "o", level: "remediate" });
    assert.equal(parseGithub(github(reportOf([{ ...clean, findings: [one] }]))).commands[0]?.name, "error");
  });

  it("ends with the figures", () => {
    assert.deepEqual(rest, [
      "pulumi-guardrails: 3 breaches (1 critical, 1 high, 1 low), 1 undetermined, 2 excused, 1 not seen.",
    ]);
  });

  it("says that GitHub shows only ten errors of a step", () => {
    assert.match(parseGithub(github(large(60))).rest[0] ?? "", /GitHub annotates 10 of 51 errors; all are above\.$/);
  });

  it("lets no name start a command or add a property", () => {
    const told = parseGithub(github(report));
    assert.equal(told.rest.length, 1);
    const keys = new Set(told.commands.flatMap(({ properties }) => Object.keys(properties)));
    assert.deepEqual([...keys].sort(), ["col", "file", "line", "title"]);
    assert.ok(told.commands.some(({ message }) => message === warnings[1]));
  });
});
