import { secret } from "../../../../policies/core/value";
import { functionNoCredentialsInEnvironment } from "../../../../policies/rules/lambda/function-no-credentials-in-environment";
import { resource, testRule, unknown } from "../../../../policies/testing";

const holds = (variables: Record<string, unknown>) => [
  resource("aws:lambda/function:Function", { environment: { variables: variables as Record<string, string> } }),
];
const url = "postgres://app:hunter22@db.example.com/app";

testRule(functionNoCredentialsInEnvironment, {
  passes: {
    "no environment": [resource("aws:lambda/function:Function", {})],
    "names and references": holds({
      TABLE: "orders",
      DB_PASSWORD_ARN: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf",
      DB_URL: "postgres://app@db.example.com/app",
    }),
  },
  violates: {
    "a password in a connection string": {
      stack: holds({ DB_URL: url }),
      observes: ["environment.variables.DB_URL holds a password in a connection string"],
    },
    "a Pulumi secret: the function's configuration shows it (Lambda Developer Guide, Environment variables)": {
      stack: holds({ DB_URL: secret(url) }),
      observes: ["environment.variables.DB_URL holds a password in a connection string"],
    },
    "a password by its name, beside a value that is not known yet": {
      stack: holds({ OTHER: unknown, DB_PASSWORD: "correct-horse" }),
      observes: ["environment.variables.DB_PASSWORD holds a password"],
    },
    "two tokens": {
      stack: holds({
        SLACK: ["xoxb", "0123456789", "abc"].join("-"),
        STRIPE: ["sk", "live", "0123456789abcdef"].join("_"),
      }),
      observes: ["environment.variables.SLACK holds a Slack token", "environment.variables.STRIPE holds a Stripe key"],
    },
  },
  undetermined: {
    "variables are not known yet": [resource("aws:lambda/function:Function", { environment: { variables: unknown } })],
    "a value is not known yet": holds({ DB_URL: unknown }),
  },
});
