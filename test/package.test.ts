import * as assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { linkModules } from "./support/linked-modules";
import { temporaryFolder } from "./support/temporary-folder";

const typed = `
import { evaluate, on, readStack, type Rule, rules } from "pulumi-guardrails/policies";
import { resource } from "pulumi-guardrails/testing";
const own: Rule = { ...rules[0]!, id: "own", checks: [on("aws:s3/bucket:Bucket", (bucket) => (bucket.at("forceDestroy").boolean() ? ["x"] : []))] };
export const found: string[] = evaluate([own], readStack("{}").resources).map(({ observation }) => observation);
resource("aws:s3/bucket:Bucket", { forceDestroy: true });
// @ts-expect-error a bucket has no such property
resource("aws:s3/bucket:Bucket", { forcedestroy: true });
// @ts-expect-error a bucket has no such property
on("aws:s3/bucket:Bucket", (bucket) => (bucket.at("forcedestroy").boolean() ? ["x"] : []));
`;

const program = `
const pulumi = require("@pulumi/pulumi");
class FileSystem extends pulumi.CustomResource {
  constructor(name, args) {
    super("aws:efs/fileSystem:FileSystem", name, args);
  }
}
new FileSystem("files", { encrypted: false });
`;

describe("the package, installed elsewhere", () => {
  let project: string;
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join("node_modules/pulumi-guardrails/dist/guardrails.js"), ...args], {
      cwd: project,
      encoding: "utf8",
    });

  before(() => {
    project = temporaryFolder({
      "package.json": '{ "name": "elsewhere" }',
      "Pulumi.yaml": "name: elsewhere\nruntime: nodejs\nmain: index.js\n",
      "index.js": program,
      "typed.ts": typed,
    });
    execFileSync("npm", ["pack", "--silent", "--ignore-scripts", "--pack-destination", project], { encoding: "utf8" });
    execFileSync("tar", ["-xzf", readdirSync(project).find((name) => name.endsWith(".tgz")) ?? ""], { cwd: project });
    // What npm would install beside it.
    linkModules(project);
    cpSync(join(project, "package"), join(project, "node_modules/pulumi-guardrails"), { recursive: true });
    rmSync(join(project, "package"), { recursive: true });
  });

  it("holds what runs, its types and the rules' list, and nothing else", () => {
    const files = (
      readdirSync(join(project, "node_modules/pulumi-guardrails"), { recursive: true }) as string[]
    ).filter((file) => /\.\w+$/.test(file));
    const strangers = files.filter(
      (file) =>
        !/^(package\.json|README\.md|LICENSE|dist\/\w+\.js|dist\/node-sqlite3-wasm\.wasm|dist\/handlers\/[\w-]+\.mjs|operations\/settings\/operations\.schema\.json|dist\/THIRD-PARTY-NOTICES\.txt|dist\/types\/.*\.d\.ts|PulumiPlugin\.yaml|policies\/(PulumiPolicy\.yaml|package\.json|RULES\.md|guardrails\.schema\.json))$/.test(
          file,
        ),
    );
    assert.deepEqual(strangers, []);
  });

  it("checks a program", () => {
    const { status, stdout } = run("check", "--format", "json");
    const { stacks } = JSON.parse(stdout) as { stacks: { findings: { rule: string; location: object }[] }[] };
    assert.deepEqual(
      stacks[0]?.findings.map(({ rule }) => rule),
      ["efs-file-system-encrypted"],
    );
    assert.deepEqual(stacks[0]?.findings[0]?.location, { file: "index.js", line: 8, column: 1 });
    assert.equal(status, 1);
  });

  it("types a team's own rule, and refuses a property that the resource lacks", () => {
    const compiler = resolve("node_modules/typescript/bin/tsc");
    for (const [module, resolution] of [
      ["nodenext", "nodenext"],
      ["preserve", "bundler"],
    ] as const) {
      const args = [
        compiler,
        "--noEmit",
        "--strict",
        "--skipLibCheck",
        "--target",
        "es2022",
        "--module",
        module,
        "--moduleResolution",
        resolution,
        "typed.ts",
      ];
      const { stdout, status } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });
      assert.equal(status, 0, stdout);
    }
  });
});
