import * as assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readProgram, type ReadProgramOptions } from "../../../../cli/read/program/read-program";
import { program, projectFolder, removeProjectFolders } from "./project-folder";

after(removeProjectFolders);

/** The message of a program that can't be read, with `FOLDER` for its folder. */
async function mistake(files: Record<string, string>, options: ReadProgramOptions = {}): Promise<string> {
  const folder = projectFolder(files);
  try {
    await readProgram(folder, options);
  } catch (error) {
    assert.equal((error as Error).name, "UserError", String((error as Error).stack));
    const { message } = error as Error;
    assert.equal(message.includes("\n"), false, message);
    return message.replaceAll(folder, "FOLDER");
  }
  assert.fail("the program was read");
}

const index = (body: string) => ({ "index.js": `const pulumi = require("@pulumi/pulumi");\n${body}` });

describe("a program that can't be read to its end", () => {
  const cases: Record<string, [files: Record<string, string>, message: string | RegExp]> = {
    "throws, in a function": [
      program(`function boom() {\n  throw new TypeError("no such plan");\n}\nboom();`),
      "FOLDER: the program failed: TypeError: no such plan (FOLDER/index.ts:3)",
    ],
    "throws something else than an error": [index(`throw "a text";`), "FOLDER: the program failed: a text"],
    "throws in apply": [
      index(`pulumi.output(1).apply(() => { throw new Error("in apply"); });`),
      "FOLDER: the program failed: in apply (FOLDER/index.js:2)",
    ],
    "forgets a rejection": [
      index(`setTimeout(() => Promise.reject(new RangeError("late")), 20);`),
      "FOLDER: the program failed: RangeError: late (FOLDER/index.js:2)",
    ],
    "is no TypeScript": [
      { "index.ts": "const x = {\nlet y" },
      "FOLDER: the program failed: index.ts(2,5): error TS1005: ',' expected.",
    ],
    "is no JavaScript": [
      { "index.js": "const x = {\nlet y" },
      "FOLDER: the program failed: SyntaxError: Unexpected identifier 'y' (FOLDER/index.js:2)",
    ],
    "calls process.exit(0)": [
      index(`new pulumi.CustomResource("a:b:C", "a");\nprocess.exit(0);`),
      /^FOLDER: the program ended before all of its resources were declared; it must neither call process\.exit/,
    ],
    "calls process.exit with another code": [
      index(`console.log("giving up");\nprocess.exit(3);`),
      "FOLDER: the program ended with exit code 3 before all of its resources were declared; it last wrote: giving up",
    ],
    "is killed": [
      index(`process.kill(process.pid, "SIGKILL");`),
      "FOLDER: the program was killed before all of its resources were declared",
    ],
    "makes two resources of one name": [
      index(`class Bucket extends pulumi.CustomResource {}\nnew Bucket("a:b:C", "a");\nnew Bucket("a:b:C", "a");`),
      /^the program makes two resources with the URN urn:pulumi:dev::shop::a:b:C::a \(FOLDER\/index\.js:\d\); give one/,
    ],
    "lacks a value of its configuration": [
      index(`new pulumi.Config().requireNumber("size");`),
      "the program needs the configuration value shop:size; give it with `--config shop:size=value` or in Pulumi.dev.yaml",
    ],
    "lacks a value that may be in an environment": [
      { "Pulumi.dev.yaml": "environment: [shop/dev]", ...index(`new pulumi.Config("aws").require("profile");`) },
      /^the program needs the configuration value aws:profile; .*; values from the stack's Pulumi ESC environment can't be read offline$/,
    ],
    "reads a number that is encrypted": [
      {
        "Pulumi.dev.yaml": "config: { shop:port: { secure: AAAB } }",
        ...index(`new pulumi.Config().requireNumber("port");`),
      },
      "FOLDER: the program reads the secret shop:port, which can't be decrypted here; give a value to check with by `--config shop:port=value`",
    ],
    "needs a package that isn't installed": [
      index(`require("@pulumi/no-such-cloud");`),
      "FOLDER: the program needs the package @pulumi/no-such-cloud, which isn't installed; run `npm install` in FOLDER",
    ],
    "needs a file of its own that is missing": [
      index(`require("./network");`),
      "FOLDER: the program failed: Cannot find module './network' (FOLDER/index.js:2)",
    ],
    "isn't there": [
      { "readme.txt": "" },
      "FOLDER: expected a program in index.ts or index.js, or `main` in Pulumi.yaml to name one; found none",
    ],
    "asks for a policy of broken parts": [
      index(
        `pulumi.runtime.invokeOutput("aws:iam/getPolicyDocument:getPolicyDocument", { sourcePolicyDocuments: ["{"] });`,
      ),
      "FOLDER: the program failed: expected `sourcePolicyDocuments` to hold policy documents in JSON, got text that is no JSON",
    ],
    "can't go on with what isn't known": [
      index(`pulumi.runtime.invoke("aws:ec2/getVpc:getVpc", {}).then((vpc) => vpc.cidrBlock.split("."));`),
      /^FOLDER: the program failed: TypeError: .*split is not a function \(FOLDER\/index\.js:2\); what aws\.ec2\.getVpc would return isn't known offline, and can be given with `--answers`$/,
    ],
    "has a transform that throws": [
      index(
        `new pulumi.CustomResource("a:b:C", "a", {}, { transforms: [() => { throw new Error("not allowed"); }] });`,
      ),
      /^FOLDER: the program failed: .*transform failed: Error: not allowed/,
    ],
  };
  for (const [what, [files, message]] of Object.entries(cases))
    it(what, async () => {
      const told = await mistake(files);
      if (typeof message === "string") assert.equal(told, message);
      else assert.match(told, message);
    });

  it("is ended after its time, with all that it started", async () => {
    const files = index(
      `const { spawn } = require("node:child_process");
const grandchild = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
require("node:fs").writeFileSync("started", String(grandchild.pid));
setInterval(() => {}, 1000);`,
    );
    const folder = projectFolder(files);
    let timeoutSeconds = 2;
    const message =
      /^.*: the program was still running after \d+ seconds; a server or timer may keep it alive, or it waits/;
    // On a busy machine the program may need longer than that to start.
    do await assert.rejects(readProgram(folder, { timeoutSeconds }), { name: "UserError", message });
    while (!existsSync(join(folder, "started")) && (timeoutSeconds *= 2) < 60);
    const pid = Number(readFileSync(join(folder, "started"), "utf8"));
    await until(() => !isRunning(pid));
  });
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that ended stays listed until its parent, here the system's first, collects it.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; !isSo(); waited += 20) {
    if (waited > 5000) assert.fail("what the program started still runs");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
