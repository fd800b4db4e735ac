import * as assert from "node:assert/strict";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { readAnswers } from "../../../../cli/read/program/answers";
import { encrypted, readConfiguration } from "../../../../cli/read/program/configuration";
import { readProject } from "../../../../cli/read/program/project";
import { projectFolder, removeProjectFolders } from "./project-folder";

after(removeProjectFolders);

const configure = (files: Record<string, string>, options: Parameters<typeof readConfiguration>[1] = {}) =>
  readConfiguration(readProject(projectFolder(files)), options);

describe("a program's configuration", () => {
  it("comes from the stack's file, in text, under the project's name when a key has none", () => {
    const { stack, values } = configure({
      "Pulumi.prod.yaml":
        "config:\n  plan: large\n  shop:size: 3\n  aws:region: eu-west-1\n  shop:zones: [a, b]\n  shop:on: true\n",
    });
    assert.equal(stack, "prod");
    assert.deepEqual(values, {
      "aws:region": "eu-west-1",
      "shop:plan": "large",
      "shop:size": "3",
      "shop:zones": '["a","b"]',
      "shop:on": "true",
    });
  });

  it("is of the stack asked for, else of the only one, else of dev", () => {
    const files = {
      "Pulumi.dev.yaml": "config: { shop:plan: dev }",
      "Pulumi.prod.yaml": "config: { shop:plan: prod }",
    };
    assert.equal(configure(files).values["shop:plan"], "dev");
    assert.equal(configure(files, { stack: "prod" }).values["shop:plan"], "prod");
    assert.equal(configure(files, { stack: "acme/shop/prod" }).stack, "prod");
    assert.deepEqual(configure({}), {
      stack: "dev",
      values: { "aws:region": "us-east-1" },
      secretKeys: [],
      encryptedKeys: [],
      hasEnvironment: false,
    });
  });

  it("takes values from flags over the file's, and the file's over the project's defaults", () => {
    const { values } = configure(
      {
        "Pulumi.yaml":
          "name: shop\nruntime: nodejs\nconfig:\n  a: { type: string, default: project }\n  b: { default: project }\n  c: { default: project }\n  aws:profile: { value: ci }\n  plain: text\n",
        "Pulumi.dev.yaml": "config: { shop:b: file, shop:c: file }",
      },
      { config: { c: "flag", "aws:region": "eu-north-1" } },
    );
    assert.deepEqual(values, {
      "shop:a": "project",
      "shop:b": "file",
      "shop:c": "flag",
      "aws:profile": "ci",
      "shop:plain": "text",
      "aws:region": "eu-north-1",
    });
  });

  it("has a text that counts as unknown in place of what is encrypted, and marks it secret", () => {
    const { values, secretKeys, encryptedKeys } = configure({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nconfig: { token: { secret: true, default: open } }",
      "Pulumi.dev.yaml":
        "encryptionsalt: v1:x\nconfig:\n  shop:password: { secure: AAAB }\n  shop:database: { user: sa, password: { secure: AAAC } }\n",
    });
    assert.equal(values["shop:password"], encrypted);
    assert.deepEqual(JSON.parse(values["shop:database"]!), { user: "sa", password: encrypted });
    assert.deepEqual(secretKeys, ["shop:token", "shop:password", "shop:database"]);
    assert.deepEqual(encryptedKeys, ["shop:password", "shop:database"]);
  });

  it("is found in the folder that the project names", () => {
    const { values } = configure({
      "Pulumi.yaml": "name: shop\nruntime: nodejs\nstackConfigDir: stacks",
      "stacks/Pulumi.prod.yaml": "config: { shop:plan: large }",
    });
    assert.equal(values["shop:plan"], "large");
  });

  it("names a declared key that has no value, and a value of another type than declared", () => {
    const yaml = (type: string) => `name: shop\nruntime: nodejs\nconfig: { size: { type: ${type} } }`;
    assert.throws(() => configure({ "Pulumi.yaml": yaml("integer") }), {
      name: "UserError",
      message:
        "the program needs the configuration value shop:size; give it with `--config shop:size=value` or in Pulumi.dev.yaml",
    });
    assert.throws(() => configure({ "Pulumi.yaml": yaml("integer") }, { config: { size: "big" } }), {
      message: "expected the configuration value shop:size to be of type integer, as Pulumi.yaml says; got big",
    });
    assert.equal(configure({ "Pulumi.yaml": yaml("array") }, { config: { size: "[1]" } }).values["shop:size"], "[1]");
  });
});

describe("a project's Pulumi.yaml", () => {
  it("says where the program is: a file, a folder, or what package.json says", () => {
    const of = (main: string) => {
      const folder = projectFolder({ "Pulumi.yaml": `name: shop\nruntime: nodejs\n${main}`, "src/app.ts": "" });
      const { folder: programs, entry } = readProject(folder);
      return [programs.slice(folder.length), entry];
    };
    assert.deepEqual(of(""), ["", "."]);
    assert.deepEqual(of("main: src"), ["/src", "."]);
    assert.deepEqual(of("main: src/app.ts"), ["/src", "app.ts"]);
    assert.throws(() => of("main: lib"), /expected `main` to name a file or folder, and lib doesn't exist/);
  });

  it("says how Node.js is to run", () => {
    const options = "{ typescript: false, nodeargs: --max-old-space-size=99  --no-warnings }";
    const folder = projectFolder({ "Pulumi.yaml": `name: shop\nruntime: { name: nodejs, options: ${options} }` });
    const { typescript, nodeArguments } = readProject(folder);
    assert.deepEqual([typescript, nodeArguments], [false, ["--max-old-space-size=99", "--no-warnings"]]);
  });

  it("is refused when it is broken, missing, or of another language", () => {
    const refused = (yaml: string, message: RegExp) =>
      assert.throws(() => readProject(projectFolder({ "Pulumi.yaml": yaml })), { name: "UserError", message });
    refused("name: [", /Pulumi\.yaml: expected YAML: /);
    refused("- name", /Pulumi\.yaml: expected keys and values, got a list$/);
    refused("runtime: nodejs", /Pulumi\.yaml: expected `name` to hold the project's name$/);
    refused("name: shop\nruntime: python", /runtime is python; run `pulumi preview --json > preview\.json`/);
    refused("name: shop", /runtime is not given; /);
    assert.throws(() => readProject("test"), { message: "test: expected a folder with a Pulumi.yaml, found none" });
  });

  it("is refused before its dependencies are installed", () => {
    const folder = projectFolder({}, { installed: false });
    assert.throws(() => readProject(folder), {
      message: `${folder}: the program's dependencies aren't installed (no @pulumi/pulumi found); run \`npm install\` in ${folder}`,
    });
    mkdirSync(join(folder, "node_modules"));
    symlinkSync("nowhere", join(folder, "node_modules", "@pulumi"));
    assert.throws(() => readProject(folder), /dependencies aren't installed/);
  });
});

describe("an answers file", () => {
  const read = (text: string) => readAnswers(join(projectFolder({ "answers.yaml": text }), "answers.yaml"));

  it("answers functions and references to stacks", () => {
    const text = `
invokes:
  - { function: aws.ec2.getAmi, arguments: { mostRecent: true }, result: { id: ami-1 } }
stackReferences:
  acme/network/prod: { vpcId: vpc-1 }`;
    assert.deepEqual(read(text), {
      invokes: [{ function: "aws.ec2.getAmi", arguments: { mostRecent: true }, result: { id: "ami-1" } }],
      stackReferences: { "acme/network/prod": { vpcId: "vpc-1" } },
    });
    assert.deepEqual(read(""), { invokes: [], stackReferences: {} });
  });

  const broken: Record<string, [text: string, message: RegExp]> = {
    "other keys": ["invoke: []", /expected only `invokes` and `stackReferences`, got `invoke`$/],
    "a map of invokes": ["invokes: {}", /expected `invokes` to be a list$/],
    "an invoke without a function": [
      "invokes: [{ result: {} }]",
      /expected `invokes\[0\]`\.function to name a function/,
    ],
    "an invoke without a result": ["invokes: [{ function: f }]", /`invokes\[0\]`\.result to hold what f returns/],
    "a misspelt key": ["invokes: [{ function: f, result: {}, args: {} }]", /and `result`, got `args`$/],
    "outputs that are a list": [
      "stackReferences: { a/b/c: [1] }",
      /`stackReferences\.a\/b\/c` to hold outputs by name$/,
    ],
    "broken YAML": ["invokes: [", /answers\.yaml: expected YAML: /],
  };
  for (const [what, [text, message]] of Object.entries(broken))
    it(`is refused for ${what}`, () => assert.throws(() => read(text), { name: "UserError", message }));

  it("must exist", () =>
    assert.throws(() => readAnswers("nowhere.yaml"), {
      message: "nowhere.yaml: expected a file with answers, found none",
    }));
});
