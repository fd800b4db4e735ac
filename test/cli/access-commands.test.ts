import * as assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { newToken } from "../../operations/api/tokens";
import { after as later } from "../../operations/core/decider";
import { type RunningDesk, startDesk } from "../../operations/desk/process";
import { addToken } from "../../operations/desk/token-file";
import { AccessScene, accessSettings } from "../operations/api/access-fixture";
import { temporaryFolder } from "../support/temporary-folder";

const execute = promisify(execFile);
const command = resolve("dist/guardrails.js");

/** A process of a desk on an account of moto, and people at their terminals. */
describe("guardrails access-review and guardrails access", function () {
  this.timeout(120_000);
  let scene: AccessScene;
  let desk: RunningDesk;
  const tokens = new Map<string, string>();

  before(async () => {
    scene = await AccessScene.start();
    const data = temporaryFolder();
    const now = new Date().toISOString();
    for (const person of ["vic", "sam", "sue"]) {
      const { token, kept } = newToken(person, now, later(now, 60));
      addToken(data, kept, now);
      tokens.set(person, token);
    }
    desk = await startDesk({
      ...{ data, settings: accessSettings, port: 0 },
      connectorOf: () => Promise.resolve({ send: () => Promise.resolve(undefined) }),
      access: { sendTo: () => Promise.resolve(scene.sent), self: () => Promise.resolve([]) },
    });
  });

  after(() => desk.stop());

  /** What it prints. Throws what it says when it fails. */
  const run = async (person: string, ...args: string[]): Promise<string> => {
    const variables = { ...process.env, GUARDRAILS_TOKEN: tokens.get(person), GUARDRAILS_URL: desk.url };
    return (await execute(process.execPath, [command, ...args], { env: variables })).stdout;
  };

  /** The desk acts by its own clock, each second. */
  const until = async (is: () => Promise<boolean>) => {
    for (const end = Date.now() + 30_000; Date.now() < end;) {
      if (await is()) return;
      await new Promise((done) => setTimeout(done, 100));
    }
    assert.fail("expected the desk to act within 30 seconds");
  };

  it("open a review, answer it, and print it for auditors, while the desk revokes", async () => {
    assert.match(await run("sam", "access-review", "open", "2026-q4"), /^2026-q4: 3 asked, answers until 20/);
    assert.match(await run("sue", "access-review", "list"), /2026-q4 +3 /);
    const text = await run("sue", "access-review", "list", "2026-q4", "--reviewer", "me");
    const [, id = ""] = /^(2026-q4\.\w+) .*group administrators of robot \(123456789012\)/m.exec(text) ?? [];
    await assert.rejects(
      run("vic", "access-review", "decide", id, "revoke", "--reason", "unused"),
      /expected sue to decide, got vic/,
    );
    await assert.rejects(run("sue", "access-review", "decide", id, "revoke"), /--reason/);
    assert.match(await run("sue", "access-review", "decide", id, "revoke", "--reason", "unused"), /: revoke\n$/);
    await until(async () => !(await scene.isMember("robot")));
    await until(async () => /robot.*revoke,user:sue/.test(await run("vic", "access-review", "report", "2026-q4")));
    const rows = JSON.parse(await run("vic", "access-review", "report", "2026-q4", "--format", "json"));
    assert.equal(rows.length, 3);
    await assert.rejects(run("vic", "access-review", "open", "2027-q1"), /expected the role senior or higher/);
  });

  it("ask for access, approve it and take it back", async () => {
    const asked = ["access", "request", "admins", "--minutes", "30", "--reason", "outage"];
    assert.equal(await run("vic", ...asked), "vic:admins: asked for, sam or ana may approve it\n");
    assert.match(await run("vic", "access", "list"), /vic:admins +requested +30 +- +vic +sam,ana/);
    await assert.rejects(run("sue", "access", "approve", "vic:admins"), /expected sam or ana, got sue/);
    assert.equal(await run("sam", "access", "approve", "vic:admins"), "vic:admins: approved\n");
    await until(() => scene.isMember("vic@example.com"));
    await assert.rejects(
      run("sam", "access", "approve", "vic:admins"),
      /--grant: expected one of vic:admins to approve/,
    );
    assert.equal(await run("vic", "access", "revoke", "vic:admins", "--reason", "done"), "vic:admins: revoked\n");
    await until(async () => !(await scene.isMember("vic@example.com")));
    await until(async () => /vic:admins +revoked/.test(await run("vic", "access", "list", "--over")));
  });
});
