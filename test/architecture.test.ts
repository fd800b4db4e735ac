import * as assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { sourceFiles } from "./support/source-files";

interface Room {
  readonly folder: string;
  /** Modules by name, everything under a prefix that ends in a slash, or types only with a leading `type `. */
  readonly mayImport: readonly string[];
}

const nothingHeavy = ["picomatch", "node:crypto"];

/** Each room, and what its files may import. The first that holds a file counts. */
const rooms: readonly Room[] = [
  { folder: "policies/core/", mayImport: ["policies/core/", "type @pulumi/pulumi", "type @pulumi/policy"] },
  { folder: "policies/facts/", mayImport: ["policies/core/", "policies/facts/", "type @pulumi/aws", "ipaddr.js"] },
  { folder: "policies/rules/", mayImport: ["policies/core/", "policies/facts/", "policies/rules/"] },
  {
    folder: "policies/settings/",
    mayImport: [
      "policies/core/",
      "policies/settings/",
      "node:",
      "yaml",
      "ajv",
      "ajv-formats/dist/formats",
      "fastest-levenshtein",
      "typescript",
      ...nothingHeavy,
    ],
  },
  { folder: "policies/pack/", mayImport: ["policies/", "@pulumi/", "@grpc/grpc-js", "google-protobuf", "node:"] },
  {
    folder: "policies/",
    mayImport: [
      "policies/core/",
      "policies/facts/",
      "policies/rules/",
      "policies/settings/",
      "type @pulumi/pulumi",
      "@pulumi/policy/proxy",
      "node:assert/strict",
    ],
  },
  {
    folder: "cli/report/",
    mayImport: [
      "policies/core/",
      "policies/settings/decisions",
      "cli/report/",
      "picocolors",
      "node:",
      "sarif",
      "type sarif",
    ],
  },
  {
    folder: "cli/read/",
    mayImport: [
      "policies/core/",
      "cli/read/",
      "@pulumi/pulumi",
      "@grpc/grpc-js",
      "google-protobuf",
      "tinyglobby",
      "yaml",
      "ajv",
      "node:",
    ],
  },
  {
    // What AWS means by a rule of a security group is written once, for the rules and for the picture.
    folder: "cli/graph/",
    mayImport: ["policies/core/", "policies/facts/", "cli/graph/", "@viz-js/viz"],
  },
  {
    // The desk's process is begun here, with all that it is made of.
    folder: "cli/commands/desk",
    mayImport: ["operations/", "policies/core/user-error", "cli/", "@aws-sdk/client-sts", "node:"],
  },
  {
    // As below; what auditors get is written as CSV here.
    folder: "cli/commands/access",
    mayImport: ["type operations/api", "operations/access-review/report", "policies/core/", "cli/", "node:"],
  },
  {
    // It speaks with a desk by its API, and knows only what that gives.
    folder: "cli/commands/ticket",
    mayImport: ["type operations/api", "policies/core/", "cli/", "node:"],
  },
  {
    folder: "cli/",
    mayImport: [
      "policies/core/",
      "policies/facts/data-tables",
      "policies/rules/catalogue",
      "policies/rules/reference",
      "policies/settings/",
      "cli/",
      "commander",
      "package.json",
      "node:",
    ],
  },
  {
    // Which runtimes AWS supports is written once, for the rule and for the component.
    folder: "components/compute/function-settings",
    mayImport: ["components/", "policies/facts/lambda-runtimes"],
  },
  {
    // Which addresses are the internet's is written once, for the rules and for the component.
    folder: "components/network/blocks",
    mayImport: ["policies/facts/cidr"],
  },
  { folder: "components/network/", mayImport: ["components/", "@pulumi/", "node:", "ipaddr.js"] },
  {
    folder: "components/",
    mayImport: ["components/", "@pulumi/", "node:"],
  },
  ...["tickets", "escalation", "connectors", "containment", "access-review", "access"].flatMap((feature) => [
    {
      // What of a feature is deployed on AWS, from components of ours.
      folder: `operations/${feature}/component`,
      mayImport: ["operations/", "components/", "@pulumi/", "type @pulumi/aws"],
    },
    { folder: `operations/${feature}/rights`, mayImport: ["operations/", "type components/place", "type @pulumi/aws"] },
    {
      // What its functions run: what decides and what acts is beside them.
      folder: `operations/${feature}/handler`,
      mayImport: ["operations/", "@aws-sdk/", "type aws-lambda", "node:crypto"],
    },
  ]),
  {
    folder: "operations/api/handler",
    mayImport: ["operations/", "hono/aws-lambda", "@aws-sdk/", "type aws-lambda", "node:crypto"],
  },
  {
    folder: "operations/aws/runtime/",
    mayImport: ["operations/", "policies/core/user-error", "@aws-sdk/", "type @aws-sdk/", "type aws-lambda", "node:"],
  },
  {
    folder: "operations/aws/",
    mayImport: ["operations/", "components/", "type components/", "@pulumi/", "type @pulumi/aws", "node:"],
  },
  {
    // Stores, and what the desk is made of, are chosen by those who run it.
    folder: "operations/store/",
    mayImport: [
      "operations/core/",
      "operations/store/",
      "policies/core/user-error",
      "@aws-sdk/",
      "node-sqlite3-wasm",
      "type node-sqlite3-wasm",
      "node:",
    ],
  },
  {
    folder: "operations/settings/",
    mayImport: [
      "operations/",
      "policies/core/",
      "policies/settings/did-you-mean",
      "policies/settings/settings-document",
      "node:path",
    ],
  },
  {
    // The ways to other systems; their code is read when it is first used.
    folder: "operations/connectors/",
    mayImport: [
      "operations/",
      "policies/core/user-error",
      "@aws-sdk/",
      "type @aws-sdk/",
      "nodemailer",
      "ipaddr.js",
      "ajv/dist/2020",
      "node:",
    ],
  },
  {
    // What the API and the page serve runs in a process and in a function: neither a server nor a store is known here.
    folder: "operations/api/",
    mayImport: [
      "operations/",
      "policies/core/",
      "package.json",
      "hono",
      "type hono",
      "ajv/dist/2020",
      "ajv-formats/dist/formats",
      "jose",
      "openid-client",
      "node:crypto",
    ],
  },
  {
    folder: "operations/page/",
    mayImport: ["operations/", "policies/core/rule", "hono", "type hono", "node:crypto"],
  },
  {
    // The desk as a process of one machine.
    folder: "operations/desk/",
    mayImport: [
      "operations/",
      "policies/core/rule",
      "policies/core/user-error",
      "@hono/node-server",
      "temporal-polyfill",
      "node:crypto",
      "node:fs",
      "node:path",
    ],
  },
  {
    folder: "operations/findings/security-hub",
    mayImport: ["operations/", "@aws-sdk/client-securityhub"],
  },
  {
    folder: "operations/findings/",
    mayImport: [
      "operations/core/",
      "operations/findings/",
      "type operations/settings/settings",
      "policies/core/json",
      "policies/core/rule",
      "policies/core/user-error",
      "ajv",
      "picomatch",
      "postal-mime",
      "node:crypto",
    ],
  },
  {
    // Kinds make and read calls, which are data; one file alone sends them.
    folder: "operations/containment/kinds/",
    mayImport: ["operations/", "type @aws-sdk/client-ec2", "node:crypto"],
  },
  {
    // Whose answers are read; the calls themselves go through containment's.
    folder: "operations/access-review/collect-",
    mayImport: ["operations/", "type @aws-sdk/client-iam", "type @aws-sdk/client-sso-admin"],
  },
  { folder: "operations/containment/calls", mayImport: ["@aws-sdk/", "type @aws-sdk/"] },
  { folder: "operations/containment/target", mayImport: ["policies/core/user-error", "ipaddr.js"] },
  { folder: "operations/containment/schedule", mayImport: ["operations/", "croner"] },
  { folder: "operations/containment/drive", mayImport: ["operations/", "node:timers/promises"] },
  {
    // What decides reads and writes nothing.
    folder: "operations/",
    mayImport: [
      "operations/",
      "policies/core/rule",
      "policies/core/user-error",
      "temporal-polyfill",
      "picomatch",
      "node:crypto",
    ],
  },
  {
    folder: "examples/",
    mayImport: ["components", "operations/", "examples/", "pulumi-guardrails/", "@pulumi/", "node:"],
  },
];

describe("architecture", () => {
  for (const file of ["policies", "components", "operations", "cli", "examples"].flatMap(sourceFiles)) {
    it(`${file} imports only what its room may`, () => {
      const { mayImport } =
        rooms.find(({ folder }) => file.startsWith(folder)) ?? assert.fail("a file outside every room");
      assert.deepEqual(
        importsOf(file).filter((module) => !mayImport.some((allowed) => covers(allowed, module))),
        [],
      );
    });
  }

  for (const file of sourceFiles("policies/rules")) {
    it(`${file} leaves the rules of other services alone`, () => {
      const service = posix.dirname(file);
      if (service === "policies/rules") return;
      const strangers = importsOf(file).filter(
        (module) => module.startsWith("policies/rules/") && posix.dirname(module) !== service,
      );
      assert.deepEqual(strangers, []);
    });
  }
});

/** Every module that a file imports, from the repository's root, with `type ` before those of which it takes only types. */
function importsOf(file: string): string[] {
  const source = readFileSync(file, "utf8");
  const statements = source.matchAll(/^(?:import|export)\s+(type\s+)?[^;]*?from\s+"([^"]+)"/gms);
  const calls = source.matchAll(/(?<![.\w])(typeof import|import|require|require\.resolve)\(\s*"([^"]+)"/g);
  const found = [...statements].map(([, type, module = ""]) => [type === undefined ? "" : "type ", module] as const);
  const called = [...calls].map(([, call, module = ""]) => [call === "typeof import" ? "type " : "", module] as const);
  return [...found, ...called].map(
    ([type, module]) => `${type}${module.startsWith(".") ? resolved(file, module) : module}`,
  );
}

function resolved(file: string, module: string): string {
  return posix.join(posix.dirname(file), module).replace(/\.js$/, "");
}

function covers(allowed: string, module: string): boolean {
  const name = module.replace(/^type /, "");
  if (allowed.startsWith("type "))
    return module === `type ${allowed.slice(5)}` || module.startsWith(`type ${allowed.slice(5)}/`);
  return /[/:]$/.test(allowed)
    ? name.startsWith(allowed) || `${name}/` === allowed
    : name === allowed || name.startsWith(`${allowed}/`);
}
