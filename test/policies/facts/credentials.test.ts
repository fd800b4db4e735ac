import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { evaluate } from "../../../policies/core/evaluate";
import { credentialsIn, credentialsInVariable } from "../../../policies/facts/credentials";
import { instanceNoCredentialsInUserData } from "../../../policies/rules/ec2/instance-no-credentials-in-user-data";
import { taskDefinitionNoCredentialsInEnvironment } from "../../../policies/rules/ecs/task-definition-no-credentials-in-environment";
import { functionNoCredentialsInEnvironment } from "../../../policies/rules/lambda/function-no-credentials-in-environment";
import { resource } from "../../../policies/testing";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const text = (alphabet: string, minLength: number, maxLength = minLength) =>
  fc
    .array(fc.constantFrom(...Array.from(alphabet)), { minLength, maxLength })
    .map((parts) => parts.join(""))
    .filter((word) => new Set(word).size > 3);
const built = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((words) => words.join(""));
const is = (word: string) => fc.constant(word);

// Put together here, so that no scanner takes this file for a leak.
const examples: Readonly<Record<string, fc.Arbitrary<string>>> = {
  "an AWS access key id": built(fc.constantFrom("AKIA", "ASIA"), text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)),
  "a private key": built(
    is("-----BEGIN "),
    fc.constantFrom("", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "),
    is("PRIVATE KEY-----\n"),
    text(letters, 64),
  ),
  "a GitHub token": fc.oneof(
    built(fc.constantFrom("ghp_", "gho_", "ghs_"), text(letters, 36)),
    built(is("github_pat_"), text(letters, 22), is("_"), text(letters, 59)),
  ),
  "a GitLab token": built(is("glpat-"), text(letters, 20)),
  "a Slack token": built(fc.constantFrom("xoxb-", "xoxp-"), text(letters, 24)),
  "a Stripe key": built(fc.constantFrom("sk", "rk"), is("_live_"), text(letters, 24)),
  "a password in a connection string": built(is("postgres://app:"), text(letters, 8, 30), is("@db.example.com/app")),
};
const secretKey = text(`${letters}+/`, 40);

const kinds = (found: readonly { kind: string }[]) => found.map(({ kind }) => kind);

describe("credentialsIn", () => {
  for (const [kind, example] of Object.entries(examples)) {
    it(`finds ${kind}, and says on which line`, () => {
      fc.assert(
        fc.property(example, (credential) => {
          assert.deepEqual(credentialsIn(`#!/bin/sh\nexport X="${credential}"\n`), [{ kind, line: 2 }]);
        }),
      );
    });
  }

  it("finds an AWS secret access key where something names it", () => {
    const written = [
      (key: string) => `export AWS_SECRET_ACCESS_KEY=${key}`,
      (key: string) => `aws_secret_access_key = ${key}`,
      (key: string) => `aws configure set aws_secret_access_key ${key}`,
      (key: string) => `{"SecretAccessKey": "${key}"}`,
      (key: string) => `secretKey: '${key}'`,
    ];
    fc.assert(
      fc.property(secretKey, fc.constantFrom(...written), (key, write) => {
        assert.deepEqual(kinds(credentialsIn(write(key))), ["an AWS secret access key"]);
      }),
    );
  });

  it("finds AWS's published example keys: where they stand, real ones will", () => {
    const id = ["AKIA", "IOSFODNN7EXAMPLE"].join("");
    const key = ["wJalrXUtnFEMI", "K7MDENG", "bPxRfiCYEXAMPLEKEY"].join("/");
    const script = `export AWS_ACCESS_KEY_ID=${id}\nexport AWS_SECRET_ACCESS_KEY=${key}`;
    assert.deepEqual(credentialsIn(script), [
      { kind: "an AWS access key id", line: 1 },
      { kind: "an AWS secret access key", line: 2 },
    ]);
  });

  const innocent: Readonly<Record<string, string>> = {
    "forty characters that nothing names a key": "sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "a shell variable": "psql postgres://app:${DB_PASSWORD}@db/app",
    "a bare shell variable": "psql postgres://app:$DB_PASSWORD@db/app",
    "a command's output": "psql postgres://app:$(fetch-password)@db/app",
    "a placeholder in brackets": "postgres://app:<password>@db/app",
    "a template's placeholder": "postgres://app:{{password}}@db/app",
    "a format's placeholder": "postgres://app:%s@db/app",
    changeme: "postgres://app:changeme@db/app",
    "the same character all over": "AKIAXXXXXXXXXXXXXXXX",
    "an address with a port": "https://example.com:8443/a@b",
    "an address without a password": "postgres://app@db.example.com/app",
    "an image by digest": "docker://registry:5000/app@sha256:0123456789abcdef",
    "a secret's ARN": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/db-AbCdEf",
    "a longer identifier that begins like a key": "AKIAIOSFODNN7EXAMPLEANDMORE",
    "a public key": "-----BEGIN PUBLIC KEY-----",
    "a test key of Stripe": "sk_test_0123456789abcdefghij",
    "a mail address": "mailto:someone@example.com",
  };
  for (const [name, words] of Object.entries(innocent)) {
    it(`finds nothing in ${name}`, () => assert.deepEqual(credentialsIn(words), []));
  }

  it("takes time in proportion to the text", () => {
    for (const part of ["a", "a:", "://", "-----BEGIN ", "secret_key ", "AKIA", "x://a:"]) {
      const start = performance.now();
      credentialsIn(part.repeat(50_000));
      assert.ok(performance.now() - start < 2000, part);
    }
  });
});

describe("credentialsInVariable", () => {
  const found = (name: string, value: string) => credentialsInVariable(name, value);

  it("goes by the name where the value has no shape", () => {
    assert.deepEqual(found("DB_PASSWORD", "correct-horse"), ["a password"]);
    assert.deepEqual(found("password", "hunter22"), ["a password"]);
    assert.deepEqual(found("AWS_SECRET_ACCESS_KEY", "short"), ["an AWS secret access key"]);
    assert.deepEqual(found("ECS_ENGINE_AUTH_DATA", '{"a":1}'.slice(1)), ["registry credentials"]);
  });

  it("tells each kind once", () => {
    assert.deepEqual(found("URLS", "redis://:hunter22@a redis://:hunter23@b"), ["a password in a connection string"]);
  });

  const innocent: Readonly<Record<string, readonly [string, string]>> = {
    "a switch": ["ALLOW_EMPTY_PASSWORD", "yes"],
    "a longer switch": ["RESET_PASSWORD", "enabled"],
    "a secret's ARN": ["DB_PASSWORD", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db"],
    "a parameter's path": ["DB_PASSWORD", "/prod/db/password"],
    "a dynamic reference": ["DB_PASSWORD", "{{resolve:secretsmanager:db}}"],
    "an address": ["FORGOT_PASSWORD", "https://example.com/forgot"],
    "a placeholder": ["DB_PASSWORD", "changeme"],
    "a name of a secret": ["DB_PASSWORD_SECRET", "prod-db"],
    "a setting about passwords": ["PASSWORD_MIN_LENGTH", "12"],
    nothing: ["DB_PASSWORD", ""],
  };
  for (const [what, [name, value]] of Object.entries(innocent)) {
    it(`finds nothing in ${what}`, () => assert.deepEqual(found(name, value), []));
  }
});

describe("rules about credentials", () => {
  const rules = [
    instanceNoCredentialsInUserData,
    functionNoCredentialsInEnvironment,
    taskDefinitionNoCredentialsInEnvironment,
  ];
  const stack = (name: string, value: string) => [
    resource("aws:ec2/instance:Instance", { userData: `export ${name}=${value}` }),
    resource("aws:ec2/launchTemplate:LaunchTemplate", { userData: Buffer.from(`${name}=${value}`).toString("base64") }),
    resource("aws:lambda/function:Function", { environment: { variables: { [name]: value } } }),
    resource("aws:ecs/taskDefinition:TaskDefinition", {
      containerDefinitions: JSON.stringify([{ name: "app", environment: [{ name, value }] }]),
    }),
  ];

  it("find every kind everywhere, and never quote any of it", () => {
    const named = fc.oneof(
      ...Object.values(examples).map((example) => fc.tuple(fc.constantFrom("TOKEN", "DB_URL"), example)),
      fc.tuple(is("AWS_SECRET_ACCESS_KEY"), secretKey),
    );
    fc.assert(
      fc.property(named, ([name, value]) => {
        const findings = evaluate(rules, stack(name, value));
        assert.equal(findings.length, 4);
        for (const { observation } of findings) {
          for (let at = 0; at + 8 <= value.length; at++) {
            const piece = value.slice(at, at + 8);
            assert.ok(!observation.includes(piece) || "-----BEGIN PRIVATE KEY".includes(piece), observation);
          }
        }
      }),
    );
  });
});
