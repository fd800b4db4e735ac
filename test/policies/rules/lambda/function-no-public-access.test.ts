import { functionNoPublicAccess } from "../../../../policies/rules/lambda/function-no-public-access";
import { resource, testRule, unknown } from "../../../../policies/testing";

const url = "aws:lambda/functionUrl:FunctionUrl";
const rule = resource("aws:cloudwatch/eventRule:EventRule", {}, { name: "rule" });

function permits(permission: object) {
  return [
    resource("aws:lambda/permission:Permission", {
      action: "lambda:InvokeFunction",
      function: unknown,
      principal: "*",
      ...permission,
    }),
  ];
}

testRule(functionNoPublicAccess, {
  passes: {
    "an account": permits({ principal: "123456789012" }),
    "a role": permits({ principal: "arn:aws:iam::123456789012:role/caller" }),
    "everyone of an organization": permits({ principalOrgId: "o-a1b2c3d4e5" }),
    "everyone on behalf of an account": permits({ sourceAccount: "123456789012" }),
    "everyone on behalf of an account's APIs": permits({ sourceArn: "arn:aws:execute-api:eu-west-1:123456789012:*" }),
    "EventBridge for a rule of this stack": [rule, ...permits({ principal: "events.amazonaws.com", sourceArn: rule })],
    "S3 for an account": permits({
      principal: "s3.amazonaws.com",
      sourceArn: "arn:aws:s3:::ours",
      sourceAccount: "123456789012",
    }),
    "Alexa for a skill": permits({ principal: "alexa-appkit.amazon.com", eventSourceToken: "amzn1.ask.skill.1" }),
    "a function URL for callers that sign": [resource(url, { functionName: unknown, authorizationType: "AWS_IAM" })],
  },
  violates: {
    everyone: { stack: permits({}), observes: ['principal is "*" and nothing says whose requests'] },
    "everyone by function URL": {
      stack: permits({ action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "NONE" }),
      observes: ['principal is "*" and nothing says whose requests'],
    },
    "everyone with an AWS account, by function URL": {
      stack: permits({ action: "lambda:InvokeFunctionUrl", functionUrlAuthType: "AWS_IAM" }),
      observes: ['principal is "*" and nothing says whose requests'],
    },
    "everyone on behalf of a bucket whose name has a wildcard": {
      stack: permits({ sourceArn: "arn:aws:s3:::ours-*" }),
      observes: ['principal is "*" and nothing says whose requests'],
    },
    "a bucket without its account: the name may be another's one day (AWS Config, lambda-function-public-access-prohibited)":
      {
        stack: permits({ principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::ours" }),
        observes: ['principal is "s3.amazonaws.com" and sourceAccount is not set'],
      },
    "a service for any account: others can configure theirs to call (Lambda API Reference, AddPermission)": {
      stack: permits({ principal: "apigateway.amazonaws.com" }),
      observes: ['principal is "apigateway.amazonaws.com" and nothing says whose requests'],
    },
    "a function URL for everyone": {
      stack: [resource(url, { functionName: unknown, authorizationType: "NONE" })],
      observes: ['authorizationType is "NONE"'],
    },
  },
  undetermined: {
    "an unknown principal": permits({ principal: unknown }),
    "everyone of an unknown organization": permits({ principalOrgId: unknown }),
    "S3 for an unknown account": permits({ principal: "s3.amazonaws.com", sourceAccount: unknown }),
    "a function URL for unknown callers": [resource(url, { functionName: unknown, authorizationType: unknown })],
  },
});
