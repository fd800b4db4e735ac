import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { catalogue } from "../../policies/rules/catalogue";
import { temporaryFolder } from "../support/temporary-folder";

const command = resolve("dist/guardrails.js");
const urn = (name: string) => `urn:pulumi:dev::shop::aws:efs/fileSystem:FileSystem::${name}`;
const type = "aws:efs/fileSystem:FileSystem";
const stateOf = (...names: string[]) =>
  JSON.stringify({
    deployment: { resources: names.map((name) => ({ urn: urn(name), type, custom: true, inputs: {} })) },
  });
const state = stateOf("files");
const clean = JSON.stringify({ deployment: { resources: [{ urn: urn("safe"), type, inputs: { encrypted: true } }] } });

function guardrails(files: Record<string, string>, args: readonly string[], input = "") {
  const cwd = temporaryFolder(files);
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { cwd, input, encoding: "utf8" });
  return { status, stdout, stderr, cwd, json: () => JSON.parse(stdout) as { stacks: any[]; summary: any } };
}

const check = (files: Record<string, string>, ...args: string[]) => guardrails(files, ["check", ...args]);
const exception = (expires: string, rule = "efs-file-system-encrypted") => `exceptions:
  - { rule: ${rule}, resource: "urn:*::files", reason: moves soon, owner: storage, expires: ${expires} }
`;

describe("guardrails check", () => {
  it("exits with 1 for a breach and with 0 for none", () => {
    assert.equal(check({ "s.json": state }, "s.json").status, 1);
    assert.equal(check({ "s.json": clean }, "s.json").status, 0);
  });

  it("fails from the given severity or level on", () => {
    const status = (threshold: string, settings = "") =>
      check({ "s.json": state, "guardrails.yaml": settings }, "s.json", "--fail-on", threshold).status;
    assert.deepEqual(
      ["low", "medium", "high", "mandatory", "advisory", "none"].map((threshold) => status(threshold)),
      [1, 1, 0, 1, 1, 0],
    );
    const advisory = "levels: { default: advisory }";
    assert.deepEqual(
      ["mandatory", "advisory", "medium"].map((threshold) => status(threshold, advisory)),
      [0, 1, 1],
    );
  });

  it("prints the JSON that tools depend on, a stack for each path", () => {
    const { json } = check({ "a.json": state, "b.json": clean }, "a.json", "b.json", "--format", "json");
    const { stacks, summary } = json();
    assert.deepEqual(
      stacks.map(({ source, kind, resources, notSeen, findings }) => [
        source,
        kind,
        resources,
        notSeen,
        findings.length,
      ]),
      [
        ["a.json", "state", 1, [], 1],
        ["b.json", "state", 1, [], 0],
      ],
    );
    const { rule, outcome, severity, level, observation, location, excused } = stacks[0].findings[0];
    assert.deepEqual(
      {
        rule,
        urn: stacks[0].findings[0].urn,
        type: stacks[0].findings[0].type,
        outcome,
        severity,
        level,
        observation,
        location,
        excused,
      },
      {
        rule: "efs-file-system-encrypted",
        urn: urn("files"),
        type,
        outcome: "breach",
        severity: "medium",
        level: "mandatory",
        observation: "encrypted is not set",
        location: null,
        excused: null,
      },
    );
    assert.deepEqual(summary, {
      breaches: 1,
      undetermined: 0,
      excused: 0,
      bySeverity: { critical: 0, high: 0, medium: 1, low: 0 },
      notSeen: 0,
    });
  });

  it("reads standard input", () => {
    const { status, json } = guardrails({}, ["check", "-", "--format", "json"], state);
    assert.equal(status, 1);
    assert.equal(json().summary.breaches, 1);
  });

  it("shows what is excused, and does not fail for it", () => {
    const { status, json } = check(
      { "s.json": state, "guardrails.yaml": exception("2999-01-31") },
      "s.json",
      "--format",
      "json",
    );
    assert.equal(status, 0);
    assert.deepEqual(json().stacks[0].findings[0].excused, {
      reason: "moves soon",
      owner: "storage",
      expires: "2999-01-31",
    });
    assert.equal(json().summary.excused, 1);
  });

  it("fails again once an exception has expired, and says so", () => {
    const { status, stdout } = check({ "s.json": state, "guardrails.yaml": exception("2020-01-31") }, "s.json");
    assert.equal(status, 1);
    assert.match(stdout, /expired on 2020-01-31/);
  });

  it("reports an exception that matches nothing, and fails for it when asked to", () => {
    const files = { "s.json": clean, "guardrails.yaml": exception("2999-01-31") };
    const told = check(files, "s.json");
    assert.equal(told.status, 0);
    assert.match(told.stdout, /matches nothing/);
    assert.equal(check(files, "s.json", "--unused-exceptions", "fail").status, 1);
  });

  it("fails for what is undetermined only when asked to", () => {
    const unknown = state.replace('"inputs":{}', '"inputs":{"encrypted":"1c4a061d-8072-4f0a-a4cb-0ff528b18fe7"}');
    assert.equal(check({ "s.json": unknown }, "s.json").status, 0);
    assert.equal(check({ "s.json": unknown }, "s.json", "--undetermined", "fail").status, 1);
  });

  it("writes several reports at once, whole or not at all", () => {
    const outputs = ["sarif", "junit", "markdown", "html", "github", "asff", "ocsf", "json", "text"];
    const { status, cwd } = check(
      { "s.json": state },
      "s.json",
      ...outputs.flatMap((format) => ["--output", `${format}=out.${format}`]),
    );
    assert.equal(status, 1);
    for (const format of outputs) assert.ok(readFileSync(join(cwd, `out.${format}`), "utf8").length > 0, format);
    const failed = check({ "s.json": state }, "s.json", "--output", "sarif=missing/folder/x.sarif");
    assert.equal(failed.status, 2);
    assert.deepEqual(readdirSync(failed.cwd), ["s.json"]);
  });
});

describe("guardrails check on a folder of projects", () => {
  const python = { "apps/data/Pulumi.yaml": "name: data\nruntime: python\n" };

  it("lists a project in another language as not seen", () => {
    const { status, json } = check(python, "apps", "--format", "json");
    assert.equal(status, 0);
    assert.equal(json().summary.notSeen, 1);
    assert.match(json().stacks[0].notSeen[0].reason, /runtime python can't be run offline/);
  });

  it("refuses it when it is asked for by name", () => {
    const { status, stderr } = check(python, "apps/data");
    assert.equal(status, 2);
    assert.match(stderr, /this one's runtime is python; run `pulumi preview --json > preview.json`/);
  });
});

describe("guardrails, called wrongly", () => {
  const mistakes: Record<string, [files: Record<string, string>, args: string[], message: RegExp]> = {
    "a path that is nothing": [
      {},
      ["check", "nowhere"],
      /expected a Pulumi project, a preview or a state, got no such file/,
    ],
    "a folder without a project": [{ "x/y": "" }, ["check", "x"], /expected a folder with a Pulumi\.yaml/],
    "broken JSON": [{ "s.json": "{" }, ["check", "s.json"], /s\.json: expected the output of .* got broken JSON/],
    "a foreign state": [{ "s.json": '{"terraform_version":"1"}' }, ["check", "s.json"], /got a Terraform state/],
    "a broken guardrails.yaml": [
      { "s.json": state, "guardrails.yaml": "levels: 1" },
      ["check", "s.json"],
      /guardrails\.yaml:1: levels: expected object, got 1/,
    ],
    "an unknown rule in it": [
      { "s.json": state, "guardrails.yaml": exception("2999-01-31", "efs-x") },
      ["check", "s.json"],
      /guardrails\.yaml:2: exceptions\[0\]\.rule: expected the id of a rule/,
    ],
    "a settings file that is missing": [
      { "s.json": state },
      ["check", "s.json", "--settings", "no.yaml"],
      /no\.yaml: expected a file that can be read/,
    ],
    "an unknown format": [{}, ["check", "--format", "pdf"], /Allowed choices are text, json/],
    "an output without a path": [{ "s.json": state }, ["check", "s.json", "--output", "sarif"], /expected format=path/],
    "a config without a value": [
      { "s.json": state },
      ["check", "s.json", "--config", "key"],
      /expected key=value, got "key"/,
    ],
    "a timeout that is no number": [{}, ["check", "--timeout", "soon"], /expected a number of seconds, got "soon"/],
    "an unknown command": [{}, ["chek"], /unknown command 'chek'/],
    "an unknown rule to explain": [{}, ["explain", "EC2.999"], /expected a rule or a control .* got "EC2\.999"/],
  };
  for (const [what, [files, args, message]] of Object.entries(mistakes)) {
    it(`says what is wrong with ${what}, and exits with 2`, () => {
      const { status, stdout, stderr } = guardrails(files, args);
      assert.match(stderr, message);
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.doesNotMatch(stderr, /^\s+at /m);
    });
  }
});

describe("guardrails baseline", () => {
  it("lets only new findings fail", () => {
    const { cwd, status } = guardrails({ "s.json": state }, ["baseline", "s.json"]);
    assert.equal(status, 0);
    const again = (document: string) => {
      const baseline = readFileSync(join(cwd, "guardrails-baseline.json"), "utf8");
      return check({ "s.json": document, "guardrails-baseline.json": baseline }, "s.json", "--format", "json");
    };
    assert.equal(again(state).status, 0);
    assert.equal(again(state).json().summary.excused, 1);
    assert.equal(again(stateOf("files", "new")).status, 1);
  });
});

describe("guardrails init", () => {
  it("writes settings that load and a workflow, and never over a file", () => {
    const { cwd, status } = guardrails({ "s.json": state }, ["init"]);
    assert.equal(status, 0);
    assert.ok(existsSync(join(cwd, ".github/workflows/guardrails.yml")));
    const settings = readFileSync(join(cwd, "guardrails.yaml"), "utf8");
    assert.equal(check({ "s.json": state, "guardrails.yaml": settings }, "s.json").status, 1);
    const kept = guardrails({ "guardrails.yaml": "# mine" }, ["init"]);
    assert.match(kept.stdout, /guardrails\.yaml: kept as it is/);
    assert.equal(readFileSync(join(kept.cwd, "guardrails.yaml"), "utf8"), "# mine");
  });

  it("shows examples that hold once their comment marks are gone", () => {
    const { cwd } = guardrails({}, ["init"]);
    const settings = readFileSync(join(cwd, "guardrails.yaml"), "utf8")
      .replace(/^# yaml-language-server: .*$/m, "")
      .replace(/^(\s*)# (?=(?:\s*-|\s*[\w"*-]+:))/gm, "$1")
      .replace(/^rules:\n.*$/m, "");
    const { status, stderr } = check({ "s.json": state, "guardrails.yaml": settings }, "s.json");
    assert.equal(stderr.includes("guardrails.yaml:"), false, stderr);
    assert.equal(status, 1);
  });
});

describe("guardrails rules, explain and completion", () => {
  it("lists the rules as JSON that tools depend on", () => {
    const rules = JSON.parse(guardrails({}, ["rules", "--format", "json"]).stdout) as Record<string, unknown>[];
    assert.equal(rules.length, catalogue.length);
    const {
      id,
      title,
      severity,
      needs,
      controls,
      equivalents,
      catalogue: ids,
      remediates,
    } = rules.find((rule) => rule.id === "kms-key-rotation-enabled") ?? {};
    assert.deepEqual(
      [id, typeof title, severity, needs, ids, remediates],
      ["kms-key-rotation-enabled", "string", "medium", "resource", ["KMS.4"], true],
    );
    assert.deepEqual((controls as Record<string, unknown>)["Security Hub"], ["KMS.4"]);
    assert.deepEqual((equivalents as Record<string, unknown>).checkov, ["CKV_AWS_7"]);
  });

  it("explains a rule by its id, by a control, or by another tool's name for it", () => {
    for (const name of ["ec2-security-group-no-public-ssh", "EC2.13", "ckv_aws_24"]) {
      assert.match(guardrails({}, ["explain", name]).stdout, /^ec2-security-group-no-public-ssh \(high\)$/m);
    }
  });

  it("completes commands, options and values in a real bash", () => {
    const script = guardrails({}, ["completion", "bash"]).stdout;
    const complete = (words: string) =>
      spawnSync(
        "bash",
        [
          "-c",
          `${script}\nCOMP_WORDS=(${words}); COMP_CWORD=$((\${#COMP_WORDS[@]} - 1)); _guardrails; echo "\${COMPREPLY[@]}"`,
        ],
        { encoding: "utf8" },
      ).stdout.trim();
    assert.equal(complete("guardrails exp"), "explain");
    assert.equal(complete("guardrails check --fail"), "--fail-on");
    assert.equal(complete("guardrails check --fail-on h"), "high");
  });

  it("helps a newcomer", () => {
    const { stdout, status } = guardrails({}, ["--help"]);
    assert.equal(status, 0);
    assert.match(stdout, /Examples:/);
    assert.match(stdout, /Exit code: 0/);
  });
});
