import { policyNoServiceWildcards } from "../../../../policies/rules/iam/policy-no-service-wildcards";
import { resource, testRule, unknown } from "../../../../policies/testing";

function allows(statement: object) {
  const Statement = [{ Effect: "Allow", Resource: "*", ...statement }];
  return [resource("aws:iam/policy:Policy", { policy: JSON.stringify({ Version: "2012-10-17", Statement }) })];
}

testRule(policyNoServiceWildcards, {
  passes: {
    "actions by name": allows({ Action: ["s3:GetObject", "s3:PutObject"] }),
    "actions by prefix: Security Hub's IAM.21 allows ec2:Describe*": allows({ Action: "ec2:Describe*" }),
    "every action is denied": allows({ Effect: "Deny", Action: "ec2:*" }),
    "NotAction in a Deny": allows({ Effect: "Deny", NotAction: "ec2:*" }),
    "NotAction * leaves nothing": allows({ NotAction: "*" }),
  },
  violates: {
    "every action of a service": {
      stack: allows({ Action: "ec2:*" }),
      observes: ['policy.Statement[0].Action is "ec2:*"'],
    },
    "on one resource, too: the control doesn't look at it": {
      stack: allows({ Action: "s3:*", Resource: "arn:aws:s3:::ours/*" }),
      observes: ['policy.Statement[0].Action is "s3:*"'],
    },
    "several services, in any spelling": {
      stack: allows({ Action: ["EC2:**", "s3:?*", "sqs:SendMessage", "iam*"] }),
      observes: [
        'policy.Statement[0].Action[0] is "EC2:**"',
        'policy.Statement[0].Action[1] is "s3:?*"',
        'policy.Statement[0].Action[3] is "iam*"',
      ],
    },
    "every action of every service": {
      stack: allows({ Action: ["*", "*:*"] }),
      observes: ['policy.Statement[0].Action[0] is "*"', 'policy.Statement[0].Action[1] is "*:*"'],
    },
    "NotAction: whole services but those named": {
      stack: allows({ NotAction: ["iam:*", "organizations:*"], Resource: "arn:aws:s3:::ours" }),
      observes: ["policy.Statement[0] allows NotAction iam:*, organizations:*"],
    },
    "beside an unknown action": {
      stack: allows({ Action: [unknown, "ec2:*"] }),
      observes: ['policy.Statement[0].Action[1] is "ec2:*"'],
    },
    "in a role": {
      stack: [
        resource("aws:iam/role:Role", {
          assumeRolePolicy: "{}",
          inlinePolicies: [{ policy: '{"Statement":{"Effect":"Allow","Action":"kms:*","Resource":"*"}}' }],
        }),
      ],
      observes: ['inlinePolicies[0].policy.Statement.Action is "kms:*"'],
    },
  },
  undetermined: {
    "an unknown action": allows({ Action: ["s3:GetObject", unknown] }),
    "an unknown document": [resource("aws:iam/groupPolicy:GroupPolicy", { group: "g", policy: unknown })],
  },
});
