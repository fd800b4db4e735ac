import * as assert from "node:assert/strict";
import fc from "fast-check";
import { holdsSecret, redact } from "../../../operations/findings/redact";
import { credentialsIn } from "../../../policies/facts/credentials";

const pem = (body: string) => ["-----BEGIN RSA PRIVATE", ` KEY-----\n${body}`].join("");

describe("redact", () => {
  const secrets: readonly (readonly [title: string, text: string, left: string])[] = [
    [
      "the secret key beside an access key's id",
      "AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      "AKIAIOSFODNN7EXAMPLE:[redacted]",
    ],
    ["a private key", `a ${pem("MIIEow\nIBAA\n-----END RSA PRIVATE KEY-----")} b`, "a [redacted] b"],
    ["a private key that was cut off", `a ${pem("MIIEow\nIBAA")}`, "a [redacted]"],
    ["a bearer token", "Authorization: Bearer abc.def-123", "Authorization: Bearer [redacted]"],
    ["basic authentication", 'authorization="Basic dXNlcjpwYXNz"', 'authorization="Basic [redacted]"'],
    ["a password", "db_password=hunter2, user=ana", "db_password=[redacted], user=ana"],
    ["a password in JSON", '{"password": "hunter2", "user": "ana"}', '{"password": "[redacted]", "user": "ana"}'],
    ["a key of an API", "api-key: 0a1b2c3d", "api-key: [redacted]"],
    ["an environment variable", "AWS_SECRET_ACCESS_KEY=abc/def+ghi", "AWS_SECRET_ACCESS_KEY=[redacted]"],
    ["a password in a URL", "postgres://ana:hunter2@db.example/shop", "postgres://ana:[redacted]@db.example/shop"],
    [
      "a presigned URL",
      "https://b.s3.amazonaws.com/k?X-Amz-Signature=0ab1&a=b",
      "https://b.s3.amazonaws.com/k?X-Amz-Signature=[redacted]&a=b",
    ],
    ["a token of GitHub", `token ghp_${"a".repeat(36)}`, "token [redacted]"],
    ["a JSON web token", "eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJ", "[redacted]"],
    ["a webhook of Slack", "https://hooks.slack.com/services/T0/B0/abc", "https://hooks.slack.com/services/[redacted]"],
  ];
  for (const [title, text, left] of secrets)
    it(`takes ${title} out`, () => {
      assert.equal(redact(text), left);
    });

  // What rules of the catalogue would complain about in a program must not stand in a ticket.
  const credentials = [
    ["-----BEGIN PGP PRIVATE", " KEY BLOCK-----\nlQOYBF"].join(""),
    `ghs_${"a1".repeat(18)}`,
    `github_pat_${"a1".repeat(25)}`,
    `glpat-${"a1".repeat(10)}`,
    `xoxo-${"a1".repeat(5)}`,
    `rk_live_${"a1".repeat(8)}`,
  ];
  for (const text of credentials)
    it(`takes out what rules know as a credential: ${text.slice(0, 20)}`, () => {
      assert.equal(credentialsIn(text).length, 1);
      assert.deepEqual(credentialsIn(redact(text)), []);
    });

  const harmless = [
    "arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/db-AbCdEf",
    "AKIAIOSFODNN7EXAMPLE was used from 198.51.100.7",
    "The password policy has no minimum length",
    "Enable bearer authentication",
    "commit 0123456789abcdef0123456789abcdef01234567",
    "https://console.aws.amazon.com/iam/home?region=eu-west-1#/users/ana",
  ];
  for (const text of harmless)
    it(`leaves ${text.slice(0, 40)}`, () => {
      assert.equal(redact(text), text);
    });

  it("does no more the second time", () => {
    const piece = fc.oneof(fc.constantFrom(...secrets.map(([, text]) => text)), fc.string());
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const once = redact(pieces.join(" "));
        assert.equal(redact(once), once);
        assert.equal(holdsSecret(once), false);
      }),
    );
  });

  it("takes no longer than a moment, whatever the text", () => {
    const bait = [
      "eyJ",
      "eyJ.",
      "-eyJ",
      "AKIA",
      "AKIAIOSFODNN7EXAMPLE ",
      "password",
      "-----BEGIN ",
      "Bearer a",
      "a://",
      "token:",
      "'\"",
      "Bearer  ",
      'secret="',
    ];
    for (const text of bait) {
      const began = process.hrtime.bigint();
      redact(text.repeat(Math.ceil(65_536 / text.length)));
      const milliseconds = Number(process.hrtime.bigint() - began) / 1e6;
      assert.ok(milliseconds < 2000, `${text}: ${String(milliseconds)} ms`);
    }
  });
});
