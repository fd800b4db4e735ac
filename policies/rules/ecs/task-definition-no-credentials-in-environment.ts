import type { Rule } from "../../core/rule";
import { each } from "../../core/value";
import { on } from "../../facts/check";
import { containersOf } from "../../facts/container-definitions";
import { credentialsInVariable } from "../../facts/credentials";

export const taskDefinitionNoCredentialsInEnvironment: Rule = {
  id: "ecs-task-definition-no-credentials-in-environment",
  title: "ECS container environments must not hold credentials",
  severity: "high",
  why: "Everyone who may describe the task definition reads its variables; being a Pulumi secret does not change that.",
  fix: "Keep the credential in Secrets Manager or Parameter Store and pass it by secrets of the container; revoke this one.",
  catalogue: ["ECS.8"],
  equivalents: { trivy: ["AWS-0036"], prowler: ["ecs_task_definitions_no_environment_secrets"] },
  checks: [
    on("aws:ecs/taskDefinition:TaskDefinition", (taskDefinition) =>
      each(containersOf(taskDefinition), (container) => {
        const environment = container.at("environment");
        return each(environment.elements(), (variable) => {
          const name = variable.at("name").string() ?? "";
          const kinds = credentialsInVariable(name, variable.at("value").string() ?? "");
          return kinds.map((kind) => `${environment.path}.${name} holds ${kind}`);
        });
      }),
    ),
  ],
};
