import * as assert from "node:assert/strict";
import fc from "fast-check";
import { Key, type KeyArgs } from "../../../components";
import { keyPolicy } from "../../../components/identity/key";
import { tags, testComponent } from "../../support/component";

testComponent<KeyArgs>("Key", {
  make: (name, args) => new Key(name, args),
  least: {},
  accepted: fc.record(
    {
      description: fc.string({ minLength: 1 }),
      rotationPeriodInDays: fc.integer({ min: 90, max: 2560 }),
      deletionWindowInDays: fc.integer({ min: 7, max: 30 }),
      services: fc.uniqueArray(fc.constantFrom("sns", "sqs", "logs", "events.rds", "s3")),
      userArns: fc.uniqueArray(
        fc.constantFrom("arn:aws:iam::123456789012:role/web", "arn:aws:iam::123456789012:role/jobs"),
      ),
      adminArns: fc.constantFrom([], ["arn:aws:iam::123456789012:role/admin"]),
      tags,
    },
    { requiredKeys: [] },
  ),
  refused: {
    "a rotation that KMS doesn't offer": [
      { rotationPeriodInDays: 30 },
      /expected `rotationPeriodInDays` to be 90 to 2560, got 30/,
    ],
    "a window that KMS doesn't offer": [
      { deletionWindowInDays: 31 },
      /expected `deletionWindowInDays` to be 7 to 30, got 31/,
    ],
    "everyone as a user": [{ userArns: ["*"] }, /expected `userArns` to be ARNs of roles and users, got "\*"/],
    "nobody as an admin": [{ adminArns: [""] }, /expected `adminArns` to be ARNs of roles and users, got ""/],
    "a principal in place of a service's name": [
      { services: ["sns.amazonaws.com"] },
      /expected `services` to be names such as sns/,
    ],
  },
});

describe("the policy of a Key", () => {
  const place = { partition: "aws-cn", account: "123456789012", region: "cn-north-1" };

  it("lets a service use the key on behalf of this account only", () => {
    const [, statement] = keyPolicy(place, ["sns"], []).Statement as any[];
    assert.deepEqual(statement.Condition, { StringEquals: { "aws:SourceAccount": "123456789012" } });
  });

  it("names the log groups of this account for CloudWatch Logs (User Guide, Encrypt log data using AWS KMS)", () => {
    const [, statement] = keyPolicy(place, ["logs"], []).Statement as any[];
    assert.deepEqual(statement.Principal, { Service: "logs.cn-north-1.amazonaws.com" });
    assert.match(
      statement.Condition.ArnLike["kms:EncryptionContext:aws:logs:arn"],
      /^arn:aws-cn:logs:cn-north-1:123456789012:log-group:\*$/,
    );
  });

  it("lets users use the key, and not manage it", () => {
    const statement = (keyPolicy(place, [], ["arn:aws:iam::123456789012:role/web"]).Statement as any[])[1];
    assert.ok(
      statement.Action.every((action: string) => !/\*$/.test(action) || /ReEncrypt|GenerateDataKey/.test(action)),
    );
  });

  it("lets admins manage the key, and not use it (Developer Guide, Default key policy)", () => {
    const statement = (keyPolicy(place, [], [], ["arn:aws:iam::123456789012:role/admin"]).Statement as any[])[1];
    assert.ok(statement.Action.includes("kms:ScheduleKeyDeletion"));
    assert.ok(statement.Action.every((action: string) => !/crypt|GenerateDataKey|CreateGrant/.test(action)));
  });
});
