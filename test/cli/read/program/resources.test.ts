import * as assert from "node:assert/strict";
import { join } from "node:path";
import { readProgram, type ReadProgramOptions } from "../../../../cli/read/program/read-program";
import type { Resource, Stack } from "../../../../policies/core/stack";
import { secret, unknownString } from "../../../../policies/core/value";
import { program, projectFolder, removeProjectFolders } from "./project-folder";

after(removeProjectFolders);

const bucket = "aws:s3/bucket:Bucket";

describe("the resources of a program", () => {
  let folder: string;
  let stack: Stack;
  const lines: string[] = [];

  before(async () => {
    folder = projectFolder(declaring);
    stack = await readProgram(folder, { onLog: (line) => lines.push(line), config: { greeting: "hello" } });
  });

  const named = (name: string): Resource => {
    const found = stack.resources.filter((resource) => resource.name === name);
    assert.equal(found.length, 1, `${found.length} resources named ${name}`);
    return found[0]!;
  };

  it("are read under the folder's name, as a program", () => {
    assert.deepEqual([stack.source, stack.kind], [folder, "program"]);
  });

  it("begin with the stack, which holds the program's outputs", () => {
    const [root] = stack.resources;
    assert.equal(root?.urn, "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev");
    assert.deepEqual(root.outputs, { name: "shop-logs", arn: unknownString });
  });

  it("keep what they declare; outputs of resources that don't exist yet are unknown, but for the name that Pulumi makes up", () => {
    const { bucket: made, ...declared } = named("site").inputs;
    assert.match(String(made), /^site-[0-9a-f]{7}$/);
    assert.deepEqual(declared, { tags: { arn: unknownString, name: "shop-logs", id: unknownString } });
    assert.equal(named("site").id, undefined);
  });

  it("tell which resources flow into which property", () => {
    assert.deepEqual(named("site").propertyDependencies, { tags: [named("logs").urn] });
  });

  it("keep secrets marked, with what they hold", () => {
    assert.deepEqual(named("secretive").inputs, { bucket: secret("hidden"), tags: secret({ a: "1" }) });
  });

  it("have URNs with the types of their parents, but not the stack's", () => {
    assert.equal(named("logs").urn, `urn:pulumi:dev::shop::${bucket}::logs`);
    assert.equal(named("inner-bucket").urn, `urn:pulumi:dev::shop::my:net:Outer$my:net:Inner$${bucket}::inner-bucket`);
    assert.equal(named("inner-bucket").parent, named("inner").urn);
  });

  it("come with the component's own outputs", () => {
    assert.deepEqual(named("inner").outputs, { size: 3 });
  });

  it("have the line that made them, and in a user's own component the line there", () => {
    assert.deepEqual(named("logs").location, { file: join(folder, "index.ts"), line: 4, column: 14 });
    const { file, line } = named("inner-bucket").location!;
    assert.deepEqual([file, line], [join(folder, "network.ts"), 13]);
  });

  it("have the line of the component when the component comes from a package", () => {
    const { file, line } = named("packaged-bucket").location!;
    assert.deepEqual([file, line], [join(folder, "index.ts"), lineOf("new Packaged")]);
  });

  it("name their provider: their own, the component's, or the default one of their package and version", () => {
    const own = "urn:pulumi:dev::shop::pulumi:providers:aws::frankfurt";
    assert.equal(named("german").provider, own);
    assert.equal(named("outer-bucket").provider, own);
    assert.equal(named("logs").provider, "urn:pulumi:dev::shop::pulumi:providers:aws::default");
    assert.equal(named("versioned").provider, "urn:pulumi:dev::shop::pulumi:providers:aws::default_7_48_0");
    assert.deepEqual(named("default_7_48_0").inputs, { region: "us-east-1", version: "7.48.0" });
  });

  it("include those that are only read, as external ones with their id", () => {
    const { external, id, inputs } = named("existing");
    assert.deepEqual([external, id, inputs], [true, "their-bucket", { bucket: "their-bucket" }]);
  });

  it("include those made in apply, when the value is known", () => {
    assert.deepEqual(named("applied").inputs, { bucket: "hello-bucket" });
    assert.equal(
      stack.resources.some(({ name }) => name === "never"),
      false,
    );
  });

  it("go through their own transforms, their parents' and the stack's, in this order", () => {
    assert.deepEqual(named("transformed").inputs.tags, { steps: "own, parent, stack" });
    assert.deepEqual(named("old-style").inputs.tags, { steps: "transformation, stack" });
  });

  it("accept aliases and the other options of the engine", () => {
    assert.deepEqual(named("optional").inputs, { bucket: "optional" });
  });

  it("hold assets and archives as Pulumi writes them", () => {
    assert.deepEqual(named("code").inputs.code, {
      "4dabf18193072939515e22adb298388d": "0def7320c3a5731c473e5ecbe6d01bc7",
      assets: {
        "index.js": { "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17", text: "exports" },
      },
    });
  });

  it("include dynamic ones", () => {
    assert.equal(named("dynamic").type, "pulumi-nodejs:dynamic:Resource");
  });

  it("report a remote component as not seen, and leave its outputs unknown", () => {
    const urn = "urn:pulumi:dev::shop::awsx:ec2:Vpc::remote";
    assert.deepEqual(
      stack.notSeen.map((notSeen) => [notSeen.urn, notSeen.type]),
      [[urn, "awsx:ec2:Vpc"]],
    );
    assert.match(stack.notSeen[0]!.reason, /^a remote component, /);
    assert.deepEqual(named("in-remote").inputs.tags, { vpc: unknownString });
    assert.deepEqual(named("in-remote").propertyDependencies, { tags: [urn] });
  });

  it("are told apart from what the program writes", () => {
    assert.ok(lines.includes("to standard output") && lines.includes("to standard error"));
    assert.ok(lines.includes("through Pulumi's log"));
  });

  const lineOf = (text: string) => declaring["index.ts"]!.split("\n").findIndex((line) => line.includes(text)) + 1;
});

const declaring: Record<string, string> = {
  "node_modules-of-team/node_modules/packaged/index.js": `
const pulumi = require("@pulumi/pulumi");
exports.Packaged = class extends pulumi.ComponentResource {
  constructor(name) {
    super("pkg:index:Packaged", name);
    new pulumi.CustomResource("${bucket}", name + "-bucket", {}, { parent: this });
  }
};`,
  "network.ts": `import * as pulumi from "@pulumi/pulumi";

class Inner extends pulumi.ComponentResource {
  constructor(name: string, options: pulumi.ComponentResourceOptions) {
    super("my:net:Inner", name, {}, options);
    this.declare(name);
    this.registerOutputs({ size: 3 });
  }

  private declare(name: string) {
    class Bucket extends pulumi.CustomResource {}
    const type = "${bucket}";
    new Bucket(type, name + "-bucket", {}, { parent: this });
  }
}

export class Outer extends pulumi.ComponentResource {
  constructor(name: string, options: pulumi.ComponentResourceOptions) {
    super("my:net:Outer", name, {}, options);
    new Inner("inner", { parent: this });
    new pulumi.CustomResource("${bucket}", name + "-bucket", {}, { parent: this });
  }
}
`,
  ...program(`import { Outer } from "./network";
import { Packaged } from "./node_modules-of-team/node_modules/packaged";
const logs = new Made(bucketType, "logs", { bucket: "shop-logs" });
new Made(bucketType, "site", { tags: { arn: logs.arn, name: logs.bucket, id: logs.id } });
new Made(bucketType, "secretive", { bucket: pulumi.secret("hidden"), tags: pulumi.secret({ a: "1" }) });
new Made(bucketType, "versioned", {}, { version: "7.48.0" });

class Provider extends pulumi.ProviderResource {}
const frankfurt = new Provider("aws", "frankfurt", { region: "eu-central-1" });
new Made(bucketType, "german", {}, { provider: frankfurt });
new Outer("outer", { providers: { aws: frankfurt } });
new Packaged("packaged");

new Made(bucketType, "existing", { bucket: "their-bucket" }, { id: "their-bucket" });
pulumi.output(new pulumi.Config().require("greeting")).apply((greeting) => new Made(bucketType, "applied", { bucket: greeting + "-bucket" }));
logs.arn.apply(() => new Made(bucketType, "never"));

const step = (name: string): pulumi.ResourceTransform => ({ props, opts }) => ({ props: props.tags?.steps === undefined ? props : { ...props, tags: { steps: [props.tags.steps, name].filter(Boolean).join(", ") } }, opts });
pulumi.runtime.registerResourceTransform(step("stack"));
const parent = new pulumi.ComponentResource("my:net:Parent", "parent", {}, { transforms: [step("parent")] });
new Made(bucketType, "transformed", { tags: { steps: "" } }, { parent, transforms: [step("own")] });
new Made(bucketType, "old-style", { tags: { steps: "" } }, { transformations: [({ props, opts }) => ({ props: { ...props, tags: { steps: "transformation" } }, opts })] });

new Made(bucketType, "optional", { bucket: "optional" }, { aliases: [{ name: "before" }, "urn:pulumi:dev::shop::x:y:Z::old"], protect: true, dependsOn: [logs], ignoreChanges: ["tags"], deleteBeforeReplace: true, deletedWith: logs, retainOnDelete: true, customTimeouts: { create: "1m" }, additionalSecretOutputs: ["arn"], replaceOnChanges: ["bucket"], hooks: { afterCreate: [() => undefined] } });
new Made("aws:lambda/function:Function", "code", { code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports") }) });

class Dynamic extends pulumi.dynamic.Resource { constructor() { super({ create: async () => ({ id: "1", outs: {} }) }, "dynamic", {}); } }
new Dynamic();

class Remote extends pulumi.ComponentResource { declare vpcId: pulumi.Output<string>; constructor() { super("awsx:ec2:Vpc", "remote", { vpcId: undefined }, {}, true); } }
new Made(bucketType, "in-remote", { tags: { vpc: new Remote().vpcId } });

console.log("to standard output");
console.error("to standard error");
void pulumi.log.info("through Pulumi's log");
export const name = logs.bucket;
export const arn = logs.arn;
`),
};

describe("a program", () => {
  const read = (files: Record<string, string>, options: ReadProgramOptions = {}) =>
    readProgram(projectFolder(files), options);
  const names = ({ resources }: Stack) =>
    resources.map(({ name }) => name).filter((name) => !/^(default|shop-)/.test(name));

  it("may be JavaScript, with what package.json names as its entry", async () => {
    const stack = await read({
      "package.json": `{ "main": "lib/app.js" }`,
      "lib/app.js": `const pulumi = require("@pulumi/pulumi"); new pulumi.CustomResource("${bucket}", "js");`,
    });
    assert.deepEqual(names(stack), ["js"]);
  });

  it("may be an ES module, whose top-level lines are found, too", async () => {
    const folder = projectFolder({
      "package.json": `{ "type": "module" }`,
      "index.js": `import * as pulumi from "@pulumi/pulumi";
class Bucket extends pulumi.CustomResource { constructor(name) { super("${bucket}", name); } }
await new Promise((resolve) => setTimeout(resolve, 10));
new Bucket("esm");
`,
    });
    const stack = await readProgram(folder);
    const { file, line } = stack.resources.find(({ name }) => name === "esm")!.location!;
    assert.deepEqual([file, line], [join(folder, "index.js"), 4]);
  });

  it("may be an ES module in TypeScript", async () => {
    const text = `import * as pulumi from "@pulumi/pulumi";\nconst name: string = "esm-ts";\nnew pulumi.CustomResource("${bucket}", name);\n`;
    const yaml = "name: shop\nruntime: nodejs\nmain: index.ts\n";
    assert.deepEqual(
      names(await read({ "Pulumi.yaml": yaml, "package.json": `{ "type": "module" }`, "index.ts": text })),
      ["esm-ts"],
    );
  });

  it("may export an asynchronous function, and knows its project, stack and folders", async () => {
    const stack = await read(
      program(`import { existsSync } from "node:fs";
export = async () => {
  await new Promise((resolve) => setTimeout(resolve, 10));
  new Made(bucketType, [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/"));
  return { here: existsSync("Pulumi.yaml"), root: existsSync(pulumi.getRootDirectory() + "/Pulumi.yaml"), dry: pulumi.runtime.isDryRun() };
};`),
      { stack: "prod" },
    );
    assert.deepEqual(names(stack), ["organization/shop/prod"]);
    assert.deepEqual(stack.resources[0]?.outputs, { here: true, root: true, dry: true });
  });

  it("gets a secret that can't be decrypted as a secret, and what is made of it is unknown", async () => {
    const stack = await read({
      "Pulumi.dev.yaml": "config: { shop:password: { secure: AAAB }, aws:token: { secure: AAAC } }",
      ...program(`const password = new pulumi.Config().requireSecret("password");
new Made(bucketType, "with-secret", { bucket: password, url: pulumi.interpolate\`postgres://sa:\${password}@db\`, tags: { open: "yes", hidden: password } });`),
    });
    assert.deepEqual(stack.resources.find(({ name }) => name === "with-secret")?.inputs, {
      bucket: secret(unknownString),
      url: secret(unknownString),
      tags: { open: "yes", hidden: secret(unknownString) },
    });
    assert.deepEqual(stack.resources.find(({ name }) => name === "default")?.inputs, {
      region: "us-east-1",
      token: secret(unknownString),
    });
  });
});
