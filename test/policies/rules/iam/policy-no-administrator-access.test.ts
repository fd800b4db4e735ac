import { policyNoAdministratorAccess } from "../../../../policies/rules/iam/policy-no-administrator-access";
import { resource, testRule, unknown } from "../../../../policies/testing";

const policy = "aws:iam/policy:Policy";

function allows(statement: object, type: Parameters<typeof resource>[0] = policy) {
  return [resource(type, { policy: document(statement) })];
}

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}

const everything = { Action: "*", Resource: "*" };

testRule(policyNoAdministratorAccess, {
  passes: {
    "some actions on everything": allows({ Action: ["s3:GetObject", "ec2:Describe*"], Resource: "*" }),
    "everything on one resource": allows({ Action: "*", Resource: "arn:aws:s3:::ours/*" }),
    "every action of a service on everything: that is IAM.21": allows({ Action: "ec2:*", Resource: "*" }),
    "everything is denied": allows({ ...everything, Effect: "Deny" }),
    "NotAction * leaves nothing": allows({ NotAction: "*", Resource: "*" }),
    "everything on all resources of an account's queue service": allows({
      Action: "*",
      Resource: "arn:aws:sqs:*:123456789012:*",
    }),
    "an unknown action on one resource": allows({ Action: unknown, Resource: "arn:aws:s3:::ours/*" }),
    "some actions on an unknown resource": allows({ Action: "s3:GetObject", Resource: unknown }),
    "a role without inline policies, whose trust policy is none of this": [
      resource("aws:iam/role:Role", {
        assumeRolePolicy: document({ Action: "*", Resource: "*", Principal: "*" }),
      }),
    ],
  },
  violates: {
    "everything on everything": {
      stack: allows(everything),
      observes: ["policy.Statement[0] allows Action * on Resource *"],
    },
    "*:*": {
      stack: allows({ Action: "*:*", Resource: "*" }),
      observes: ["policy.Statement[0] allows Action *:* on Resource *"],
    },
    "wildcards in number": {
      stack: allows({ Action: ["s3:GetObject", "**"], Resource: ["arn:aws:s3:::ours", "**"] }),
      observes: ["policy.Statement[0] allows Action s3:GetObject, ** on Resource arn:aws:s3:::ours, **"],
    },
    "every ARN": {
      stack: allows({ Action: "*", Resource: "arn:aws:*:*:*:*" }),
      observes: ["policy.Statement[0] allows Action * on Resource arn:aws:*:*:*:*"],
    },
    "NotAction: all but a service, those to come included (IAM User Guide, NotAction with Allow)": {
      stack: allows({ NotAction: "iam:*", Resource: "*" }),
      observes: ["policy.Statement[0] allows NotAction iam:* on Resource *"],
    },
    "NotResource: all but a bucket": {
      stack: allows({ Action: "*", NotResource: "arn:aws:s3:::ours" }),
      observes: ["policy.Statement[0] allows Action * on NotResource arn:aws:s3:::ours"],
    },
    "under a condition: Security Hub's IAM.1 doesn't look at it": {
      stack: allows({ ...everything, Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } } }),
      observes: ["policy.Statement[0] allows Action * on Resource *"],
    },
    "a single statement, outside a list, in an object": {
      stack: [
        resource(policy, {
          policy: { Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } } as any,
        }),
      ],
      observes: ["policy.Statement allows Action * on Resource *"],
    },
    "a role's policy": {
      stack: allows(everything, "aws:iam/rolePolicy:RolePolicy"),
      observes: ["policy.Statement[0] allows Action * on Resource *"],
    },
    "a user's policy": {
      stack: allows(everything, "aws:iam/userPolicy:UserPolicy"),
      observes: ["policy.Statement[0] allows Action * on Resource *"],
    },
    "a group's policy": {
      stack: allows(everything, "aws:iam/groupPolicy:GroupPolicy"),
      observes: ["policy.Statement[0] allows Action * on Resource *"],
    },
    "inside a role, beside an unknown policy": {
      stack: [
        resource("aws:iam/role:Role", {
          assumeRolePolicy: unknown,
          inlinePolicies: [{ policy: unknown }, { name: "admin", policy: document(everything) }],
        }),
      ],
      observes: ["inlinePolicies[1].policy.Statement[0] allows Action * on Resource *"],
    },
    "beside an unknown action": {
      stack: [
        resource(policy, {
          policy: {
            Version: "2012-10-17",
            Statement: [{ Effect: "Allow", Action: [unknown, "*"], Resource: [unknown, "*"] }],
          },
        }),
      ],
      observes: ["policy.Statement[0] allows Action * on Resource *"],
    },
  },
  undetermined: {
    "the document comes from another resource": [resource(policy, { policy: unknown })],
    "an unknown action on everything": allows({ Action: unknown, Resource: "*" }),
    "everything on an unknown resource": allows({ Action: "*", Resource: unknown }),
    "an unknown effect": allows({ ...everything, Effect: unknown }),
    "text that is no JSON: AWS rejects it": [resource(policy, { policy: '{"Statement": [' })],
  },
});
