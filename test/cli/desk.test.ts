import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { untilOf } from "../../cli/commands/ticket";
import { temporaryFolder } from "../support/temporary-folder";
import { runDesk, type RunningProcess } from "./desk-process";

const command = resolve("dist/guardrails.js");

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function guardrails(args: readonly string[], variables: Record<string, string> = {}, input = ""): Promise<Ran> {
  return new Promise((done) => {
    const { GUARDRAILS_TOKEN: _token, GUARDRAILS_URL: _url, ...rest } = process.env;
    const child = spawn(process.execPath, [command, ...args], {
      env: { ...rest, ...variables },
      cwd: temporaryFolder(),
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (part: Buffer) => (stdout += part.toString()));
    child.stderr.on("data", (part: Buffer) => (stderr += part.toString()));
    child.on("close", (status) => done({ status, stdout, stderr }));
    child.stdin.end(input);
  });
}

const asff = (id: string, title: string, label: string) => ({
  ...{ SchemaVersion: "2018-10-08", ProductArn: "arn:aws:securityhub:eu-west-1::product/x/y", Id: id, Title: title },
  ...{ GeneratorId: `rule-${id}`, AwsAccountId: "123456789012", Severity: { Label: label }, Description: "It is so." },
  ...{ Resources: [{ Type: "Other", Id: `thing-${id}` }], UpdatedAt: "2026-11-24T09:00:00Z" },
});

describe("guardrails desk and guardrails ticket", function () {
  this.timeout(60_000);
  let folder: string;
  let desk: RunningProcess;
  let variables: Record<string, string>;

  before(async () => {
    folder = temporaryFolder();
    desk = await runDesk(["--data", folder, "--port", "0"]);
    const { stdout } = await guardrails(["desk", "token", "you", "--data", folder]);
    variables = { GUARDRAILS_URL: desk.url, GUARDRAILS_TOKEN: stdout.trim() };
  });

  after(() => desk.end("SIGTERM"));

  const ticket = (...args: string[]) => guardrails(["ticket", ...args], variables);
  const list = async (...args: string[]) =>
    JSON.parse((await ticket("list", "--format", "json", ...args)).stdout).tickets;

  it("says where it is, how to get in, and that settings are missing", () => {
    assert.match(desk.output(), /^The desk is at http:\/\/127\.0\.0\.1:\d+, its data in /m);
    assert.match(desk.output(), /^Open it, within ten minutes: http:\/\/127\.0\.0\.1:\d+\/sign-in\?code=\S+$/m);
    assert.match(desk.output(), /^There is no operations\.yaml yet/m);
  });

  it("keeps of a token its hash only, for the desk's owner alone", () => {
    const file = join(folder, "tokens.json");
    assert.ok(!readFileSync(file, "utf8").includes(variables.GUARDRAILS_TOKEN!));
    for (const name of ["tokens.json", "session.key"]) assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name);
  });

  it("reports what guardrails check has found, once, and lists it", async () => {
    const findings = JSON.stringify([
      asff("a", "A bucket is public", "HIGH"),
      asff("b", "A tag \u001b[31mis missing", "LOW"),
    ]);
    const first = await guardrails(["ticket", "report"], variables, findings);
    assert.deepEqual([first.status, first.stdout], [0, "2 findings: 2 opened\n"], first.stderr);
    assert.equal((await guardrails(["ticket", "report", "-"], variables, findings)).stdout, "2 findings: 2 known\n");
    const { stdout } = await ticket("list");
    const lines = stdout.trim().split("\n");
    assert.match(lines[0]!, /^ID +SEVERITY +STATE +ASSIGNEE +DEPARTMENT +AGE +SEEN +TITLE$/);
    assert.match(lines[1]!, /^T-[0-9A-Z]{8} +high +level 1 +- +security +\S+ +A bucket is public$/);
    assert.match(lines[2]!, /A tag .*is missing/);
    assert.ok(!stdout.includes("\u001b"), "a finding moves the terminal's cursor");
    assert.equal((await list("--severity", "low")).length, 1);
  });

  it("acts on tickets, and shows what happened", async () => {
    const [{ id }] = await list("--text", "bucket");
    const steps: [args: string[], said: RegExp][] = [
      [["ack", id], /^T-\w+: acknowledged by you$/m],
      [["assign", id, "you"], /, as it was$/m],
      [["comment", id, "I look at it"], /acknowledged/],
      [["severity", id, "critical", "--reason", "it holds names"], /level 1/],
      [["snooze", id.toLowerCase(), "--for", "2h", "--reason", "lunch"], /snoozed to /],
      [["hand-over", id, "security", "--reason", "ours"], /level 1/],
      [["resolve", id, "--as", "accepted-risk", "--note", "public on purpose"], /resolved: accepted-risk/],
    ];
    for (const [args, said] of steps) {
      const { status, stdout, stderr } = await ticket(...args);
      assert.equal(status, 0, `${args.join(" ")}: ${stderr}`);
      assert.match(stdout, said, args.join(" "));
    }
    const { stdout } = await ticket("show", id);
    for (const text of [
      "A bucket is public",
      "thing-a",
      "I look at it",
      "it holds names",
      "lunch",
      "public on purpose",
    ]) {
      assert.ok(stdout.includes(text), text);
    }
    assert.equal((await list("--state", "resolved"))[0].id, id);
  });

  const mistakes: [what: string, args: string[], more: Record<string, string>, said: RegExp][] = [
    [
      "no token",
      ["list"],
      { GUARDRAILS_TOKEN: "" },
      /expected the variable GUARDRAILS_TOKEN to hold a token, got none/,
    ],
    ["a token that doesn't count", ["list"], { GUARDRAILS_TOKEN: "grd_x" }, /expected a token that counts/],
    [
      "a desk that isn't there",
      ["list"],
      { GUARDRAILS_URL: "http://127.0.0.1:9" },
      /expected a desk that answers, got (ECONNREFUSED|bad port)/,
    ],
    [
      "an address that others can read",
      ["list"],
      { GUARDRAILS_URL: "http://desk.example.com" },
      /expected https, or http on this machine/,
    ],
    ["no address", ["list", "--url", "desk"], {}, /--url: expected an address/],
    ["a ticket that doesn't exist", ["ack", "T-00000000"], {}, /which doesn't exist/],
    ["a file that doesn't exist", ["report", "none.json"], {}, /none\.json: expected a file that can be read/],
    [
      "a time that isn't one",
      ["snooze", "T-00000000", "--for", "soon", "--reason", "x"],
      {},
      /expected a time such as 30m/,
    ],
    ["an option that is missing", ["snooze", "T-00000000", "--for", "2h"], {}, /--reason <text>' not specified/],
    ["another severity", ["list", "--severity", "bad"], {}, /Allowed choices are critical, high/],
  ];
  for (const [what, args, more, said] of mistakes) {
    it(`exits with 2 and a line that helps for ${what}`, async () => {
      const { status, stdout, stderr } = await guardrails(["ticket", ...args], { ...variables, ...more });
      assert.deepEqual([status, stdout], [2, ""], stderr);
      assert.match(stderr, said);
      assert.doesNotMatch(stderr, / {4}at /);
    });
  }

  it("reports nothing of what isn't findings", async () => {
    const { status, stderr } = await guardrails(["ticket", "report"], variables, "all is well\n");
    assert.equal(status, 2);
    assert.match(
      stderr,
      /standard input: expected findings that `guardrails check --format asff` or `ocsf` has written/,
    );
    assert.equal((await guardrails(["ticket", "report"], variables, "")).stdout, "0 findings: nothing to report\n");
  });

  it("takes a token back at once", async () => {
    const { stdout } = await guardrails(["desk", "token", "you", "--data", folder, "--days", "1"]);
    const other = { ...variables, GUARDRAILS_TOKEN: stdout.trim() };
    assert.equal((await guardrails(["ticket", "list"], other)).status, 0);
    const { tokens } = JSON.parse(readFileSync(join(folder, "tokens.json"), "utf8"));
    assert.equal(
      (await guardrails(["desk", "token", tokens.at(-1).id, "--data", folder, "--revoke"])).stdout,
      "1 taken back\n",
    );
    assert.equal((await guardrails(["ticket", "list"], other)).status, 2);
    assert.equal((await ticket("list")).status, 0);
  });

  const refused: [what: string, args: string[], said: RegExp][] = [
    ["a folder that another desk has", [], /expected no other desk on .*: stop it first/],
    [
      "an open address without a proxy",
      ["--host", "0.0.0.0"],
      /expected --behind-proxy <https address> beside --host 0\.0\.0\.0/,
    ],
    [
      "a proxy without TLS",
      ["--behind-proxy", "http://desk.example.com"],
      /expected --behind-proxy to be an address such as https:/,
    ],
    ["a port that isn't one", ["--port", "http"], /--port: expected 0 to 65535, got http/],
    ["settings that don't exist", ["--settings", "none.yaml"], /none\.yaml: expected a file that can be read/],
  ];
  for (const [what, args, said] of refused) {
    it(`refuses ${what}`, async () => {
      const data = what.includes("folder") ? folder : temporaryFolder();
      const { status, stderr } = await guardrails(["desk", "--data", data, "--port", "0", ...args]);
      assert.equal(status, 2, stderr);
      assert.match(stderr, said);
      assert.equal(existsSync(join(data, "desk.pid")), what.includes("folder"));
    });
  }

  it("refuses a port that is taken, and a token for nobody", async () => {
    const port = new URL(desk.url).port;
    const taken = await guardrails(["desk", "--data", temporaryFolder(), "--port", port]);
    assert.deepEqual([taken.status, /expected port \d+ to be free, got one in use/.test(taken.stderr)], [2, true]);
    const { status, stderr } = await guardrails(["desk", "token", "nobody", "--data", folder]);
    assert.equal(status, 2);
    assert.match(stderr, /expected a person of the settings, one of you, got nobody/);
  });

  it("is a living desk of made-up tickets in one command, which ends without a trace in the folder it isn't given", async () => {
    const demo = await runDesk(["--demo", "--port", "0"]);
    const [, data = ""] = /its data in (\S+)\. /.exec(demo.output()) ?? [];
    const { stdout } = await guardrails(["desk", "token", "you", "--data", data, "--demo"]);
    const answer = await fetch(`${demo.url}/api/tickets?limit=500`, {
      headers: { authorization: `Bearer ${stdout.trim()}` },
    });
    const { tickets } = (await answer.json()) as { tickets: { state: string }[] };
    assert.ok(new Set(tickets.map(({ state }) => state)).size >= 2, `${tickets.length} tickets`);
    assert.equal(await demo.end("SIGINT"), 0);
  });

  it("knows a time from now, and a moment", () => {
    const now = Date.parse("2026-11-24T09:00:00Z");
    assert.deepEqual(
      ["15m", "2h", "3d", "2026-12-24T18:00+01:00"].map((text) => untilOf(text, now)),
      ["2026-11-24T09:15:00.000Z", "2026-11-24T11:00:00.000Z", "2026-11-27T09:00:00.000Z", "2026-12-24T17:00:00.000Z"],
    );
  });
});
