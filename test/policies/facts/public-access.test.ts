import * as assert from "node:assert/strict";
import { isNotKnown, Value } from "../../../policies/core/value";
import { statements } from "../../../policies/facts/policy-document";
import { isPublic } from "../../../policies/facts/public-access";
import { unknown } from "../../../policies/testing";

const org = { "aws:PrincipalOrgID": "o-a1b2c3d4e5" };

/** The meaning of "public": docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html */
const meanings: Record<"public" | "closed" | "not known", Record<string, object>> = {
  public: {
    "principal *": {},
    "principal { AWS: * }": { Principal: { AWS: "*" } },
    "principal in a list": { Principal: ["*"] },
    "principal * among accounts": { Principal: { AWS: ["123456789012", "*"] } },
    "principal * beside a service": { Principal: { Service: "sns.amazonaws.com", AWS: "*" } },
    "a role of any account": { Principal: { AWS: "arn:aws:iam::*:role/deploy" } },
    "Allow with NotPrincipal: everyone else": { Principal: undefined, NotPrincipal: { AWS: "123456789012" } },
    "a principal ARN like anything": when("StringLike", "aws:PrincipalArn", "*"),
    "a role name of any account": when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/*"),
    "an account that a wildcard completes": when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::12345678901?:root"),
    "a fixed value beside a wildcard": when("StringLike", "aws:PrincipalOrgID", ["o-a1b2c3d4e5", "o-*"]),
    "an organization other than one": when("StringNotEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"),
    "an organization, if there is one: outsiders have none": when(
      "StringEqualsIfExists",
      "aws:PrincipalOrgID",
      "o-a1b2c3d4e5",
    ),
    "ForAllValues is true when the request lacks the key (IAM User Guide, Multivalued context keys)": when(
      "ForAllValues:StringEquals",
      "aws:PrincipalOrgID",
      "o-a1b2c3d4e5",
    ),
    "that there is an organization, any": when("Null", "aws:PrincipalOrgID", "false"),
    "a policy variable is no fixed value": when("StringEquals", "aws:PrincipalAccount", "${aws:ResourceAccount}"),
    "a bucket of any account whose name begins so": when("ArnLike", "aws:SourceArn", "arn:aws:s3:::ours-*"),
    "a topic of any account": when("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:ours"),
    "a VPC by wildcard (S3's own example)": when("StringLike", "aws:SourceVpc", "vpc-*"),
    "a role session by AROLEID:*": when("StringLike", "aws:userid", "AROAEXAMPLEID:*"),
    "TLS, which everyone can use": when("Bool", "aws:SecureTransport", "true"),
    "a referer, which everyone can write": when("StringEquals", "aws:Referer", "https://example.com"),
    "a tag, which everyone can set in an account of their own": when("StringEquals", "aws:PrincipalTag/team", "a"),
    "a user name, which everyone can choose": when("StringEquals", "aws:username", "deploy"),
    "a private address of any VPC": when("IpAddress", "aws:VpcSourceIp", "10.0.0.0/8"),
    "half the internet": when("IpAddress", "aws:SourceIp", "0.0.0.0/1"),
    "two halves": when("IpAddress", "aws:SourceIp", ["0.0.0.0/1", "128.0.0.0/1"]),
    "wider than /8": when("IpAddress", "aws:SourceIp", "8.0.0.0/7"),
    "wider than /32 of IPv6": when("IpAddress", "aws:SourceIp", "2001:db8::/31"),
    "every address but some": when("NotIpAddress", "aws:SourceIp", "203.0.113.0/24"),
    "an address if there is one": when("IpAddressIfExists", "aws:SourceIp", "203.0.113.0/24"),
    "an address compared as text": when("StringLike", "aws:SourceIp", "203.0.113.7"),
    "an empty Condition": { Condition: {} },
    "a key named like a property of every object": when("StringEquals", "constructor", "x"),
  },
  closed: {
    "an account": { Principal: { AWS: "123456789012" } },
    "a service": { Principal: { Service: "sns.amazonaws.com" } },
    "NotPrincipal *: nobody": { Principal: undefined, NotPrincipal: "*" },
    "no principal at all": { Principal: undefined },
    "a Deny": { Effect: "Deny" },
    "an organization": when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5"),
    "operators and keys in other case": when("stringequals", "AWS:principalorgid", "o-a1b2c3d4e5"),
    "one condition closes, another doesn't": {
      Condition: { Bool: { "aws:SecureTransport": "true" }, StringEquals: org },
    },
    "one key closes, another doesn't": { Condition: { StringEquals: { "aws:username": "deploy", ...org } } },
    "a part of an organization": when("ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-a1b2c3d4e5/r-ab12/*"),
    "an organization, if there is one, and there must be one": {
      Condition: { StringEqualsIfExists: org, Null: { "aws:principalorgid": false } },
    },
    "an account's source": when("StringEquals", "aws:SourceAccount", ["123456789012", "210987654321"]),
    "SNS's default policy": when("StringEquals", "AWS:SourceOwner", "123456789012"),
    "an ARN of an account, the rest a wildcard": when("ArnLike", "aws:PrincipalArn", "arn:aws:iam::123456789012:*"),
    "topics of an account": when("ArnLike", "aws:SourceArn", "arn:aws:sns:*:123456789012:*"),
    "one bucket": when("ArnEquals", "aws:SourceArn", "arn:aws:s3:::ours"),
    "a VPC endpoint": when("StringEquals", "aws:SourceVpce", "vpce-0123456789abcdef0"),
    "access points of an account (S3's own example)": when(
      "ArnLike",
      "s3:DataAccessPointArn",
      "arn:aws:s3:us-west-2:123456789012:accesspoint/*",
    ),
    "an address": when("IpAddress", "aws:SourceIp", "203.0.113.7"),
    "a /8": when("IpAddress", "aws:SourceIp", "8.0.0.0/8"),
    "private addresses, which S3 leaves out": when("IpAddress", "aws:SourceIp", ["10.0.0.0/8", "172.16.0.0/12"]),
    "a user by id": when("StringEquals", "aws:userid", "AIDAEXAMPLEID"),
  },
  "not known": {
    "an unknown principal": { Principal: { AWS: unknown } },
    "an unknown account in an ARN": { Principal: { AWS: `arn:aws:iam::${unknown}:root` } },
    "an unknown effect": { Effect: unknown },
    "an effect that isn't one": { Effect: "allow" },
    "an unknown condition": { Condition: unknown },
    "an unknown value": when("StringEquals", "aws:PrincipalOrgID", unknown),
    "an unknown block beside a narrow one": when("IpAddress", "aws:SourceIp", ["203.0.113.0/24", unknown]),
  },
};

function when(operator: string, key: string, value: unknown): object {
  return { Condition: { [operator]: { [key]: value } } };
}

function judged(statement: object): string {
  const document = { Statement: { Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: "*", ...statement } };
  const answers = [document, JSON.stringify(document)].map((policy) => {
    try {
      const [read] = statements(new Value<any>({ policy }, "policy"));
      assert.ok(read);
      return isPublic(read) ? "public" : "closed";
    } catch (error) {
      if (!isNotKnown(error)) throw error;
      return "not known";
    }
  });
  assert.equal(answers[0], answers[1], "expected an object and its JSON to mean the same");
  return answers[0] ?? "";
}

describe("A statement of a resource's policy", () => {
  for (const [meaning, examples] of Object.entries(meanings)) {
    for (const [name, statement] of Object.entries(examples)) {
      it(`is ${meaning}: ${name}`, () => assert.equal(judged(statement), meaning));
    }
  }

  it("is public by a wide block, whatever an unknown one beside it is", () => {
    assert.equal(judged(when("IpAddress", "aws:SourceIp", ["0.0.0.0/0", unknown])), "public");
  });

  it("is closed by one condition, whatever an unknown one beside it says", () => {
    assert.equal(judged({ Condition: { StringEquals: org, StringLike: unknown } }), "closed");
  });

  it("is public by a known principal beside an unknown one", () => {
    assert.equal(judged({ Principal: { AWS: [unknown, "*"] } }), "public");
  });
});
