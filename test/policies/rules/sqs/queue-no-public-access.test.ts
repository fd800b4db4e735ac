import { queueNoPublicAccess } from "../../../../policies/rules/sqs/queue-no-public-access";
import { resource, testRule, unknown } from "../../../../policies/testing";

const queue = "aws:sqs/queue:Queue";
const policy = "aws:sqs/queuePolicy:QueuePolicy";

function open(statement: object = {}): string {
  const opened = { Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: "*", ...statement };
  return JSON.stringify({ Version: "2012-10-17", Statement: [opened] });
}

function when(operator: string, key: string, value: unknown): string {
  return open({ Condition: { [operator]: { [key]: value } } });
}

const attached = (document: any) => [resource(policy, { queueUrl: unknown, policy: document })];

testRule(queueNoPublicAccess, {
  passes: {
    "no policy: the owner's account only": [resource(queue, {})],
    "an account": attached(open({ Principal: { AWS: "arn:aws:iam::123456789012:root" } })),
    "everyone of an organization": attached(when("StringEquals", "aws:PrincipalOrgID", "o-a1b2c3d4e5")),
    "everyone on behalf of an account": attached(when("StringEquals", "aws:SourceAccount", "123456789012")),
    "everyone through one VPC endpoint": attached(when("StringEquals", "aws:SourceVpce", "vpce-0123456789abcdef0")),
    "everyone is denied": attached(open({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } })),
  },
  violates: {
    "everyone, inline": {
      stack: [resource(queue, { policy: open() })],
      observes: ["policy.Statement[0] allows everyone"],
    },
    "everyone, attached": {
      stack: attached(open({ Principal: { AWS: ["*"] } })),
      observes: ["policy.Statement[0] allows everyone"],
    },
    "every AWS principal, whose ARN is like *": {
      stack: attached(when("StringLike", "aws:PrincipalArn", "*")),
      observes: ["policy.Statement[0] allows everyone, under a condition that anyone can meet"],
    },
    "a source with a wildcard: only fixed values count (AWS Config, sqs-queue-no-public-access)": {
      stack: attached(when("ArnLike", "aws:SourceArn", "arn:aws:s3:::*")),
      observes: ["policy.Statement[0] allows everyone, under a condition that anyone can meet"],
    },
    "everyone but one": {
      stack: attached(open({ Principal: undefined, NotPrincipal: { AWS: "123456789012" } })),
      observes: ["policy.Statement[0] allows everyone but its NotPrincipal"],
    },
    "a Deny that keeps outsiders away doesn't excuse, to be on the safe side": {
      stack: attached({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: unknown },
          {
            Effect: "Deny",
            Principal: "*",
            Action: "sqs:*",
            Resource: unknown,
            Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
          },
        ],
      }),
      observes: ["policy.Statement[0] allows everyone"],
    },
  },
  undetermined: {
    "the document comes from another resource": attached(unknown),
    "the organization does": attached({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "sqs:*",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalOrgID": unknown } },
        },
      ],
    }),
  },
});
