import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { masked } from "../../../cli/report/mask";

const accessKey = "AKIA" + "IOSFODNN7EXAMPLE";
const secretKey = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY";

const hidden: Readonly<Record<string, [source: string, secret: string, file?: string]>> = {
  "a property named password": [`masterPassword: "hunter2",`, "hunter2"],
  "a key in quotes": [`"DB_PASSWORD": "hunter2"`, "hunter2"],
  "an assignment": ["const apiKey = 'hunter2';", "hunter2"],
  "a template literal": ["token: `hunter2-${stage}`", "hunter2"],
  "a literal that goes on in the next line": ["password: `hunter2", "hunter2"],
  "a name and a value of a container's environment": [`{ name: "DB_PASSWORD", value: "hunter2" }`, "hunter2"],
  "a value in the next line": [`name: "DB_PASSWORD",\n  value: "hunter2"`, "hunter2"],
  "an argument of pulumi.secret": [`value: pulumi.secret("hunter2")`, "hunter2"],
  "a Go string": [`MasterPassword: pulumi.String("hunter2"),`, "hunter2"],
  "a Python argument": [`db = Instance("db", master_password="hunter2")`, "hunter2"],
  "an escaped quote": [String.raw`password: "hun\"ter2"`, "ter2"],
  "a shell variable in user data": ["export DB_PASSWORD=hunter2", "hunter2"],
  "a bare word in YAML": ["  masterPassword: hunter2", "hunter2", "Pulumi.yaml"],
  "an access key": [`const id = "${accessKey}";`, accessKey],
  "a secret access key": [`run("${secretKey}")`, secretKey],
  "a web token": [`call("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln")`, "eyJzdWIi"],
  "a GitHub token": [`call("ghp_0123456789abcdefghij")`, "ghp_0123"],
  "a password in an address": [`url: "postgres://app:hunter2@db/app"`, "hunter2"],
  "a private key": ["-----BEGIN RSA PRIVATE KEY-----MIIE", "MIIE"],
  "a hash": [`f("d41d8cd98f00b204e9800998ecf8427e")`, "d41d8cd9"],
};

const kept = [
  `const web = new aws.ec2.SecurityGroup("web", {`,
  `ingress: [{ protocol: "tcp", fromPort: 22, cidrBlocks: ["0.0.0.0/0"] }],`,
  "password: config.requireSecret(name),",
  `policyArn: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly",`,
  `new aws.secretsmanager.Secret("database", { kmsKeyId: key.id });`,
  "storageEncrypted: false,",
];

describe("source excerpts hide", () => {
  for (const [title, [source, secret, file = "index.ts"]] of Object.entries(hidden)) {
    it(title, () => {
      const shown = masked(source, file);
      assert.ok(!shown.includes(secret), shown);
      assert.ok(shown.includes("****"));
    });
  }

  it("nothing in ordinary lines", () => {
    for (const line of kept) assert.equal(masked(line, "index.ts"), line);
  });

  it("any literal given to a password, and keep the number of lines", () => {
    const value = fc.string({ minLength: 6 }).filter((text) => !/["\\\n]|^\*|^\s+$/.test(text));
    fc.assert(
      fc.property(value, (secret) => {
        const shown = masked(`a(\n  password: "${secret}",\n)`, "index.ts");
        assert.equal(shown, `a(\n  password: "****",\n)`);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (source) => masked(source, "a.yaml").split("\n").length === source.split("\n").length),
    );
  });

  it("in linear time, or a long line would hang the report", () => {
    const start = performance.now();
    for (const part of ["password", "a", `"`, "secret(", "password ", "://a:", "-----BEGIN ", "x=", "eyJ."]) {
      masked(part.repeat(Math.ceil(6000 / part.length)), "a.yaml");
    }
    assert.ok(performance.now() - start < 2000);
  });
});
