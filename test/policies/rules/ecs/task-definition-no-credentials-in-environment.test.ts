import { secret } from "../../../../policies/core/value";
import { taskDefinitionNoCredentialsInEnvironment } from "../../../../policies/rules/ecs/task-definition-no-credentials-in-environment";
import { resource, testRule, unknown } from "../../../../policies/testing";

const written = (containerDefinitions: unknown) => [
  resource("aws:ecs/taskDefinition:TaskDefinition", { containerDefinitions: containerDefinitions as string }),
];
const holds = (environment: unknown) => JSON.stringify([{ name: "sidecar" }, { name: "app", environment }]);

testRule(taskDefinitionNoCredentialsInEnvironment, {
  passes: {
    "no environment": written(JSON.stringify([{ name: "app" }])),
    "a secret passed by reference": written(
      JSON.stringify([{ name: "app", secrets: [{ name: "DB_PASSWORD", valueFrom: "arn:aws:ssm:::parameter/db" }] }]),
    ),
    "plain settings": written(holds([{ name: "PORT", value: "8080" }, { name: "EMPTY" }])),
  },
  violates: {
    "a name that Security Hub ECS.8 lists": {
      stack: written(holds([{ name: "AWS_SECRET_ACCESS_KEY", value: "anything" }])),
      observes: ["containerDefinitions[1].environment.AWS_SECRET_ACCESS_KEY holds an AWS secret access key"],
    },
    "a value that is one": {
      stack: written(holds([{ name: "CACHE", value: "redis://:hunter22@cache:6379" }])),
      observes: ["containerDefinitions[1].environment.CACHE holds a password in a connection string"],
    },
    "secret definitions: the task definition shows them all the same, their words masked here": {
      stack: written(secret(holds([{ name: "DB_PASSWORD", value: "correct-horse" }]))),
      observes: ["containerDefinitions[1].environment.[secret] holds a password"],
    },
    "members in another case, which the provider reads too": {
      stack: written(JSON.stringify([{ Name: "app", Environment: [{ Name: "DB_PASSWORD", Value: "correct-horse" }] }])),
      observes: ["containerDefinitions[0].environment.DB_PASSWORD holds a password"],
    },
  },
  undetermined: {
    "definitions are not known yet": written(unknown),
    "definitions that are no JSON": written("[{"),
    "an environment of another shape": written(JSON.stringify([{ environment: ["A=b"] }])),
  },
});
